import { describe, expect, it } from 'vitest';
import { correlateBatches } from '../../src/stats/batch-correlation.ts';
import { estimateByBatchMeans } from '../../src/stats/batch-means.ts';
import { studentQuantile } from '../../src/stats/interval.ts';
import { findWarmUp } from '../../src/stats/warm-up.ts';
import { createNormals, fourErrors } from './normals.ts';

describe('findWarmUp (MSER-5)', () => {
  it('cuts exactly a start that differs, and nothing from a constant series', () => {
    expect(findWarmUp([...Array(25).fill(9), ...Array(175).fill(1)])).toEqual({ length: 25, isSettled: true });
    expect(findWarmUp(Array(100).fill(3))).toEqual({ length: 0, isSettled: true });
  });

  it('agrees with the definition, computed the slow way', () => {
    const normal = createNormals('mser');
    const series = Array.from({ length: 400 }, (_, i) => 5 * Math.exp(-i / 30) + normal());
    const means = Array.from({ length: 80 }, (_, b) => series.slice(5 * b, 5 * b + 5).reduce((s, x) => s + x, 0) / 5);
    const statistics = Array.from({ length: 41 }, (_, cut) => {
      const rest = means.slice(cut);
      const mean = rest.reduce((s, x) => s + x, 0) / rest.length;
      return rest.reduce((s, x) => s + (x - mean) ** 2, 0) / rest.length ** 2;
    });
    const cut = statistics.indexOf(Math.min(...statistics));
    expect(cut).toBeGreaterThan(0);
    expect(findWarmUp(series)).toEqual({ length: 5 * cut, isSettled: true });
  });

  it('owns up when the series is short or still drifting', () => {
    expect(findWarmUp(Array(49).fill(1)).isSettled).toBe(false);
    expect(findWarmUp([]).isSettled).toBe(false);
    expect(findWarmUp(Array.from({ length: 200 }, (_, i) => i)).isSettled).toBe(false);
  });
});

describe('estimateByBatchMeans', () => {
  it('is the interval of the batch means: 1..6 in 3 batches', () => {
    const estimate = estimateByBatchMeans([99, 1, 2, 3, 4, 5, 6].slice(1), 0.95, 3);
    expect([estimate.mean, estimate.batchSize, estimate.degrees]).toEqual([3.5, 2, 2]);
    expect(estimate.standardError).toBeCloseTo(2 / Math.sqrt(3), 14);
    // Means 1.5, 3.5, 5.5: 1 - (4 + 4) / (2 · 8) = 1/2.
    expect(estimate.batchCorrelation).toBeCloseTo(0.5, 14);
    expect(estimateByBatchMeans([99, 1, 2, 3, 4, 5, 6], 0.95, 3).mean).toBe(3.5);
  });

  it('covers the mean of an autoregression as often as it says, when its batches are long', () => {
    const normal = createNormals('batches');
    const runs = 600;
    let [covered, independent] = [0, 0];
    for (let run = 0; run < runs; run++) {
      const { mean, halfWidth, areBatchesIndependent } = estimateByBatchMeans(autoregression(normal, 0.5, 2000), 0.9);
      if (Math.abs(mean) <= halfWidth) covered++;
      if (areBatchesIndependent) independent++;
    }
    // Batches of 100 at correlation 0.5 leave a correlation of 0.007 between neighbours.
    expect(Math.abs(covered / runs - 0.9)).toBeLessThan(fourErrors(0.9, runs));
    expect(Math.abs(independent / runs - 0.95)).toBeLessThan(fourErrors(0.95, runs));
  });

  it('notices batches that are too short', () => {
    expect(estimateByBatchMeans(autoregression(createNormals('short'), 0.99, 400), 0.9).areBatchesIndependent).toBe(
      false,
    );
  });

  it('takes a constant series, and refuses too few or empty batches', () => {
    const estimate = estimateByBatchMeans(Array(40).fill(2), 0.9);
    expect([estimate.mean, estimate.halfWidth, estimate.areBatchesIndependent]).toEqual([2, 0, true]);
    expect(() => estimateByBatchMeans([1, 2, 3], 0.9, 2)).toThrow(RangeError);
    expect(() => estimateByBatchMeans([1, 2, 3], 0.9, 4)).toThrow(RangeError);
  });
});

describe('correlateBatches', () => {
  it('is von Neumann’s ratio, over the neighbours within each run', () => {
    // Squares about the mean 2: 4; steps 4 + 4 + 4 over three pairs.
    expect(correlateBatches([[1, 3, 1, 3]])).toMatchObject({ correlation: 1 - (12 / 6) * (3 / 4), inflation: 1 });
    // The jump from one run to the next is no step.
    expect(
      correlateBatches([
        [1, 1, 1],
        [5, 5, 5],
      ]).correlation,
    ).toBe(1);
    expect(
      correlateBatches([
        [2, 2],
        [2, 2],
      ]),
    ).toEqual({ correlation: 0, inflation: 1, effectiveCount: 4 });
  });

  it('widens the interval of correlated batches until it covers', () => {
    const normal = createNormals('widened');
    const [runs, length] = [600, 32];
    let covered = 0;
    for (let run = 0; run < runs; run++) {
      const values = autoregression(normal, 0.3, length);
      const mean = values.reduce((sum, x) => sum + x, 0) / length;
      const variance = values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (length - 1);
      const { inflation, effectiveCount } = correlateBatches([values]);
      const reach = studentQuantile(0.975, (effectiveCount * (length - 1)) / length) * Math.sqrt(variance / length);
      if (Math.abs(mean) <= inflation * reach) covered++;
    }
    // Without it 84 % are covered. The correlation is estimated from 32 values, which costs two per cent.
    expect(covered / runs).toBeGreaterThan(0.93 - fourErrors(0.93, runs));
  });
});

function autoregression(normal: () => number, memory: number, length: number): number[] {
  let value = normal() / Math.sqrt(1 - memory ** 2);
  return Array.from({ length }, () => {
    value = memory * value + normal();
    return value;
  });
}

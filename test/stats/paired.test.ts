import { describe, expect, it } from 'vitest';
import {
  computeInfluenceCovariance,
  computeRatioInfluence,
  estimatePairedMean,
  estimatePairedRatioDifference,
  estimateRatio,
} from '../../src/stats/paired.ts';
import { createNormals, fourErrors } from './normals.ts';

describe('estimatePairedMean', () => {
  it('sees only the differences', () => {
    const { mean, halfWidth, degrees } = estimatePairedMean([101, 202, 303], [100, 200, 300], 0.95);
    expect([mean, degrees]).toEqual([2, 2]);
    expect(halfWidth).toBeCloseTo(4.302652729749464 / Math.sqrt(3), 10);
    expect(() => estimatePairedMean([1], [1, 2], 0.95)).toThrow(RangeError);
  });
});

describe('estimateRatio', () => {
  it('is the mean and its interval when all denominators are equal', () => {
    const ratio = estimateRatio([2, 4, 6], [2, 2, 2], 0.95);
    const mean = estimatePairedMean([1, 2, 3], [0, 0, 0], 0.95);
    expect(ratio.mean).toBe(2);
    expect(ratio.standardError).toBeCloseTo(mean.standardError, 14);
    expect(ratio.halfWidth).toBeCloseTo(mean.halfWidth, 12);
  });

  it('has the variance of the textbook: sum of (y - R x)² / (n (n - 1) x̄²)', () => {
    const [y, x] = [
      [3, 5, 9, 2],
      [1, 2, 4, 1],
    ];
    const r = 19 / 8;
    const squares = y.reduce((total, value, i) => total + (value - r * x[i]) ** 2, 0);
    expect(estimateRatio(y, x, 0.9).standardError).toBeCloseTo(Math.sqrt(squares / (4 * 3 * 2 ** 2)), 14);
  });

  it.each([
    [[], []],
    [[1], [1]],
    [
      [1, 2],
      [0, 0],
    ],
    [
      [1, Number.NaN],
      [1, 1],
    ],
  ])('is infinitely unsure about %j / %j', (y, x) => {
    const { halfWidth, standardError } = estimateRatio(y, x, 0.95);
    expect([halfWidth, standardError]).toEqual([Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY]);
  });

  it('covers the true ratio as often as it says, over 2000 samples of 30', () => {
    const normal = createNormals('ratio');
    const samples = 2000;
    let covered = 0;
    for (let sample = 0; sample < samples; sample++) {
      const x = Array.from({ length: 30 }, () => 10 + normal());
      const y = x.map((value) => 3 * value + 2 * normal());
      const { mean, halfWidth } = estimateRatio(y, x, 0.9);
      if (Math.abs(mean - 3) <= halfWidth) covered++;
    }
    // The delta method itself is off by far less than the 0.027 allowed to chance: the denominators vary by 10 %.
    expect(Math.abs(covered / samples - 0.9)).toBeLessThan(fourErrors(0.9, samples));
  });
});

describe('estimatePairedRatioDifference', () => {
  const y = [3, 5, 9, 2];
  const x = [1, 2, 4, 1];

  it('gives exactly 0 ± 0 for identical arms', () => {
    const odd = [0.1, 0.7, 1 / 3, Math.PI];
    const estimate = estimatePairedRatioDifference(odd, x, [...odd], [...x], 0.95);
    expect([estimate.mean, estimate.halfWidth, estimate.standardError]).toEqual([0, 0, 0]);
  });

  it('has var A + var B - 2 cov, with the covariance of the influences', () => {
    const yB = [2, 6, 7, 3];
    const xB = [2, 2, 3, 1];
    const [a, b] = [computeRatioInfluence(y, x), computeRatioInfluence(yB, xB)];
    const variance =
      computeInfluenceCovariance(a, a) + computeInfluenceCovariance(b, b) - 2 * computeInfluenceCovariance(a, b);
    const estimate = estimatePairedRatioDifference(y, x, yB, xB, 0.95);
    expect(estimate.mean).toBeCloseTo(19 / 8 - 18 / 8, 14);
    expect(estimate.standardError).toBeCloseTo(Math.sqrt(variance), 13);
    expect(a.reduce((total, value) => total + value, 0)).toBeCloseTo(0, 13);
  });

  it('is infinitely unsure about one replication, and refuses unequal columns', () => {
    expect(estimatePairedRatioDifference([1], [1], [2], [1], 0.95).halfWidth).toBe(Number.POSITIVE_INFINITY);
    expect(() => estimatePairedRatioDifference(y, x, [1], [1], 0.95)).toThrow(RangeError);
    expect(() => estimateRatio(y, [1], 0.95)).toThrow(RangeError);
  });
});

import { describe, expect, it } from 'vitest';
import {
  chooseRho,
  computeSpending,
  confidenceSequenceHalfWidth,
  holm,
  spendingBoundaries,
} from '../../src/stats/sequential.ts';
import { createNormals, fourErrors } from './normals.ts';

const five = [0.2, 0.4, 0.6, 0.8, 1];

describe('spendingBoundaries', () => {
  // Published with the Lan-DeMets spending functions, five equal looks, two-sided 0.05: Reboussin, DeMets, Kim, Lan (2000).
  it.each([
    ['obrien-fleming', [4.877, 3.357, 2.68, 2.29, 2.031]],
    ['pocock', [2.438, 2.427, 2.41, 2.397, 2.386]],
  ] as const)('has the published boundaries of %s', (kind, published) => {
    const boundaries = spendingBoundaries(five, 0.05, kind);
    // Half a unit in the third decimal, and as much again for the rounding of the table's own integration.
    for (const [k, value] of published.entries()) expect(Math.abs(boundaries[k] - value)).toBeLessThan(1e-3);
  });

  it('is the ordinary test for a single look', () => {
    expect(spendingBoundaries([1], 0.05, 'obrien-fleming')[0]).toBeCloseTo(1.959963984540054, 10);
    expect(spendingBoundaries([1], 0.01, 'pocock')[0]).toBeCloseTo(2.5758293035489, 10);
  });

  it('spends what each look may: alpha is used up at 1', () => {
    for (const kind of ['obrien-fleming', 'pocock'] as const)
      expect(computeSpending(1, 0.025, kind)).toBeCloseTo(0.025, 14);
    expect(computeSpending(0.5, 0.025, 'pocock')).toBeCloseTo(0.025 * Math.log(1 + (Math.E - 1) / 2), 14);
  });

  it.each([
    ['obrien-fleming', [0.1, 0.15, 0.5, 0.9, 1]],
    ['pocock', [0.05, 0.5, 0.52, 1]],
  ] as const)('rejects a true hypothesis as often as it says, unequal looks, %s', (kind, looks) => {
    const boundaries = spendingBoundaries(looks, 0.1, kind);
    const normal = createNormals(kind);
    const trials = 40_000;
    let rejected = 0;
    for (let trial = 0; trial < trials; trial++) {
      let score = 0;
      const isRejected = looks.map((time, k) => {
        score += Math.sqrt(time - (looks[k - 1] ?? 0)) * normal();
        return Math.abs(score / Math.sqrt(time)) >= boundaries[k];
      });
      if (isRejected.includes(true)) rejected++;
    }
    expect(Math.abs(rejected / trials - 0.1)).toBeLessThan(fourErrors(0.1, trials));
  });

  it('spends almost nothing very early, and takes crowded looks', () => {
    const early = spendingBoundaries([0.001, 0.01, 0.0101, 1], 0.05, 'obrien-fleming');
    expect(early[0]).toBeGreaterThan(30);
    expect(early[3]).toBeCloseTo(1.96, 4);
  });

  it('encloses the constant boundary of Pocock (1977), which spends the same in all: 2.413 for 5 looks, 2.672 for 20', () => {
    for (const [count, constant] of [
      [5, 2.413],
      [20, 2.672],
    ]) {
      const looks = Array.from({ length: count }, (_, k) => (k + 1) / count);
      const boundaries = spendingBoundaries(looks, 0.05, 'pocock');
      expect(Math.min(...boundaries)).toBeLessThan(constant);
      expect(Math.max(...boundaries)).toBeGreaterThan(constant);
    }
  });

  it('refuses looks that do not ascend in (0, 1]', () => {
    for (const looks of [[0], [0.5, 0.5], [0.6, 0.4], [1.1], [Number.NaN]]) {
      expect(() => spendingBoundaries(looks, 0.05, 'pocock')).toThrow(RangeError);
    }
    expect(() => spendingBoundaries([1], 0, 'pocock')).toThrow(RangeError);
  });
});

describe('confidenceSequenceHalfWidth', () => {
  it('follows its formula: n = 100, variance 4, alpha = 0.05, rho = 0.3', () => {
    // n rho² + 1 = 10; √(4 · 2 · 10 / (100² · 0.09) · ln(√10 / 0.05)).
    expect(confidenceSequenceHalfWidth(100, 4, 0.05, 0.3)).toBeCloseTo(
      Math.sqrt((80 / 900) * Math.log(Math.sqrt(10) / 0.05)),
      13,
    );
  });

  it('is nearly tightest at the count its rho was chosen for', () => {
    const width = (factor: number) => confidenceSequenceHalfWidth(500, 1, 0.05, factor * chooseRho(500, 0.05));
    expect(width(1)).toBeLessThan(width(1.2));
    expect(width(1)).toBeLessThan(width(1 / 1.2));
  });

  it('covers the mean at all of 1000 looks at once, at least as often as it says', () => {
    const normal = createNormals('sequence');
    const runs = 2000;
    const rho = chooseRho(200, 0.1);
    let left = 0;
    for (let run = 0; run < runs; run++) {
      let sum = 0;
      for (let count = 1; count <= 1000; count++) {
        sum += normal();
        if (Math.abs(sum / count) > confidenceSequenceHalfWidth(count, 1, 0.1, rho)) {
          left++;
          break;
        }
      }
    }
    // Known variance and normal data: Ville's inequality holds exactly. A fixed interval would be left in over half of the runs.
    expect(left / runs).toBeLessThan(0.1 + fourErrors(0.1, runs));
    expect(left / runs).toBeGreaterThan(0.02);
  });

  it('is infinite when there is nothing to go by', () => {
    for (const [count, variance] of [
      [0, 1],
      [1, 1],
      [5, Number.NaN],
      [5, Number.POSITIVE_INFINITY],
    ]) {
      expect(confidenceSequenceHalfWidth(count, variance, 0.05, 1)).toBe(Number.POSITIVE_INFINITY);
    }
    expect(() => confidenceSequenceHalfWidth(5, 1, 0.05, 0)).toThrow(RangeError);
  });
});

describe('holm', () => {
  it('rejects step by step and stops at the first that passes', () => {
    expect(holm([0.01, 0.04, 0.03], 0.05)).toEqual([true, false, false]);
    expect(holm([0.01, 0.04, 0.025], 0.05)).toEqual([true, true, true]);
    // Step down is not step up: 0.02 > 0.05 / 3 stops at once although 0.04 < 0.05.
    expect(holm([0.02, 0.03, 0.04], 0.05)).toEqual([false, false, false]);
    expect(holm([Number.NaN, 0.01], 0.05)).toEqual([false, true]);
    expect(holm([], 0.05)).toEqual([]);
  });
});

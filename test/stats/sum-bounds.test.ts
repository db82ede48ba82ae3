/** Sums of many amounts against closed forms: binomial and trinomial laws, and each other. */
import { describe, expect, test } from 'vitest';
import { atMost } from '../../src/stats/binomial.ts';
import { buildLaw, type Law } from '../../src/stats/law.ts';
import { boundSum } from '../../src/stats/sum-bounds.ts';

const law = (...entries: [number, number][]): Law => buildLaw(entries);

describe('the binomial law summed from its largest term', () => {
  test.each([
    [3, 10, 0.5, 176 / 1024],
    [0, 1e9, 1e-9, Math.exp(1e9 * Math.log1p(-1e-9))],
    [9, 10, 0.9, 1 - 0.9 ** 10],
    [10, 10, 0.3, 1],
    [-1, 10, 0.3, 0],
  ])('at most %d of %d at %d', (k, n, p, exact) => {
    expect(atMost(k, n, p) / (exact || 1)).toBeCloseTo(exact === 0 ? 0 : 1, 12);
  });

  test('is symmetric where heads and tails are, also among thousands of millions', () => {
    const [n, half] = [4e9, 2e9];
    const middle = 1 / Math.sqrt(Math.PI * half);
    expect(atMost(half, n, 0.5)).toBeCloseTo(0.5 + middle / 2, 9);
    expect(atMost(half - 70_000, n, 0.5) + atMost(half + 69_999, n, 0.5)).toBeCloseTo(1, 9);
  });
});

describe('a sum of two amounts', () => {
  test('is that of a count, for a year of jobs: 15.8 million', () => {
    // The chance to be caught at most k times, and what is left of the income then.
    const [n, caught] = [15_778_800, 0.004];
    const sum = boundSum(law([1.5, 1 - caught], [-80, caught]), n);
    const { low, high } = sum.quantile(0.05);
    expect(low).toBe(high);
    const k = (1.5 * n - low) / 81.5;
    expect(k).toBeCloseTo(Math.round(k), 6);
    // At least 95 % are caught so often at most, and fewer than 95 % one time less.
    expect(atMost(Math.round(k), n, caught)).toBeGreaterThanOrEqual(0.95);
    expect(atMost(Math.round(k) - 1, n, caught)).toBeLessThan(0.95);
    const above = sum.chanceAbove(low);
    expect(above.low).toBeLessThanOrEqual(atMost(Math.round(k) - 1, n, caught));
    expect(above.high).toBeGreaterThanOrEqual(atMost(Math.round(k) - 1, n, caught));
    expect(above.high - above.low).toBeLessThan(1e-7);
  });
});

describe('a sum of three amounts', () => {
  const [up, often, rare] = [0.7, 0.29, 0.01];
  const amounts = law([1, up], [0.25 * Math.SQRT2, often], [-30, rare]);
  /** By hand: rare ones first, the second amount among the others. */
  const exactAbove = (n: number, line: number) => {
    let [sum, term] = [0, (1 - rare) ** n];
    for (let k = 0; k <= n; k++) {
      // Of the other n - k so many may be of the second amount.
      const room = (n - k - 30 * k - line) / (1 - 0.25 * Math.SQRT2);
      const most = Math.ceil(room) - 1;
      sum += term * (most < 0 ? 0 : atMost(Math.min(most, n - k), n - k, often / (1 - rare)));
      term *= ((n - k) / (k + 1)) * (rare / (1 - rare));
    }
    return sum;
  };

  test.each([10, 200, 3000, 40_000])('of %d jobs holds the trinomial law', (n) => {
    const sum = boundSum(amounts, n);
    const mean = n * (up + 0.25 * Math.SQRT2 * often - 30 * rare);
    for (const deviations of [-1.5, -0.3, 0, 0.8]) {
      const line = mean + deviations * 3 * Math.sqrt(n);
      const exact = exactAbove(n, line);
      const { low, high } = sum.chanceAbove(line);
      expect(low).toBeLessThanOrEqual(exact + 1e-11);
      expect(high).toBeGreaterThanOrEqual(exact - 1e-11);
      expect(high - low).toBeLessThan(0.02);
    }
    for (const level of [0.05, 0.5, 0.95]) {
      const { low, high } = sum.quantile(level);
      // Above the quantile lie at most 1 - level, and just below it more.
      expect(exactAbove(n, high)).toBeLessThanOrEqual(1 - level + 1e-9);
      expect(exactAbove(n, low - 1e-6)).toBeGreaterThanOrEqual(1 - level - 1e-9);
      expect(high - low).toBeLessThan(0.02 * 3 * Math.sqrt(n));
    }
  });

  test.each([1e6, 15_778_800, 1e9])('of which one hardly ever comes is that of the other two, over %d jobs', (n) => {
    // The grid and the normal law against the count that knows.
    const count = boundSum(law([1.2, 0.99], [-40, 0.01]), n);
    const sum = boundSum(law([1.2, 0.99], [-40, 0.01 - 1e-16], [-41, 1e-16]), n);
    for (const level of [0.01, 0.5, 0.9]) {
      const [exact, bounds] = [count.quantile(level), sum.quantile(level)];
      expect(bounds.low).toBeLessThanOrEqual(exact.low);
      expect(bounds.high).toBeGreaterThanOrEqual(exact.high);
      // Four standard deviations of one job are 16.4; within a thirtieth of that of the sum.
      expect(bounds.high - bounds.low).toBeLessThan(0.05 * 4.1 * Math.sqrt(n));
      const [above, exactly] = [sum.chanceAbove(exact.low), count.chanceAbove(exact.low)];
      expect(above.low).toBeLessThanOrEqual(exactly.high + 1e-7);
      expect(above.high).toBeGreaterThanOrEqual(exactly.low - 1e-7);
    }
  });
});

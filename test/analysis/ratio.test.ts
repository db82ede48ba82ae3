import { describe, expect, it } from 'vitest';
import { fitRatio } from '../../src/analysis/sample/ratio.ts';

const column = (...values: number[]) => Float64Array.from(values);

describe('a ratio from replications', () => {
  it('without controls is that of the sums', () => {
    const { ratio, degrees, kept } = fitRatio(column(1, 9), column(1, 3), []);
    expect(ratio).toBeCloseTo(2.5, 12);
    expect([degrees, kept]).toEqual([1, 0]);
  });

  it('with equal denominators has the standard error of a mean', () => {
    // 1, 2, 3, 6: mean 3, variance 14 / 3.
    const { ratio, standardError } = fitRatio(column(2, 4, 6, 12), column(2, 2, 2, 2), []);
    expect(ratio).toBeCloseTo(3, 12);
    expect(standardError).toBeCloseTo(Math.sqrt(14 / 3 / 4), 12);
  });

  it('is exact where denominators and controls explain everything, however unequal the replications', () => {
    const jobs = column(5, 9, 14, 7, 30);
    const control = column(-2, 1, 4, -1, 3);
    const { ratio, standardError } = fitRatio(
      jobs.map((count, i) => 0.7 * count - 11 * control[i]!),
      jobs,
      [control],
    );
    expect(ratio).toBeCloseTo(0.7, 12);
    expect(standardError).toBeLessThan(1e-12);
  });

  it('always leaves a degree of freedom, and drops what is constant or collinear', () => {
    const controls = [column(1, -1, 2), column(2, 1, -1), column(0, 1, 3)];
    expect(fitRatio(column(1, 2, 4), column(1, 1, 1), controls)).toMatchObject({ kept: 1, degrees: 1 });
    const [first] = controls;
    const twice = [first!, first!.map((value) => 2 * value), column(0, 0, 0)];
    expect(fitRatio(column(1, 2, 4), column(1, 1, 1), [...twice]).kept).toBe(1);
    expect(fitRatio(column(3), column(2), []).standardError).toBe(Number.POSITIVE_INFINITY);
  });

  it('has influences that sum to zero', () => {
    const { influence } = fitRatio(column(1, 5, 4, 9), column(2, 3, 4, 5), [column(1, -1, 2, 0)]);
    expect(influence.reduce((sum, value) => sum + value, 0)).toBeCloseTo(0, 12);
  });
});

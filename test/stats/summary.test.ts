import { describe, expect, it } from 'vitest';
import { PairSummary, Summary } from '../../src/stats/summary.ts';

// Mean 5, variance 32/7; the second column is 2 x + 1 with two values swapped.
const first = [2, 4, 4, 4, 5, 5, 7, 9];
const second = [5, 9, 9, 9, 11, 11, 19, 15];

describe('Summary', () => {
  it('has mean, variance and range', () => {
    const { count, mean, variance, min, max } = Summary.of(first);
    expect([count, mean, min, max]).toEqual([8, 5, 2, 9]);
    expect(variance).toBeCloseTo(32 / 7, 14);
  });

  it('keeps its digits far from zero, where a sum of squares loses all of them', () => {
    expect(Summary.of(first.map((value) => value + 1e9)).variance).toBeCloseTo(32 / 7, 6);
  });

  it.each([0, 1, 3, 8])('merges as if all had been added to one, split at %d', (split) => {
    const merged = Summary.of(first.slice(0, split));
    merged.merge(Summary.of(first.slice(split)));
    expect([merged.count, merged.min, merged.max]).toEqual([8, 2, 9]);
    expect(merged.mean).toBeCloseTo(5, 14);
    expect(merged.variance).toBeCloseTo(32 / 7, 13);
  });

  it('has no variance below two values', () => {
    expect([new Summary().variance, Summary.of([1]).variance]).toEqual([Number.NaN, Number.NaN]);
  });
});

describe('PairSummary', () => {
  const direct = first.reduce((total, x, i) => total + (x - 5) * (second[i] - 11), 0) / 7;

  it.each([0, 1, 3, 8])('has the covariance of its definition, also when merged from a split at %d', (split) => {
    const parts = [new PairSummary(), new PairSummary()];
    for (const [i, x] of first.entries()) parts[i < split ? 0 : 1].add(x, second[i]);
    parts[0].merge(parts[1]);
    expect(parts[0].count).toBe(8);
    expect(parts[0].covariance).toBeCloseTo(direct, 13);
  });

  it('has correlation -1 for a falling line', () => {
    const pairs = new PairSummary();
    for (const x of first) pairs.add(x, 3 - 2 * x);
    expect(pairs.correlation).toBeCloseTo(-1, 14);
  });
});

import { describe, expect, it } from 'vitest';
import { createStream } from '../../src/kernel/stream.ts';
import { LatencyCounts, QUANTILE_RESOLUTION } from '../../src/market/work/latency-counts.ts';

function count(values: readonly number[]): LatencyCounts {
  const counts = new LatencyCounts();
  counts.reset();
  for (const value of values) if (counts.add(value)) counts.begin();
  return counts;
}

describe('quantiles from counts in bins', () => {
  const stream = createStream('latency', 0, 'test');
  const values = Array.from({ length: 40_000 }, () => -Math.log(1 - stream.next()) * 3e-3);

  it.each([0.5, 0.95, 0.99])('are those of the sorted values, jackknifed, to the stated resolution: %f', (level) => {
    const counts = count(values);
    const at = (list: readonly number[]) => {
      const sorted = [...list].sort((a, b) => a - b);
      return sorted[Math.ceil(level * sorted.length) - 1]!;
    };
    for (const from of [0, 5]) {
      const cut = from * counts.jobsPerSegment;
      const middle = ((from + counts.segments) >> 1) * counts.jobsPerSegment;
      const [all, first, second] = [values.slice(cut), values.slice(cut, middle), values.slice(middle)];
      const expected =
        2 * at(all) - (first.length * at(first) + second.length * at(second)) / (first.length + second.length);
      expect(Math.abs(counts.quantile(level, from) / expected - 1)).toBeLessThan(QUANTILE_RESOLUTION);
    }
  });

  it('are free of the bias that a plain quantile has', () => {
    // Of 2500 exponential times the 99 % quantile is 4.605; a plain one is 0.02 off on average, half a standard error
    // of one run and eight of the mean of 300.
    const runs = Array.from({ length: 300 }, () =>
      count(Array.from({ length: 2500 }, () => -Math.log(1 - stream.next()))).quantile(0.99, 0),
    );
    const mean = runs.reduce((sum, value) => sum + value, 0) / runs.length;
    const deviation = Math.sqrt(runs.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (runs.length - 1));
    expect(Math.abs(mean - Math.log(100))).toBeLessThan((4 * deviation) / Math.sqrt(runs.length));
  });

  it('of times that are all alike are that time', () => {
    expect(Math.abs(count(Array(3000).fill(86_400)).quantile(0.99, 0) / 86_400 - 1)).toBeLessThan(QUANTILE_RESOLUTION);
  });

  it('are not known where few jobs tell, or where a time lies beyond the range', () => {
    expect(count(values.slice(0, 1500)).quantile(0.99, 0)).toBe(Number.POSITIVE_INFINITY);
    expect(count(Array(3000).fill(1e12)).quantile(0.5, 0)).toBe(Number.POSITIVE_INFINITY);
    expect(count([]).quantile(0.5, 0)).toBe(Number.POSITIVE_INFINITY);
  });

  it('forget what was counted before', () => {
    const counts = count(values);
    counts.reset();
    for (const value of values.slice(0, 3000)) if (counts.add(value)) counts.begin();
    expect(counts.quantile(0.95, 0)).toBe(count(values.slice(0, 3000)).quantile(0.95, 0));
  });
});

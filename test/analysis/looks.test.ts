import { describe, expect, it } from 'vitest';
import { Looks } from '../../src/analysis/sample/looks.ts';
import { createStream } from '../../src/kernel/stream.ts';
import { normalQuantile, studentQuantile } from '../../src/stats/interval.ts';

describe('the schedule of looks', () => {
  it('doubles from the fewest to the most', () => {
    expect(new Looks(16, 100, 0.95).replications).toEqual([16, 32, 64, 100]);
    expect(new Looks(8, 8, 0.95).replications).toEqual([8]);
  });

  it('one look spends all of the error', () => {
    expect(new Looks(10, 10, 0.95).tail(10)).toBeCloseTo(0.025, 15);
    expect(new Looks(10, 10, 0.95).tail(10, 5)).toBeCloseTo(0.005, 15);
    expect(new Looks(10, 10, 0.9).halfWidth(10, 2, 9)).toBeCloseTo(2 * studentQuantile(0.95, 9), 12);
  });

  it('several looks are each stricter than one, and several comparisons stricter than one', () => {
    const looks = new Looks(16, 256, 0.95);
    for (const n of looks.replications) {
      expect(looks.tail(n)).toBeLessThan(0.025);
      expect(looks.tail(n, 4)).toBeLessThan(looks.tail(n));
    }
  });

  it('between two looks the later one holds', () => {
    const looks = new Looks(16, 64, 0.95);
    expect(looks.tail(20)).toBe(looks.tail(32));
    expect(looks.tail(100)).toBe(looks.tail(64));
  });

  it('no noise is no width; too few degrees know nothing', () => {
    const looks = new Looks(4, 8, 0.95);
    expect(looks.halfWidth(4, 0, 3)).toBe(0);
    expect(looks.halfWidth(4, 1, 0)).toBe(Number.POSITIVE_INFINITY);
    expect(looks.halfWidth(4, Number.POSITIVE_INFINITY, 3)).toBe(Number.POSITIVE_INFINITY);
  });

  it('all looks together miss a true mean of normal data at most as often as stated', () => {
    const looks = new Looks(16, 256, 0.95);
    const stream = createStream('looks', 0, 'normal');
    const studies = 2000;
    let missed = 0;
    for (let study = 0; study < studies; study++) {
      let [sum, squares, n, isMissed] = [0, 0, 0, false];
      for (const target of looks.replications) {
        for (; n < target; n++) {
          const value = normalQuantile(stream.next());
          sum += value;
          squares += value * value;
        }
        const mean = sum / n;
        const error = Math.sqrt((squares / n - mean * mean) / (n - 1));
        isMissed ||= Math.abs(mean) > looks.halfWidth(n, error, n - 1);
      }
      if (isMissed) missed++;
    }
    // 5 % of 2000, four standard errors of 9.7 on either side.
    expect(missed).toBeGreaterThan(100 - 39);
    expect(missed).toBeLessThan(100 + 39);
  });
});

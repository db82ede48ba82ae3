import { describe, expect, it } from 'vitest';
import {
  estimateMean,
  normalCdf,
  normalQuantile,
  studentCdf,
  studentQuantile,
  wilsonInterval,
} from '../../src/stats/interval.ts';
import { Summary } from '../../src/stats/summary.ts';

describe('normal distribution', () => {
  // Abramowitz and Stegun (1964), table 26.1 (15 decimals) and table 26.2 (tails).
  it.each([
    [0.5, 0.691462461274013],
    [1, 0.841344746068543],
    [1.96, 0.97500210485178],
    [2, 0.977249868051821],
    [3, 0.99865010196837],
  ])('has the tabulated probability at %d', (x, probability) => {
    expect(Math.abs(normalCdf(x) - probability)).toBeLessThan(2e-15);
    expect(Math.abs(normalCdf(-x) - (1 - probability))).toBeLessThan(2e-15);
  });

  it.each([
    [-5, 2.866515718791939e-7],
    [-10, 7.61985302416053e-24],
    [-20, 2.753624118606234e-89],
  ])('keeps its digits in the tail at %d', (x, probability) => {
    expect(Math.abs(normalCdf(x) / probability - 1)).toBeLessThan(1e-12);
  });

  // Abramowitz and Stegun (1964), table 26.5; the last from Wichura (1988), algorithm AS 241.
  it.each([
    [0.5, 0],
    [0.75, 0.6744897501960817],
    [0.975, 1.959963984540054],
    [0.995, 2.5758293035489],
    [0.9995, 3.290526731491894],
    [1e-20, -9.262340089798409],
  ])('has the tabulated quantile of %d', (p, x) => {
    expect(Math.abs(normalQuantile(p) - x)).toBeLessThan(1e-11);
  });

  it('goes to the ends and refuses what is no probability', () => {
    expect([normalQuantile(0), normalQuantile(1)]).toEqual([Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]);
    expect([normalCdf(Number.NEGATIVE_INFINITY), normalCdf(Number.POSITIVE_INFINITY)]).toEqual([0, 1]);
    for (const p of [-0.1, 1.1, Number.NaN]) expect(() => normalQuantile(p)).toThrow(RangeError);
  });
});

describe('Student distribution', () => {
  // Closed forms: 1 degree is Cauchy, tan(pi (p - 1/2)); 2 degrees, (2p - 1) sqrt(2 / (4 p (1 - p))); 4 degrees, Shaw (2006).
  const cauchy = (p: number) => Math.tan(Math.PI * (p - 0.5));
  const two = (p: number) => (2 * p - 1) * Math.sqrt(2 / (4 * p * (1 - p)));
  const four = (p: number) => {
    const root = Math.sqrt(4 * p * (1 - p));
    return Math.sign(p - 0.5) * 2 * Math.sqrt(Math.cos(Math.acos(root) / 3) / root - 1);
  };
  it.each([1e-6, 0.001, 0.2, 0.45, 0.6, 0.975, 0.9995])('has the closed quantiles of 1, 2 and 4 degrees at %d', (p) => {
    for (const [degrees, closed] of [
      [1, cauchy],
      [2, two],
      [4, four],
    ] as const) {
      expect(Math.abs(studentQuantile(p, degrees) / closed(p) - 1)).toBeLessThan(1e-10);
      expect(Math.abs(studentCdf(closed(p), degrees) - p)).toBeLessThan(1e-11);
    }
  });

  // Abramowitz and Stegun (1964), table 26.10, three decimals.
  it.each([
    [3, 3.182, 12.924],
    [5, 2.571, 6.869],
    [10, 2.228, 4.587],
    [30, 2.042, 3.646],
    [60, 2, 3.46],
    [120, 1.98, 3.373],
  ])('has the tabulated two-sided points of %d degrees: %d at 5 in 100, %d at 1 in 1000', (degrees, five, tenth) => {
    expect(studentQuantile(0.975, degrees)).toBeCloseTo(five, 3);
    expect(studentQuantile(0.9995, degrees)).toBeCloseTo(tenth, 3);
  });

  it.each([0.3, 1.5, 7, 33.3, 1000, 999_999, 1_000_001, 1e9])(
    'inverts itself and is symmetric, %d degrees',
    (degrees) => {
      for (const p of [0.001, 0.1, 0.4, 0.5, 0.9, 0.999]) {
        const x = studentQuantile(p, degrees);
        expect(Math.abs(studentCdf(x, degrees) - p)).toBeLessThan(1e-11);
        expect(Math.abs(studentQuantile(1 - p, degrees) + x)).toBeLessThanOrEqual(1e-11 * Math.abs(x));
      }
    },
  );

  it('does not jump where the expansion for many degrees begins, and ends at the normal', () => {
    expect(studentQuantile(0.975, 1_000_000.5)).toBeCloseTo(studentQuantile(0.975, 999_999.5), 11);
    expect(studentQuantile(0.975, Number.POSITIVE_INFINITY)).toBe(normalQuantile(0.975));
    expect(() => studentQuantile(0.5, 0)).toThrow(RangeError);
  });
});

describe('estimateMean', () => {
  it('gives the interval of a textbook sample: 1, 2, 3 has 2 ± 4.3027 / √3', () => {
    const { mean, halfWidth, standardError, count, degrees } = estimateMean(Summary.of([1, 2, 3]), 0.95);
    expect([mean, count, degrees]).toEqual([2, 3, 2]);
    expect(standardError).toBeCloseTo(1 / Math.sqrt(3), 14);
    expect(halfWidth).toBeCloseTo(4.302652729749464 / Math.sqrt(3), 10);
  });

  it.each([[[]], [[1]], [[1, Number.NaN]], [[1, Number.POSITIVE_INFINITY]]])(
    'is infinitely unsure about %j',
    (values) => {
      const { halfWidth, standardError } = estimateMean(Summary.of(values), 0.95);
      expect([halfWidth, standardError]).toEqual([Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY]);
    },
  );

  it('refuses a confidence that is none', () => {
    for (const confidence of [0, 1, 95]) expect(() => estimateMean(Summary.of([1, 2]), confidence)).toThrow(RangeError);
  });
});

describe('wilsonInterval', () => {
  // Newcombe (1998), Statistics in Medicine 17, 857-872, table I, method 3.
  it.each([
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ])("gives Newcombe's interval for %d of %d", (successes, trials, low, high) => {
    const interval = wilsonInterval(successes, trials, 0.95);
    expect(interval.low).toBeCloseTo(low, 4);
    expect(interval.high).toBeCloseTo(high, 4);
  });

  it('says nothing without trials and refuses impossible counts', () => {
    expect(wilsonInterval(0, 0, 0.95)).toEqual({ low: 0, high: 1 });
    expect(wilsonInterval(4, 4, 0.95).high).toBe(1);
    expect(() => wilsonInterval(3, 2, 0.95)).toThrow(RangeError);
  });
});

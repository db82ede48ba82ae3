import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { createDistribution, type DistributionSpec } from '../../../src/kernel/distributions/create.ts';
import * as registry from '../../../src/kernel/distributions/index.ts';
import {
  fillStandardExponentials,
  sampleStandardExponential,
} from '../../../src/kernel/distributions/standard-exponential.ts';
import { createStream } from '../../../src/kernel/stream.ts';

const N = 200_000;

const cases: DistributionSpec[] = [
  { kind: 'deterministic', value: 3.25 },
  { kind: 'uniform', low: -2, high: 5 },
  { kind: 'exponential', mean: 0.3 },
  { kind: 'gamma', shape: 4.5, scale: 2 },
  { kind: 'gamma', shape: 0.4, scale: 3 },
  { kind: 'log-normal', median: 2, sigma: 0.5 },
  { kind: 'weibull', shape: 0.8, scale: 2 },
  { kind: 'weibull', shape: 3, scale: 2 },
  { kind: 'empirical', values: [1, 10, 100], weights: [5, 0, 1] },
  { kind: 'empirical', values: [1, 2, 4, 8] },
  { kind: 'binomial', count: 12, probability: 0.3 },
  { kind: 'binomial', count: 1_000_000, probability: 0.999 },
  { kind: 'geometric', probability: 0.15 },
  { kind: 'hypergeometric', population: 50, marked: 20, drawn: 35 },
  { kind: 'hypergeometric', population: 1_000_000, marked: 400_000, drawn: 1000 },
];

describe.each(cases)('%o', (spec) => {
  const distribution = createDistribution(spec);
  const uniforms = createStream('distributions', 1, JSON.stringify(spec));
  const values = Float64Array.from({ length: N }, () => distribution.sample(uniforms));

  it('has no value below the lower end of its support', () => {
    expect(values.every((value) => value >= distribution.least)).toBe(true);
  });

  it('has its mean and variance, within 4 standard errors', () => {
    const moment = (power: number) => values.reduce((sum, value) => sum + (value - distribution.mean) ** power, 0) / N;
    const [first, second, fourth] = [moment(1), moment(2), moment(4)];
    expect(Math.abs(first)).toBeLessThanOrEqual(4 * Math.sqrt(second / N));
    expect(Math.abs(second - distribution.variance)).toBeLessThanOrEqual(4 * Math.sqrt((fourth - second ** 2) / N));
  });

  it('gives the same values for the same stream', () => {
    const again = createStream('distributions', 1, JSON.stringify(spec));
    for (let i = 0; i < 100; i++) expect(distribution.sample(again)).toBe(values[i]);
  });
});

describe('probabilities of discrete laws (chi-square, within 4 standard deviations of its mean)', () => {
  const choose = (n: number, k: number): number => (k === 0 ? 1 : (choose(n - 1, k - 1) * n) / k);

  it.each([
    [
      'binomial',
      { kind: 'binomial', count: 6, probability: 0.3 },
      (k: number) => choose(6, k) * 0.3 ** k * 0.7 ** (6 - k),
      0,
      6,
    ],
    ['geometric', { kind: 'geometric', probability: 0.4 }, (k: number) => 0.4 * 0.6 ** (k - 1), 1, 12],
    [
      'hypergeometric',
      { kind: 'hypergeometric', population: 20, marked: 8, drawn: 5 },
      (k: number) => (choose(8, k) * choose(12, 5 - k)) / choose(20, 5),
      0,
      5,
    ],
  ] as [string, DistributionSpec, (k: number) => number, number, number][])(
    '%s',
    (name, spec, probability, low, high) => {
      const distribution = createDistribution(spec);
      const uniforms = createStream('chi-square', 0, name);
      const counts = new Map<number, number>();
      for (let i = 0; i < N; i++) {
        const k = Math.min(high + 1, distribution.sample(uniforms));
        counts.set(k, (counts.get(k) ?? 0) + 1);
      }
      let statistic = 0;
      let covered = 0;
      const cells: [number, number][] = [];
      for (let k = low; k <= high; k++) {
        covered += probability(k);
        cells.push([k, probability(k)]);
      }
      if (covered < 1 - 1e-9) cells.push([high + 1, 1 - covered]);
      for (const [k, p] of cells) statistic += ((counts.get(k) ?? 0) - N * p) ** 2 / (N * p);
      const degrees = cells.length - 1;
      expect(Math.abs(statistic - degrees)).toBeLessThan(4 * Math.sqrt(2 * degrees));
      expect([...counts.keys()].every((k) => cells.some(([cell]) => cell === k))).toBe(true);
    },
  );
});

it('fills a column with the exponential values that would be drawn one by one', () => {
  const column = new Float64Array(20_000);
  fillStandardExponentials(createStream('exponential', 0, 'column'), column);
  const stream = createStream('exponential', 0, 'column');
  const mismatches = column.filter((value) => value !== sampleStandardExponential(stream));
  expect(mismatches).toHaveLength(0);
});

describe('edges', () => {
  const sampleAt = (spec: DistributionSpec, u: number) => createDistribution(spec).sample({ next: () => u });
  const largest = 1 - 2 ** -53;

  it.each([
    [{ kind: 'binomial', count: 5, probability: 0 }, 0, 0],
    [{ kind: 'binomial', count: 5, probability: 1 }, 5, 5],
    [{ kind: 'binomial', count: 0, probability: 0.5 }, 0, 0],
    [{ kind: 'binomial', count: 2, probability: 0.5 }, 0, 2],
    [{ kind: 'geometric', probability: 1 }, 1, 1],
    [{ kind: 'hypergeometric', population: 5, marked: 5, drawn: 3 }, 3, 3],
    [{ kind: 'hypergeometric', population: 5, marked: 4, drawn: 3 }, 2, 3],
    [{ kind: 'hypergeometric', population: 1, marked: 0, drawn: 1 }, 0, 0],
    [{ kind: 'empirical', values: [1, 2, 3], weights: [0, 1, 0] }, 2, 2],
    [{ kind: 'uniform', low: 2, high: 2 }, 2, 2],
  ] as [DistributionSpec, number, number][])('%o reaches from %d to %d', (spec, low, high) => {
    expect([sampleAt(spec, 0), sampleAt(spec, largest)]).toEqual([low, high]);
  });

  it('knows Gamma function values: Weibull of shape 1/2 has mean 2 and variance 20', () => {
    const { mean, variance } = createDistribution({ kind: 'weibull', shape: 0.5, scale: 1 });
    expect(mean).toBeCloseTo(2, 12);
    expect(variance).toBeCloseTo(20, 10);
  });

  it.each([
    { kind: 'exponential', mean: 0 },
    { kind: 'exponential', mean: Number.NaN },
    { kind: 'exponential', mean: Number.POSITIVE_INFINITY },
    { kind: 'exponential', mean: 1, rate: 1 },
    { kind: 'uniform', low: 2, high: 1 },
    { kind: 'empirical', values: [] },
    { kind: 'empirical', values: [1, 2], weights: [1] },
    { kind: 'empirical', values: [1, 2], weights: [0, 0] },
    { kind: 'binomial', count: 1.5, probability: 0.5 },
    { kind: 'binomial', count: 2, probability: 1.1 },
    { kind: 'geometric', probability: 0 },
    { kind: 'hypergeometric', population: 3, marked: 4, drawn: 1 },
    { kind: 'hypergeometric', population: 3, marked: 1, drawn: 4 },
    { kind: 'expnential', mean: 1 },
  ])('refuses %o', (spec) => {
    expect(() => createDistribution(spec as unknown as DistributionSpec)).toThrow(RangeError);
  });
});

describe('registry', () => {
  it('has unique kinds, a title, and a description with a unit for each parameter', () => {
    const definitions = Object.values(registry);
    expect(new Set(definitions.map(({ kind }) => kind)).size).toBe(definitions.length);
    for (const { title, params } of definitions) {
      expect(title).not.toBe('');
      for (const field of Object.values(params.shape)) {
        const { unit, description } = (field as z.ZodType).meta() ?? {};
        expect(unit ?? description).toMatch(/^(1|count|.+ \[unit of the value\]\.)$/);
      }
    }
  });
});

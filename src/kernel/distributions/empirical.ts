import { z } from 'zod';
import { square } from '../mathematics/index.ts';
import type { Uniforms } from '../stream.ts';
import { defineDistribution } from './define.ts';
import { buildDiscreteTable } from './discrete-table.ts';

/** Measured values, drawn with replacement. */
export const empirical = defineDistribution({
  kind: 'empirical',
  title: 'Empirical',
  params: z
    .strictObject({
      values: z.array(z.number()).min(1).describe('The values [unit of the value].'),
      weights: z
        .array(z.number().min(0))
        .optional()
        .meta({ description: 'Relative frequency of each value; all alike if left out.', unit: '1' }),
    })
    .refine(({ values, weights }) => weights === undefined || weights.length === values.length, {
      path: ['weights'],
      message: 'there must be one weight per value',
    })
    .refine(({ weights }) => weights === undefined || isPositiveFinite(sum(weights)), {
      path: ['weights'],
      message: 'the weights must have a positive, finite sum',
    }),
  create: ({ values, weights = values.map(() => 1) }) => {
    const total = sum(weights);
    const mean = sum(values.map((value, i) => value * (weights[i] / total)));
    const variance = sum(values.map((value, i) => square(value - mean) * (weights[i] / total)));
    const table = buildDiscreteTable(weights);
    const least = Math.min(...values.filter((_, i) => weights[i] > 0));
    const plain = { mean, variance, least, sample: (uniforms: Uniforms) => values[table.draw(uniforms)] };
    if (!(mean > 0) || least < 0) return plain;
    const biased = buildDiscreteTable(values.map((value, i) => value * weights[i]));
    return { ...plain, sampleLengthBiased: (uniforms) => values[biased.draw(uniforms)] };
  },
});

function sum(terms: readonly number[]): number {
  return terms.reduce((total, term) => total + term, 0);
}

function isPositiveFinite(value: number): boolean {
  return value > 0 && value < Number.POSITIVE_INFINITY;
}

import { z } from 'zod';
import { exp, expm1 } from '../mathematics/index.ts';
import { defineDistribution } from './define.ts';
import { drawStandardNormal } from './standard-normal.ts';

/** Product of many small factors; the usual shape of service times with a long tail. */
export const logNormal = defineDistribution({
  kind: 'log-normal',
  title: 'Log-normal',
  params: z.strictObject({
    median: z.number().positive().describe('Median [unit of the value].'),
    sigma: z.number().min(0).max(10).meta({ description: 'Standard deviation of the logarithm.', unit: '1' }),
  }),
  create: ({ median, sigma }) => ({
    least: 0,
    mean: median * exp((sigma * sigma) / 2),
    variance: median * median * exp(sigma * sigma) * expm1(sigma * sigma),
    sample: (uniforms) => median * exp(sigma * drawStandardNormal(uniforms)),
    sampleLengthBiased: (uniforms) => median * exp(sigma * (drawStandardNormal(uniforms) + sigma)),
  }),
});

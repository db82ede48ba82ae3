import { z } from 'zod';
import { square } from '../mathematics/index.ts';
import { defineDistribution } from './define.ts';

/** Every value of an interval alike. */
export const uniform = defineDistribution({
  kind: 'uniform',
  title: 'Uniform',
  params: z
    .strictObject({
      low: z.number().describe('Smallest value [unit of the value].'),
      high: z.number().describe('Upper bound, not below low [unit of the value].'),
    })
    .refine(({ low, high }) => low <= high, { path: ['high'], message: 'high must not lie below low' }),
  create: ({ low, high }) => ({
    mean: low / 2 + high / 2,
    least: low,
    variance: square(high - low) / 12,
    sample: (uniforms) => low + (high - low) * uniforms.next(),
    sampleLengthBiased: (uniforms) => Math.sqrt(low * low + (high * high - low * low) * uniforms.next()),
  }),
});

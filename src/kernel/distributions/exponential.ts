import { z } from 'zod';
import { defineDistribution } from './define.ts';
import { sampleStandardExponential } from './standard-exponential.ts';

/** Time to the next event of a Poisson process. */
export const exponential = defineDistribution({
  kind: 'exponential',
  title: 'Exponential',
  params: z.strictObject({
    mean: z.number().positive().describe('Mean [unit of the value].'),
  }),
  create: ({ mean }) => ({
    mean,
    least: 0,
    isMemoryless: true,
    variance: mean * mean,
    sample: (uniforms) => mean * sampleStandardExponential(uniforms),
    sampleLengthBiased: (uniforms) =>
      mean * (sampleStandardExponential(uniforms) + sampleStandardExponential(uniforms)),
  }),
});

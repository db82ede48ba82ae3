import { z } from 'zod';
import { defineDistribution } from './define.ts';

/** Time to the next event of a Poisson process, by inversion: one uniform per value. */
export const exponential = defineDistribution({
  kind: 'exponential',
  title: 'Exponential',
  params: z.strictObject({
    mean: z.number().positive().describe('Mean [unit of the value].'),
  }),
  create: ({ mean }) => ({
    mean,
    variance: mean * mean,
    sample: (uniforms) => -mean * Math.log1p(-uniforms.next()),
  }),
});

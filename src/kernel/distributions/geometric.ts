import { z } from 'zod';
import { defineDistribution } from './define.ts';

/** Number of the trial that first succeeds: 1, 2, 3, … By inversion: one uniform per value. */
export const geometric = defineDistribution({
  kind: 'geometric',
  title: 'Geometric',
  params: z.strictObject({
    probability: z.number().min(1e-12).max(1).describe('Probability of success in each trial [1].'),
  }),
  create: ({ probability }) => {
    const logFailure = Math.log1p(-probability);
    return {
      mean: 1 / probability,
      variance: (1 - probability) / probability ** 2,
      sample: (uniforms) => 1 + Math.floor(Math.log1p(-uniforms.next()) / logFailure),
    };
  },
});

import { z } from 'zod';
import { log1p, square } from '../mathematics/index.ts';
import { defineDistribution } from './define.ts';

/** Number of the trial that first succeeds: 1, 2, 3, … By inversion: one uniform per value. */
export const geometric = defineDistribution({
  kind: 'geometric',
  title: 'Geometric',
  params: z.strictObject({
    probability: z.number().min(1e-12).max(1).meta({ description: 'Probability of success in each trial.', unit: '1' }),
  }),
  create: ({ probability }) => {
    const logFailure = log1p(-probability);
    return {
      mean: 1 / probability,
      least: 1,
      variance: (1 - probability) / square(probability),
      sample: (uniforms) => 1 + Math.floor(log1p(-uniforms.next()) / logFailure),
    };
  },
});

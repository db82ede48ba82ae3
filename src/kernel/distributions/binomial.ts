import { z } from 'zod';
import { defineDistribution } from './define.ts';
import { buildUnimodalTable } from './discrete-table.ts';

/** Successes in independent trials, from a table: one uniform per value. */
export const binomial = defineDistribution({
  kind: 'binomial',
  title: 'Binomial',
  params: z.strictObject({
    count: z.int().min(0).max(1e9).meta({ description: 'Number of trials.', unit: 'count' }),
    probability: z.number().min(0).max(1).meta({ description: 'Probability of success in each trial.', unit: '1' }),
  }),
  create: ({ count, probability }) => {
    const mode = Math.min(count, Math.floor((count + 1) * probability));
    const odds = probability / (1 - probability);
    const table = buildUnimodalTable(0, mode, count, (k) => ((count - k) / (k + 1)) * odds);
    return {
      mean: count * probability,
      least: 0,
      variance: count * probability * (1 - probability),
      sample: (uniforms) => table.draw(uniforms),
    };
  },
});

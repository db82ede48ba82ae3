import { z } from 'zod';
import { defineStrategy } from './define.ts';

/** Asserts a false result at a random share of its jobs and is honest at the others. */
export const cheatSometimes = defineStrategy({
  kind: 'cheat-sometimes',
  title: 'Cheat sometimes',
  roles: ['asserter'],
  source: 'randomised substitution, Cai et al. (2025), arXiv 2504.04715',
  params: z.strictObject({
    probability: z.number().min(0).max(1).meta({ description: 'Chance to cheat at a job.', unit: '1', isChance: true }),
    cost: z.number().min(0).default(0).meta({
      description: 'Cost of the substitute when cheating (c0).',
      unit: 'credits',
      axisUnit: 'per job',
    }),
  }),
  move: ({ probability, cost }, role) => ({ role, cost, output: 'wrong', backs: 'none', probability }),
});

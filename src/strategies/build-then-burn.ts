import { z } from 'zod';
import { honestMove } from '../market/strategy.ts';
import { defineStrategy } from './define.ts';

/** Builds up a record of clean jobs, then cheats at every job until it is caught, and starts again. */
export const buildThenBurn = defineStrategy({
  kind: 'build-then-burn',
  title: 'Build, then burn',
  roles: ['asserter'],
  source:
    'nodes that oscillate between building and milking a reputation, Srivatsa, Xiong, Liu (2005), TrustGuard, WWW',
  params: z.strictObject({
    cleanJobs: z.int().min(1).meta({
      description: 'Jobs in a row, settled without a refusal or a slash, after which it cheats (N).',
      unit: 'count',
    }),
    cost: z.number().min(0).default(0).meta({
      description: 'Cost of the substitute when cheating (c0).',
      unit: 'credits',
      axisUnit: 'per job',
    }),
  }),
  moves: ({ cost }, role) => [honestMove(role), { role, cost, output: 'wrong', backs: 'none', probability: 1 }],
  // What it goes by, the market counts for it: a cheat that nobody noticed is a clean job.
  play: ({ cleanJobs }) => ({ chooses: (_, sight) => Number(sight.cleanJobs >= cleanJobs) }),
});

import { z } from 'zod';
import { defineStrategy } from './define.ts';

/** Serves a smaller or quantised model: saves C less what the substitute costs, and may be harder to detect. */
export const cheaperModel = defineStrategy({
  kind: 'cheaper-model',
  title: 'Cheaper model',
  roles: ['asserter'],
  source: 'model substitution as audited by Cai et al. (2025), arXiv 2504.04715',
  params: z.strictObject({
    cost: z.number().min(0).meta({
      description: 'Cost of the substitute per job (c0).',
      unit: 'credits',
      axisUnit: 'per job',
    }),
    miss: z.number().min(0).max(1).optional().meta({
      description: 'Chance that one comparison misses this substitute; the detector’s own when left out.',
      unit: '1',
      isChance: true,
    }),
  }),
  move: ({ cost, miss }, role) => ({
    role,
    cost,
    output: 'wrong',
    backs: 'none',
    probability: 1,
    ...(miss === undefined ? {} : { miss }),
  }),
});

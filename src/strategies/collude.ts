import { z } from 'zod';
import { defineStrategy } from './define.ts';

/** Backs false results of its own coalition and is honest towards everyone else; without a coalition it is honest. */
export const collude = defineStrategy({
  kind: 'collude',
  title: 'Collude',
  roles: ['validator'],
  source: 'the colluding validators of Zhang et al. (2024), arXiv 2405.00295',
  params: z.strictObject({}),
  move: (_, role) => ({ role, cost: 0, output: 'correct', backs: 'coalition', probability: 1 }),
});

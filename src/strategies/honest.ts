import { z } from 'zod';
import { honestMove } from '../market/strategy.ts';
import { defineStrategy } from './define.ts';

/** Does the work and reports what came out, in either role. */
export const honest = defineStrategy({
  kind: 'honest',
  title: 'Honest',
  roles: ['asserter', 'validator'],
  source: 'Zhang, Wang, Tan, Liu, Moallemi, Popa (2024), arXiv 2405.00295: the prescribed behaviour',
  params: z.strictObject({}),
  move: (_, role) => honestMove(role),
});

import { z } from 'zod';
import { defineStrategy } from './define.ts';

/** Asserts a made-up result without computing anything: saves the whole cost C. */
export const skipWork = defineStrategy({
  kind: 'skip-work',
  title: 'Skip the work',
  roles: ['asserter'],
  source: 'the free rider of Zhang et al. (2024), arXiv 2405.00295',
  params: z.strictObject({}),
  move: (_, role) => ({ role, cost: 0, output: 'wrong', backs: 'none', probability: 1 }),
});

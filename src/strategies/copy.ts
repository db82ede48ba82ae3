import { z } from 'zod';
import { defineStrategy } from './define.ts';

/** Submits the asserted output unread; under commit-reveal there is nothing to read and it becomes a guess. */
export const copy = defineStrategy({
  kind: 'copy',
  title: 'Copy',
  roles: ['validator'],
  source: 'the verifier’s dilemma: Luu, Teutsch, Kulkarni, Saxena (2015), eprint 2015/702',
  params: z.strictObject({}),
  move: (_, role) => ({ role, cost: 0, output: 'copied', backs: 'none', probability: 1 }),
});

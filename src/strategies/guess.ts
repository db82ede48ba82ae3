import { z } from 'zod';
import { defineStrategy } from './define.ts';

/** Submits a guess instead of a computation: right with `market.guessProbability`. */
export const guess = defineStrategy({
  kind: 'guess',
  title: 'Guess',
  roles: ['validator'],
  source: 'the lazy worker of Belenkiy, Chase, Erway, Jannotti, Küpçü, Lysyanskaya (2008), eprint 2013/156',
  params: z.strictObject({}),
  move: (_, role) => ({ role, cost: 0, output: 'guessed', backs: 'none', probability: 1 }),
});

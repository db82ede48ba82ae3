import { z } from 'zod';
import { defineStrategy } from './define.ts';

/** Always reports the false output that a cheating asserter would have agreed on, even against an honest one. */
export const contradict = defineStrategy({
  kind: 'contradict',
  title: 'Contradict',
  roles: ['validator'],
  source: 'the dishonest column of the stage game between one asserter and one validator',
  params: z.strictObject({}),
  move: (_, role) => ({ role, cost: 0, output: 'wrong', backs: 'always', probability: 1 }),
});

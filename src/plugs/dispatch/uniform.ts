import { z } from 'zod';
import { defineDispatch } from './define.ts';

/** Every node that is there has the same chance. */
export const uniform = defineDispatch({
  kind: 'uniform',
  title: 'Any node alike',
  source: 'the draw of an asserter in Zhang, Wang, Tan, Liu, Moallemi, Popa (2024), arXiv 2405.00295',
  summary:
    'A job goes to any node that is there, each with the same chance, whatever waits at it: jobs are independent of each other, and the round speaks for every one of them.',
  params: z.strictObject({}),
  create: ({ uniforms, present, nodeAt }) => ({ choose: (job) => nodeAt((uniforms[job] * present()) | 0) }),
});

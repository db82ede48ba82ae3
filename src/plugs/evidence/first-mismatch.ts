import { z } from 'zod';
import type { Evidence } from '../../market/evidence.ts';

/** One failed check is enough. */
export const firstMismatch: Evidence = {
  kind: 'first-mismatch',
  title: 'The first mismatch convicts',
  source: 'Zhang, Wang, Tan, Liu, Moallemi, Popa (2024), arXiv 2405.00295',
  summary:
    'Every check that fails convicts its node: the job is refused and the stake is slashed. Honest nodes are convicted as often as comparisons raise a false alarm.',
  params: z.strictObject({}),
  weighs: () => undefined,
  fillsAfter: () => 0,
  create: () => ({ weigh: (_, failed) => (failed ? 'convict' : 'let-go'), forget: () => {} }),
};

import { z } from 'zod';
import { defineSampling } from './define.ts';

/** Every job alike. */
export const constant = defineSampling({
  kind: 'constant',
  title: 'Every job with the same chance',
  source: 'Zhang, Wang, Tan, Liu, Moallemi, Popa (2024), arXiv 2405.00295',
  summary:
    'A job is challenged with mechanism.challengeProbability, whoever did it and whatever that node did before. So a node has nothing to build up and nothing to lose but what one job costs it.',
  params: z.strictObject({}),
  varies: () => undefined,
  cleanJobsMax: () => 0,
  rateAfter: (_, floor) => floor,
});

import { z } from 'zod';
import { defineSampling } from './define.ts';

/** Nodes are looked at less, the longer nothing was found. */
export const reputation = defineSampling({
  kind: 'reputation',
  title: 'Less often the more clean jobs a node has had in a row',
  source: 'the sampling rate of Gonka, which falls with reputation to a floor (genesis file and code, 2025-08)',
  summary:
    'After c clean jobs in a row a node’s next one is challenged with floor + (newcomers - floor) (1 - min(1, c / cleanJobs)), where the floor is mechanism.challengeProbability; it may be written here as floor. Whoever is found out begins anew, undetected cheats count as clean. A job is settled before its node’s next one begins, unless something else needs time; jobs that are on their way do not count. Building up and then cheating where one is looked at least (build-then-burn) pays exactly where one cheat at the floor does, if being found out costs no more than the stake that is taken: what deters is what is taken, and a lower rate for the old saves checks and deters nobody.',
  params: z.strictObject({
    floor: z.number().min(0).max(1).optional().meta({
      description: 'Chance at full reputation: mechanism.challengeProbability, under the name it has here.',
      unit: '1',
      isChance: true,
    }),
    newcomers: z.number().min(0).max(1).default(1).meta({
      description: 'Chance that a job is challenged whose node has had no clean job yet.',
      unit: '1',
      isChance: true,
    }),
    cleanJobs: z.int().min(1).max(100_000).meta({
      description: 'Clean jobs in a row after which the chance is at its floor.',
      unit: 'count',
    }),
  }),
  varies: () => 'how often a node is challenged hangs on its clean jobs',
  check: ({ newcomers }, floor) => {
    if (newcomers >= floor) return [];
    const expected = `at least the floor, ${floor}: newcomers would be looked at less than nodes at full reputation`;
    return [{ path: 'mechanism.sampling.newcomers', received: newcomers, expected }];
  },
  cleanJobsMax: ({ cleanJobs }) => cleanJobs,
  rateAfter: ({ newcomers, cleanJobs }, floor, clean) =>
    clean >= cleanJobs ? floor : floor + (newcomers - floor) * (1 - clean / cleanJobs),
});

import { z } from 'zod';
import { fillStandardExponentials } from '../../kernel/distributions/standard-exponential.ts';
import { defineDemand } from './define.ts';

/** Many clients, each of whom asks seldom and by itself. */
export const poisson = defineDemand({
  kind: 'poisson',
  title: 'A Poisson stream: jobs come one by one, each at any moment alike',
  source: 'Palm (1943), Khinchine (1960): what many independent clients, each of whom asks seldom, come to together',
  summary:
    'Jobs arrive `market.jobsPerSecond` times a second in the mean, with exponential times in between. Nothing that came before tells when the next one comes, so that queues at the nodes have known laws.',
  params: z.strictObject({}),
  rate: (_, jobsPerSecond) => jobsPerSecond,
  dispersion: () => 1,
  isMemoryless: true,
  create: (_, streams) => {
    const gaps = streams('arrivals');
    return { fill: (_first, { gap }) => fillStandardExponentials(gaps, gap) };
  },
});

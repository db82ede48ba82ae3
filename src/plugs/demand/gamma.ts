import { z } from 'zod';
import { createDistribution } from '../../kernel/distributions/create.ts';
import { defineDemand } from './define.ts';
import { cvParam, renew } from './renewal.ts';

/** Times between jobs that vary more than exponential ones, or less, each by itself. */
export const gamma = defineDemand({
  kind: 'gamma',
  title: 'Gamma times between jobs: in bursts, or nearly to a beat',
  source: 'Xiang et al. (2025), ServeGen, arXiv 2505.09999: what fits 70 to 84 in 100 active windows of a client',
  summary:
    'Jobs arrive `market.jobsPerSecond` times a second in the mean; times in between are gamma variables whose standard deviation is `cv` times their mean, one independent of the other. 1 is a Poisson stream under another name, for which no formula of queues is asked; above it jobs come in bursts; 0 is a metronome.',
  params: z.strictObject({ cv: cvParam }),
  rate: (_, jobsPerSecond) => jobsPerSecond,
  dispersion: ({ cv }) => cv * cv,
  memory: ({ cv }) => cv * cv,
  create: ({ cv }, streams) =>
    renew(cv === 0 ? undefined : createDistribution({ kind: 'gamma', shape: 1 / (cv * cv), scale: cv * cv }), streams),
});

import { z } from 'zod';
import { sampleStandardExponential } from '../../kernel/distributions/standard-exponential.ts';
import { cos } from '../../kernel/mathematics/index.ts';
import { defineDemand } from './define.ts';

/** Demand that rises and falls with the hour. */
export const day = defineDemand({
  kind: 'day',
  title: 'A day: a Poisson stream whose rate swings up and down once in a period',
  source:
    'Lewis and Shedler (1979), Simulation of nonhomogeneous Poisson processes by thinning; ServeGen (2025): rates of ten minutes vary by 0.2 to 0.5 of their mean over a day',
  summary:
    'Jobs arrive `market.jobsPerSecond` times a second in the mean of a period; at its peak `swing` of that more, at its trough as many less, along a cosine. Each run begins at a time of day of its own, any alike: shorter runs than a period see a part of the day each.',
  params: z.strictObject({
    swing: z.number().min(0).max(1).meta({
      description: 'How far the rate rises above its mean, and falls below it, as a share of the mean.',
      unit: '1',
    }),
    period: z.number().gt(0).max(1e9).default(86_400).meta({ description: 'Time from peak to peak.', unit: 's' }),
  }),
  rate: (_, jobsPerSecond) => jobsPerSecond,
  // Over whole periods jobs are those of a Poisson stream.
  dispersion: () => 1,
  cycle: ({ swing, period }, jobsPerSecond) => {
    const jobs = period * jobsPerSecond;
    return { jobs, excess: (swing * jobs) / Math.PI };
  },
  create: ({ swing, period }, streams, jobsPerSecond) => {
    const [jobs, places] = [streams('arrivals'), streams('times of day')];
    const perPeriod = period * jobsPerSecond;
    let phase = places.next();
    const nextGap = () => {
      // Candidates come as often as jobs do at the peak, and each counts as likely as the rate there is a share of that.
      for (let gap = 0; ; ) {
        const step = sampleStandardExponential(jobs) / (1 + swing);
        gap += step;
        phase = (phase + step / perPeriod) % 1;
        if (places.next() * (1 + swing) < 1 + swing * cos(2 * Math.PI * phase)) return gap;
      }
    };
    return {
      fill: (_, { gap }) => {
        for (let place = 0; place < gap.length; place++) gap[place] = nextGap();
      },
    };
  },
});

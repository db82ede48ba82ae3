import { z } from 'zod';
import { createCalendar } from '../../kernel/create-calendar.ts';
import { createDistribution } from '../../kernel/distributions/create.ts';
import type { DemandPlay, Streams } from '../../market/demand.ts';
import { defineDemand } from './define.ts';
import { cvParam } from './renewal.ts';

const params = z.strictObject({
  count: z.int().min(1).max(100_000).meta({ description: 'How many clients there are.', unit: 'count' }),
  sigma: z.number().min(0).max(5).meta({
    description: 'Standard deviation of the logarithm of how often a client asks; 0: all alike.',
    unit: '1',
  }),
  cv: cvParam.default(1).meta({
    description: 'Standard deviation of the times between two jobs of a client over their mean.',
    unit: '1',
  }),
});

type Params = z.output<typeof params>;

/** Many clients of very different size, each with bursts of its own. */
export const clients = defineDemand({
  kind: 'clients',
  title: 'Clients of very different size, each with gamma times between its jobs',
  source:
    'Xiang et al. (2025), ServeGen, arXiv 2505.09999: sigma 1.6 to 2.7; of 162 clients the largest has 16 % of the jobs',
  summary:
    'So many clients ask `market.jobsPerSecond` times a second together. How often each does is log-normal, drawn anew in every run; times between two jobs of a client are gamma variables with `cv`. With cv 1 all together are a Poisson stream whatever their sizes; otherwise a few large ones leave their bursts in the whole.',
  params,
  rate: (_, jobsPerSecond) => jobsPerSecond,
  // Variances of independent clients add up, each as its share of the jobs.
  dispersion: ({ cv }) => cv * cv,
  // In the mean over jobs, a client forgets within cv² of its own.
  memory: ({ count, cv }) => count * cv * cv,
  create: play,
});

function play({ count, sigma, cv }: Params, streams: Streams): DemandPlay {
  const gaps = streams('arrivals');
  const means = drawMeans(count, sigma, streams);
  const law = cv === 0 ? undefined : createDistribution({ kind: 'gamma', shape: 1 / (cv * cv), scale: cv * cv });
  const calendar = createCalendar(count);
  calendar.reset(count);
  // Each is met in the middle of a gap, which is longer than others for being met; of that any part is left.
  for (let client = 0; client < count; client++) {
    const whole = law ? law.sampleLengthBiased!(gaps) : 1;
    calendar.set(client, means[client] * whole * (1 - gaps.next()));
  }
  let before = 0;
  return {
    fill: (_, { gap }) => {
      for (let place = 0; place < gap.length; place++) {
        const client = calendar.next();
        const { now } = calendar;
        gap[place] = now - before;
        before = now;
        calendar.set(client, now + means[client] * (law?.sample(gaps) ?? 1));
      }
    },
  };
}

/** Mean time between the jobs of each client, in mean times between those of all. */
function drawMeans(count: number, sigma: number, streams: Streams): Float64Array {
  const sizes = streams('sizes of clients');
  const law = createDistribution({ kind: 'log-normal', median: 1, sigma });
  const rates = Float64Array.from({ length: count }, () => law.sample(sizes));
  const total = rates.reduce((sum, rate) => sum + rate, 0);
  return rates.map((rate) => total / rate);
}

import { z } from 'zod';
import { sampleStandardExponential } from '../../kernel/distributions/standard-exponential.ts';
import { square } from '../../kernel/mathematics/index.ts';
import type { DemandPlay, Streams } from '../../market/demand.ts';
import { defineDemand } from './define.ts';

const list = (item: z.ZodNumber, description: string, unit: '1/s' | 's') =>
  z.array(item).min(2).max(100).meta({ description, unit });

/** Where states change more often than so between jobs, nobody could tell them apart, and every change takes time [count]. */
const JOBS_PER_STAY_MIN = 1e-4;

const params = z
  .strictObject({
    rates: list(z.number().min(0), 'Jobs per second in each state.', '1/s'),
    stays: list(z.number().gt(0).max(1e9), 'Mean time that a stay in each state lasts.', 's'),
  })
  .superRefine(({ rates, stays }, { addIssue }) => {
    const refuse = (path: string, input: unknown, message: string) =>
      addIssue({ code: 'custom', path: [path], input, message });
    if (stays.length !== rates.length) {
      refuse(
        'stays',
        stays,
        `it has ${stays.length} entries and rates has ${rates.length}; each state has one of both`,
      );
    } else if (!rates.some((rate) => rate > 0)) {
      refuse('rates', rates, 'no job ever comes: a state has a rate above 0');
    } else if (meanRate({ rates, stays }) * sum(stays) < JOBS_PER_STAY_MIN * stays.length) {
      refuse('stays', stays, 'states change more than ten thousand times from job to job; that is `poisson`');
    }
  });

type Params = z.output<typeof params>;

/** Demand with moods: a Poisson stream whose rate jumps. */
export const mmpp = defineDemand({
  kind: 'mmpp',
  title: 'A Poisson stream whose rate changes at random: busy times and quiet ones',
  source: 'Fischer and Meier-Hellstern (1993), The Markov-modulated Poisson process (MMPP) cookbook',
  summary:
    'Demand is in one of some states. In each, jobs come as a Poisson stream of its own rate; a stay lasts an exponential time, and any other state alike follows it. A run begins in whatever state any moment finds. It has a rate of its own, the mean of `rates` by the shares of time, and `market.jobsPerSecond` is not read.',
  params,
  rate: meanRate,
  dispersion: (given) => {
    const mean = meanRate(given);
    const total = sum(given.stays);
    const { length: states } = given.stays;
    // Of any other state alike: 1 + 2 (n - 1) / n Σ π s (λ - mean)² / mean, with s the stays and π the shares of time.
    const spread = given.stays.map((stay, i) => ((stay / total) * stay * square(given.rates[i] - mean)) / mean);
    return 1 + 2 * (1 - 1 / states) * sum(spread);
  },
  hasOwnRate: true,
  // The states forget by a factor e in (n - 1) / n times the longest stay, or faster.
  memory: ({ stays }, jobsPerSecond) => (1 - 1 / stays.length) * Math.max(...stays) * jobsPerSecond,
  create: play,
});

function meanRate({ rates, stays }: Params): number {
  return sum(rates.map((rate, i) => rate * stays[i])) / sum(stays);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function play({ rates, stays }: Params, streams: Streams, jobsPerSecond: number): DemandPlay {
  const [jobs, states] = [streams('arrivals'), streams('states of demand')];
  let state = drawState(stays, states.next());
  let left = stays[state] * sampleStandardExponential(states);
  const nextGap = () => {
    let seconds = 0;
    let work = sampleStandardExponential(jobs);
    while (work >= rates[state] * left) {
      work -= rates[state] * left;
      seconds += left;
      const step = 1 + Math.floor(states.next() * (stays.length - 1));
      state = (state + step) % stays.length;
      left = stays[state] * sampleStandardExponential(states);
    }
    const rest = work / rates[state];
    left -= rest;
    return jobsPerSecond * (seconds + rest);
  };
  return {
    fill: (_, { gap }) => {
      for (let place = 0; place < gap.length; place++) gap[place] = nextGap();
    },
  };
}

/** The state that a moment finds: each by its share of time. */
function drawState(stays: readonly number[], uniform: number): number {
  let rest = uniform * sum(stays);
  for (let state = 0; state < stays.length - 1; state++) {
    rest -= stays[state];
    if (rest < 0) return state;
  }
  return stays.length - 1;
}

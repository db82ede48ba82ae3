import { z } from 'zod';
import { binomial, count, decideEach, either, type Tree } from '../game/tree.ts';
import { pow } from '../kernel/mathematics/index.ts';
import { type Cast, type Crowd, isFocal, playerOf } from '../market/cast.ts';
import type { Action } from '../market/mechanism.ts';
import type { Observation } from '../market/observation.ts';
import type { Settings } from '../market/settings.ts';
import { bookJob, bookLosses } from './booking.ts';
import { defineMechanism, slashOfAsserter } from './define.ts';
import { assertJob } from './draw.ts';

const params = z.strictObject({
  spotCheckRate: z.number().min(0).max(1).meta({
    description: 'Chance that a job comes with a second one whose result is known (q).',
    unit: '1',
    isChance: true,
  }),
  jobsPerWorker: z
    .int()
    .min(1)
    .max(1000)
    .meta({ description: 'Jobs a worker does before its results are accepted (n).', unit: 'count' }),
  slashAmount: z
    .number()
    .min(0)
    .default(0)
    .meta({ description: 'Stake taken from a worker that fails (S), at most what is there.', unit: 'credits' }),
});

/**
 * A worker does n jobs, and now and then one whose result is known; one failure throws all its results away. The round
 * follows one of the n jobs, all alike, and counts the spot checks of the whole stint. Jobs thrown away go to another
 * worker, so only results that are kept count as settled.
 */
export const spotCheck = defineMechanism({
  kind: 'spot-check',
  title: 'Spot checks with a blacklist',
  source: 'Sarmenta (2001), Sabotage-tolerance mechanisms for volunteer computing systems, CCGRID',
  summary:
    'With a fixed chance each job is accompanied by one whose result is known, which the worker cannot tell apart. A ' +
    'worker that fails one is blacklisted: it is slashed, paid for nothing, and all its results are thrown away and ' +
    'computed anew by others. Saboteurs are the coalition; what share of the kept results is false?',
  params,
  // What a spot check should give is known: no node works for it.
  needs: () => ({ validatorsMax: 0, checksPerJob: 0 }),
  extremes: slashOfAsserter,
  levers: { slashAmount: 'slashAmount' },
  round,
});

function round(settings: Settings, cast: Cast): Tree<Observation, Action> {
  const { market } = settings;
  const { kind: _, ...given } = settings.mechanism;
  const { spotCheckRate, jobsPerWorker, slashAmount } = params.parse(given);
  const { falseAlarm, miss } = market.detector;

  const asserted = (worker: Crowd, isFalse: boolean): Tree<Observation, Action> =>
    count(binomial(jobsPerWorker, spotCheckRate), (spots) =>
      decideEach(playerOf(worker, 'asserter'), { role: 'asserter' }, spots, (choices) => {
        const failures = countLies(choices);
        const job = { worker, isFalse, spots, failures };
        return either(
          pow(miss, failures) * pow(1 - falseAlarm, spots - failures),
          () => end(job, true),
          () => end(job, false),
        );
      }),
    );

  const end = ({ worker, isFalse, spots, failures }: Job, kept: boolean): Tree<Observation, Action> => ({
    kind: 'outcome',
    add: (columns, weight) => {
      // What concerns the whole stint is shared by its jobs.
      const { cost } = worker.asserter;
      const slashed = kept ? 0 : Math.min(slashAmount, market.stake) / jobsPerWorker;
      const spotsPerJob = spots / jobsPerWorker;
      const failuresPerJob = failures / jobsPerWorker;
      const pay = kept ? (1 + spotsPerJob) * market.reward : 0;
      const gain = kept && isFalse ? market.outsideGain : 0;
      const falsified = (isFalse ? 1 : 0) + failuresPerJob;
      const work = falsified * cost + (1 + spotsPerJob - falsified) * market.computeCost;
      bookJob(columns, weight, {
        focal: isFocal(worker),
        assertedFalse: isFalse,
        refuted: !kept,
        income: pay + gain - slashed - work,
        slashes: slashed > 0 ? 1 / jobsPerWorker : 0,
        clientPaid: pay,
        jobs: kept ? 1 : 0,
      });
      bookLosses(columns, weight, slashed, slashed, spotsPerJob * market.computeCost);
    },
  });

  return assertJob(cast, asserted);
}

/** One job of a worker's stint, and the spot checks of the whole stint. */
interface Job {
  worker: Crowd;
  isFalse: boolean;
  /** Jobs with a known result that were slipped in, and how many of them were answered falsely. */
  spots: number;
  failures: number;
}

function countLies(choices: readonly { action: Action; count: number }[]): number {
  return choices.find(({ action }) => action === 'wrong')?.count ?? 0;
}

import { z } from 'zod';
import { binomial, count, decideEach, either, type Tree } from '../game/tree.ts';
import type { Cast } from '../market/cast.ts';
import type { Action } from '../market/mechanism.ts';
import type { Observation } from '../market/observation.ts';
import { columnIndex as at } from '../market/record.ts';
import type { Settings } from '../market/settings.ts';
import { defineMechanism } from './define.ts';

const params = z.strictObject({
  spotCheckRate: z.number().min(0).max(1).meta({
    description: 'Chance that a job comes with a second one whose result is known (q).',
    unit: '1',
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
 * is one worker's stint. Jobs thrown away go to another worker, so only results that are kept count as settled.
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
  round,
});

function round(settings: Settings, cast: Cast): Tree<Observation, Action> {
  const { market } = settings;
  const { kind: _, ...given } = settings.mechanism;
  const { spotCheckRate, jobsPerWorker, slashAmount } = params.parse(given);
  const { falseAlarm, miss } = market.detector;

  const stint = (grouped: boolean): Tree<Observation, Action> => {
    const player = grouped ? 'group/asserter' : 'outsider/asserter';
    return count(binomial(jobsPerWorker, spotCheckRate), (spots) =>
      decideEach(player, { role: 'asserter' }, spots, (spotChoices) => {
        const failures = countLies(spotChoices);
        const passes = miss ** failures * (1 - falseAlarm) ** (spots - failures);
        return decideEach(player, { role: 'asserter' }, jobsPerWorker, (choices) => {
          const lies = countLies(choices);
          return either(
            passes,
            () => end({ grouped, spots, failures, lies, kept: true }),
            () => end({ grouped, spots, failures, lies, kept: false }),
          );
        });
      }),
    );
  };

  const end = ({ grouped, spots, failures, lies, kept }: Stint): Tree<Observation, Action> => ({
    kind: 'outcome',
    add: (columns, weight) => {
      const add = (column: number, amount: number) => {
        columns[column]! += weight * amount;
      };
      const { cost } = (grouped ? cast.group : cast.outsider).asserter;
      const slashed = kept ? 0 : Math.min(slashAmount, market.stake);
      const works = jobsPerWorker + spots;
      const pay = kept ? works * market.reward : 0;
      const gain = kept ? lies * market.outsideGain : 0;
      const work = (lies + failures) * cost + (works - lies - failures) * market.computeCost;
      if (kept) add(at.jobs, jobsPerWorker);
      if (grouped) add(at.focalJobs, jobsPerWorker);
      add(at.cheatedJobs, lies);
      add(kept ? at.undetectedJobs : at.detectedJobs, lies);
      if (!kept) add(at.falseSlashedJobs, lies + failures > 0 ? 0 : jobsPerWorker);
      if (grouped && slashed > 0) add(at.focalSlashes, 1);
      add(grouped ? at.asserterIncome : at.outsiderIncome, pay + gain - slashed - work);
      add(at.verificationCost, spots * market.computeCost);
      add(at.clientPaid, pay);
      add(at.slashed, slashed);
      add(at.burned, slashed);
    },
  });

  return either(
    cast.groupSize / market.nodeCount,
    () => stint(true),
    () => stint(false),
  );
}

/** How a worker's stint went. */
interface Stint {
  grouped: boolean;
  /** Jobs with a known result that were slipped in, and how many of them were answered falsely. */
  spots: number;
  failures: number;
  /** False results among the jobs proper. */
  lies: number;
  kept: boolean;
}

function countLies(choices: readonly { action: Action; count: number }[]): number {
  return choices.find(({ action }) => action === 'wrong')?.count ?? 0;
}

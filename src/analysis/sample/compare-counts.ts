/** What a sample counted beside what the round says of one job, each by the binomial law of its count. */

import { needsNothing, needsOf } from '../../catalogue/needs.ts';
import { traitsOf } from '../../catalogue/traffic.ts';
import { UNITS_PER_CREDIT } from '../../market/money/ledger.ts';
import { columnIndex as at, type RecordColumn } from '../../market/record.ts';
import type { Arm, Settings } from '../../market/settings.ts';
import type { JobOutcome } from '../round/lottery.ts';
import { type Comparison, findFurthest } from './comparison.ts';
import type { ArmEvidence } from './estimate.ts';
import { TILTED_PROBABILITY } from './residues.ts';

/** An arm of a design point with its records and what the round says of it. */
export interface ComparedArm extends ArmEvidence {
  arm: Arm;
}

/** One counted thing out of another: of the jobs that count as `per`, each counts as `of` by itself or does not. */
interface Share {
  of: RecordColumn;
  per: RecordColumn;
}

// The means of the controls, the counted rates of the findings, and what leads from one to the other.
const shares: readonly Share[] = [
  { of: 'challengedJobs', per: 'jobs' },
  { of: 'focalJobs', per: 'jobs' },
  { of: 'focalChallengedJobs', per: 'focalJobs' },
  { of: 'focalColludingJobs', per: 'focalChallengedJobs' },
  { of: 'focalValidations', per: 'challengedJobs' },
  { of: 'cheatedJobs', per: 'jobs' },
  { of: 'detectedJobs', per: 'cheatedJobs' },
  { of: 'undetectedJobs', per: 'cheatedJobs' },
  { of: 'falseSlashedJobs', per: 'jobs' },
  { of: 'focalSlashes', per: 'focalJobs' },
  { of: 'arbitrations', per: 'challengedJobs' },
  { of: 'falseVerdicts', per: 'arbitrations' },
];

/** Drawn before the coin of the challenge falls: the same of a job that is played both ways. */
const drawnBefore: readonly RecordColumn[] = ['jobs', 'focalJobs', 'cheatedJobs'];

/**
 * Compares every count of an arm that has an exact partner.
 *
 * Jobs that are dispatched uniformly are independent and alike, so that a count among those of a kind is binomial. Where
 * dispatch looks at queues, or a flight of jobs is slashed once, that is sure of the challenges alone; what befalls focal
 * jobs is compared in turn (`compare-sums.ts`).
 */
export function compareCounts(compared: ComparedArm, settings: Settings): Comparison[] {
  const { exact } = compared;
  if (!exact || compared.sample.replications === 0) return [];
  if (!isIndependent(settings)) {
    return compared.sampling === 'natural' ? compareShares(compared, settings, shares.slice(0, 1), 1) : [];
  }
  const weight = weighChallenges(compared, settings);
  if (weight === 1) return compareShares(compared, settings, shares, 1);
  return [...compareShares(compared, settings, shares, weight), compareCoins(compared, settings)];
}

/** Whether the jobs of an arm, as far as the round speaks for every one, are independent and alike. */
export function isIndependent(settings: Settings): boolean {
  const { readsQueues, favours, couplesJobs } = traitsOf(settings);
  return (readsQueues ?? favours ?? couplesJobs) === undefined;
}

/** What a challenge that was sampled counts for; 1 where challenges were drawn with their own probability. */
export function weighChallenges({ sampling }: Pick<ArmEvidence, 'sampling'>, settings: Settings): number {
  const { challengeRate: chance = 1 } = needsOf(settings) ?? needsNothing;
  if (sampling === 'natural' || chance <= 0 || chance >= 1) return 1;
  if (sampling === 'split') return chance;
  return chance < TILTED_PROBABILITY ? chance / TILTED_PROBABILITY : 1;
}

/** A slash of less than a unit of money takes nothing: in a market that is no slash, and in the round it is one. */
export function comesToNothing(outcomes: readonly JobOutcome[]): boolean {
  return outcomes.some(({ record }) => {
    const [slashed, slashes] = [record[at.slashed], record[at.focalSlashes]];
    return slashes > 0 && slashed < slashes / UNITS_PER_CREDIT;
  });
}

function compareShares(
  { arm, sample, exact, outcomes }: ComparedArm,
  { run }: Settings,
  listed: readonly Share[],
  weight: number,
): Comparison[] {
  const known = outcomes();
  const total = sample.total();
  if (!known) return [];
  const isDust = comesToNothing(known);
  return listed.flatMap(({ of, per }): Comparison[] => {
    if (isDust && of === 'focalSlashes') return [];
    if (!isShareOfJobs(known, of, per) || !(exact![at[per]] > 0)) return [];
    const ofChallenges = weight !== 1 && isOfChallenges(known, of);
    const perChallenges = weight !== 1 && isOfChallenges(known, per);
    const isPlain = (name: RecordColumn, ofChallenges: boolean) =>
      weight === 1 || ofChallenges || drawnBefore.includes(name);
    if (!isPlain(of, ofChallenges) || !isPlain(per, perChallenges)) return [];
    const successes = Math.round(total[at[of]] / (ofChallenges ? weight : 1));
    const trials = Math.round(total[at[per]] / (perChallenges ? weight : 1));
    const sampled = ofChallenges && !perChallenges ? weight : 1;
    const chance = Math.min(1, exact![at[of]] / exact![at[per]] / sampled);
    return [describe(arm, sample, run.batches, { of, per, successes, trials, chance })];
  });
}

/** Where jobs are played both ways, or challenged more often than they would be: whether their own coin is right. */
function compareCoins({ arm, sample }: ComparedArm, settings: Settings): Comparison {
  const total = sample.total();
  const successes = Math.round(total[at.drawnChallenges]);
  const trials = Math.round(total[at.jobs]);
  const { challengeRate: chance = 1 } = needsOf(settings) ?? needsNothing;
  return describe(arm, sample, settings.run.batches, { of: 'drawnChallenges', per: 'jobs', successes, trials, chance });
}

function describe(
  arm: Arm,
  sample: ComparedArm['sample'],
  batches: number | undefined,
  { of, per, successes, trials, chance }: Share & { successes: number; trials: number; chance: number },
): Comparison {
  const [observed, exact] = [successes, trials * chance];
  const share = trials > 0 ? sample.total()[at[per]] / trials : 1;
  const figure = (record: Float64Array) => record[at[of]] - (chance / share) * record[at[per]];
  return {
    arm,
    name: `${of} among ${trials} ${per}`,
    observed,
    exact,
    law: { kind: 'count', trials, chance },
    findReplication: () => findFurthest(sample, figure, observed - exact, batches),
  };
}

/** Whether a job counts as `per` once or not at all, and as `of` only where it does. */
function isShareOfJobs(outcomes: readonly JobOutcome[], of: RecordColumn, per: RecordColumn): boolean {
  return outcomes.every(({ record }) => {
    const [part, whole] = [record[at[of]], record[at[per]]];
    return (whole === 0 || whole === 1) && (part === 0 || part === whole);
  });
}

function isOfChallenges(outcomes: readonly JobOutcome[], name: RecordColumn): boolean {
  return outcomes.every(({ record }) => record[at[name]] === 0 || record[at.challengedJobs] > 0);
}

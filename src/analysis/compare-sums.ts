/**
 * What a sample adds up beside what the round says of one job: every column for what it adds to the draws and counts
 * before it.
 *
 * What a column adds is a fixed weighing of the record, worked out from the round alone. Of one job it has mean 0 and a
 * law that the round knows, so that the total over all jobs is held against that law, whatever its shape. Mostly it is
 * nothing at all: what is paid and taken follows from how often jobs of each kind came, and no chance explains a gap.
 */

import { columnIndex as at, type RecordColumn, recordColumnNames } from '../market/record.ts';
import type { Settings } from '../market/settings.ts';
import { stage } from '../market/stage.ts';
import { catalogue } from '../run/catalogue.ts';
import { type ComparedArm, isIndependent, weighChallenges } from './compare-counts.ts';
import { type Comparison, findFurthest } from './comparison.ts';
import type { JobOutcome } from './lottery.ts';

/** Draws of nature first, then what became of the jobs. */
const counts: readonly RecordColumn[] = [
  'jobs',
  'focalJobs',
  'challengedJobs',
  'focalChallengedJobs',
  'focalColludingJobs',
  'focalValidations',
  'cheatedJobs',
  'arbitrations',
  'falseVerdicts',
  'detectedJobs',
  'undetectedJobs',
  'falseSlashedJobs',
  'focalSlashes',
];
/** Each explained by the counts alone: money is rounded, and would hand its rounding on. */
const amounts: readonly RecordColumn[] = [
  'verificationCost',
  'asserterIncome',
  'validatorIncome',
  'unanimousReward',
  'backingSlash',
  'outsiderIncome',
  'slashed',
  'burned',
  'clientPaid',
];
/** Where only jobs of focal nodes are known: what is counted of no other job. */
const focalCounts = ['focalJobs', 'focalChallengedJobs', 'focalColludingJobs'] as const;
const focalAmounts = ['asserterIncome'] as const;

// Rounds with more ways to end than this are held against their means only: taking them apart would take too long.
const OUTCOMES_MAX = 2000;
// What double precision leaves of numbers that cancel, relative to the numbers.
const PRECISION = 1e-10;

/** Compares what every column of an arm adds; nothing where the round does not speak. */
export function compareSums(compared: ComparedArm, settings: Settings): Comparison[] {
  const { exact, focal, outcomes, sample, sampling } = compared;
  const known = exact || focal ? outcomes() : null;
  if (!known || known.length > OUTCOMES_MAX || sample.replications === 0) return [];
  const { exit } = settings.players;
  // What coming back costs is booked as income and is part of no job.
  const booked = (names: readonly RecordColumn[]) =>
    exit.kind === 'banned' && exit.reentryCost !== null ? names.filter((name) => !name.endsWith('Income')) : names;
  if (exact && isIndependent(settings)) {
    const additions = listAdditions(known, counts, booked(amounts));
    if (weighChallenges(compared, settings) === 1) return compareAdditions(compared, settings, additions);
    // A job that is played both ways is no single outcome, but what holds in each way holds of both together. Where
    // outcomes are weighed and jobs are not, nothing holds but in the mean.
    const certain = sampling === 'split' ? additions.filter(({ values }) => !values) : [];
    return compareAdditions(compared, settings, certain);
  }
  // A batch of jobs is slashed once: what that brings is no sum over jobs.
  const isSum = settings.market.jobsInFlight === 1;
  const own = known.filter(({ record }) => record[at.focalJobs]! > 0);
  const additions = listAdditions(own, focalCounts, isSum ? booked(focalAmounts) : []);
  return sampling === 'natural'
    ? compareAdditions(compared, settings, additions, expectFocalJobs(compared, settings))
    : [];
}

/** What a column adds to those before it: how that weighs a record, and its law over one job. */
interface Addition {
  column: RecordColumn;
  /** One weight per record column. */
  weights: Float64Array;
  /** `null` where it is always 0. */
  values: Float64Array | null;
  probabilities: Float64Array;
}

/**
 * Takes out of every column what those before it explain, by least squares under the law of one job.
 *
 * @param counts  the first of them is 1 for each job; empty-handed where it is not
 */
function listAdditions(
  outcomes: readonly JobOutcome[],
  counts: readonly RecordColumn[],
  amounts: readonly RecordColumn[],
): Addition[] {
  const mass = outcomes.reduce((sum, { probability }) => sum + probability, 0);
  const probabilities = Float64Array.from(outcomes, ({ probability }) => probability / mass);
  const basis: { weights: Float64Array; values: Float64Array; size: number }[] = [];
  const dot = (a: Float64Array, b: Float64Array) => a.reduce((sum, x, i) => sum + probabilities[i]! * x * b[i]!, 0);
  const [each, ...others] = counts;
  if (outcomes.some(({ record }) => record[at[each!]] !== 1)) return [];
  const additions: Addition[] = [];
  for (const column of [each!, ...others, ...amounts]) {
    const weights = new Float64Array(recordColumnNames.length);
    weights[at[column]] = 1;
    const values = Float64Array.from(outcomes, ({ record }) => record[at[column]]!);
    const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    // Once more than the algebra asks: what is left must have mean 0 to the last digit.
    for (const earlier of [...basis, ...basis.slice(0, 1)]) {
      const slope = dot(values, earlier.values) / earlier.size;
      subtract(values, slope, earlier.values);
      subtract(weights, slope, earlier.weights);
    }
    const isNothing = values.every((value) => Math.abs(value) <= PRECISION * largest);
    if (!isNothing && !amounts.includes(column)) basis.push({ weights, values, size: dot(values, values) });
    if (column !== each) additions.push({ column, weights, values: isNothing ? null : values, probabilities });
  }
  return additions;
}

function compareAdditions(
  { arm, sample }: ComparedArm,
  settings: Settings,
  additions: readonly Addition[],
  planned?: number,
): Comparison[] {
  const total = sample.total();
  const jobs = Math.round(total[at[planned === undefined ? 'jobs' : 'focalJobs']]!);
  if (jobs === 0) return [];
  return additions.map(({ column, weights, values, probabilities }): Comparison => {
    const weigh = (record: Float64Array) => weights.reduce((sum, weight, i) => sum + weighed(weight, record[i]!), 0);
    const size = weights.reduce((sum, weight, i) => sum + Math.abs(weighed(weight, total[i]!)), 0);
    const isMoney = (amounts as readonly string[]).includes(column);
    const law = {
      count: jobs,
      values: Array.from(values ?? [], (value, i) => ({ probability: probabilities[i]!, value })),
      rounding: PRECISION * (jobs + size) + (isMoney ? jobs * roundingOf(settings) : 0),
    };
    const observed = weigh(total);
    return {
      arm,
      name: `${column} beyond what the draws explain`,
      observed,
      exact: 0,
      law: planned === undefined ? { kind: 'sum', ...law } : { kind: 'sum-in-turn', ...law, planned },
      replication: findFurthest(sample, weigh, observed, settings.run.batches),
    };
  });
}

/** A column that counts for nothing may hold anything, infinite times included. */
function weighed(weight: number, value: number): number {
  return weight === 0 ? 0 : weight * value;
}

/** Every transfer of a job is rounded to whole units: two for each validator, four more [credits]. */
function roundingOf({ mechanism }: Settings): number {
  return 1e-9 * (4 + 2 * Number(mechanism.validatorCount ?? 1));
}

/** How many jobs of focal nodes are to be expected, before any was played [count]. */
function expectFocalJobs({ arm, sample }: ComparedArm, settings: Settings): number {
  const { jobs, batches = 1 } = settings.run;
  const { groupSize } = stage(settings, arm, catalogue);
  return (sample.replications / batches) * jobs * (groupSize / settings.market.nodeCount);
}

function subtract(from: Float64Array, factor: number, column: Float64Array): void {
  for (let i = 0; i < from.length; i++) from[i]! -= factor * column[i]!;
}

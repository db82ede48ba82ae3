/**
 * What a sample adds up beside what the round says of one job: every column for what it adds to the draws and counts
 * before it.
 *
 * What a column adds is a fixed weighing of the record, worked out from the round alone. Of one job it has mean 0 and a
 * law that the round knows, so that the total over all jobs is held against that law, whatever its shape. Mostly it is
 * nothing at all: what is paid and taken follows from how often jobs of each kind came, and no chance explains a gap.
 */

import { catalogueOf, mechanismOf } from '../../catalogue/catalogue.ts';
import { traitsOf } from '../../catalogue/traffic.ts';
import { planArm } from '../../engine/arm-plan.ts';
import { takeColumns } from '../../game/columns.ts';
import { countFocal } from '../../market/cast.ts';
import { utilityOf } from '../../market/money/utility.ts';
import { addsUp, valueJobs } from '../../market/outcomes.ts';
import { columnIndex as at, moneyColumns, type RecordColumn, recordColumnNames } from '../../market/record.ts';
import type { Settings } from '../../market/settings.ts';
import { countPlayers } from '../../market/stage.ts';
import { exitOf } from '../../market/traits.ts';
import { subtract } from '../../stats/vectors.ts';
import type { JobOutcome } from '../round/lottery.ts';
import { listOwnDraws } from '../round/round-law.ts';
import { type ComparedArm, comesToNothing, isIndependent, weighChallenges } from './compare-counts.ts';
import { type Comparison, findFurthest } from './comparison.ts';

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
/** What players who are not risk neutral make of it. */
const utilities: readonly RecordColumn[] = ['focalValidatedJobs', 'asserterUtility', 'validatorUtility'];
/** Careers of asserters and of validators, each job weighed by its place in one: what the last column adds to those before it. */
const careers: readonly (readonly RecordColumn[])[] = [
  ['careerJobs', 'careerBans', 'careerIncome'],
  ['validatorCareerJobs', 'validatorCareerBans', 'validatorCareerIncome'],
];
/** Where only jobs of focal nodes are known: what is paid for no other job. */
const focalAmounts = ['asserterIncome'] as const;

// Of rounds with more ways to end than this only what is certain is compared: a law of so many values takes too long.
const OUTCOMES_MAX = 2000;
// What double precision leaves of numbers that cancel, relative to the numbers.
const PRECISION = 1e-10;

/** Compares what every column of an arm adds; nothing where the round does not speak. */
export function compareSums(compared: ComparedArm, settings: Settings): Comparison[] {
  const { exact, focal, outcomes, sample, sampling } = compared;
  const listed = exact || focal ? outcomes() : null;
  if (!listed || sample.replications === 0) return [];
  const known = valueEach(listed, settings);
  const { wayBack } = exitOf(settings);
  // What coming back costs is booked as income and is part of no job.
  const booked = (names: readonly RecordColumn[]) =>
    wayBack !== null ? names.filter((name) => !name.endsWith('Income')) : names;
  const ofCareers = sampling === 'natural' ? compareCareers(compared, settings, known) : [];
  const values = [...booked(amounts), ...(utilityOf(settings) ? utilities : [])];
  if (exact && isIndependent(settings)) {
    const additions = listAdditions(known, countable(known, counts), values);
    if (weighChallenges(compared, settings) === 1) {
      const open = known.length > OUTCOMES_MAX ? keepCertain(additions) : additions;
      return [...compareAdditions(compared, settings, open, 'jobs'), ...ofCareers];
    }
    // A job that is played both ways is no single outcome, but what holds in each way holds of both together. Where
    // outcomes are weighed and jobs are not, nothing holds but in the mean.
    return sampling === 'split' ? compareAdditions(compared, settings, keepCertain(additions), 'jobs') : [];
  }
  if (sampling !== 'natural') return [];
  // However jobs hang together, what holds of every single one holds of all.
  const certain = exact ? keepCertain(listAdditions(landing(known, settings), countable(known, counts), values)) : [];
  // A flight of jobs is slashed once: what that brings is no sum over jobs.
  const isSum = traitsOf(settings).couplesJobs === undefined;
  const own = known.filter(({ record }) => record[at.focalJobs] > 0);
  const draws = ['focalJobs', ...listOwnDraws(settings)] as const;
  const additions = own.length > OUTCOMES_MAX ? [] : listAdditions(own, draws, isSum ? booked(focalAmounts) : []);
  return [
    ...compareAdditions(compared, settings, certain, 'jobs'),
    ...compareAdditions(compared, settings, additions, 'focalJobs', expectFocalJobs(compared, settings)),
    ...ofCareers,
  ];
}

/** What is counted in a market as in the round. */
function countable(outcomes: readonly JobOutcome[], names: readonly RecordColumn[]): readonly RecordColumn[] {
  return comesToNothing(outcomes) ? names.filter((name) => name !== 'focalSlashes') : names;
}

/** Outcomes with what players make of them, where that is no sum of income. */
function valueEach(outcomes: readonly JobOutcome[], settings: Settings): readonly JobOutcome[] {
  if (addsUp(settings)) return outcomes;
  const value = valueJobs(settings, mechanismOf(settings));
  const valued = (record: Float64Array) => {
    const copy = record.slice();
    value(copy);
    return copy;
  };
  return outcomes.map(({ probability, record, slashed }) => ({
    probability,
    record: valued(record),
    ...(slashed && { slashed: valued(slashed) }),
  }));
}

/** Of jobs in flight each as it ends where its slash lands, and where its flight was slashed before. */
function landing(outcomes: readonly JobOutcome[], settings: Settings): readonly JobOutcome[] {
  if (traitsOf(settings).couplesJobs === undefined) return outcomes;
  return outcomes.flatMap(({ probability, record, slashed = record }) => [
    { probability: probability / 2, record },
    { probability: probability / 2, record: slashed },
  ]);
}

/** What the income of careers adds to their jobs and bans, where that is nothing: weighed jobs have no simple law. */
function compareCareers(compared: ComparedArm, settings: Settings, known: readonly JobOutcome[]): Comparison[] {
  if (!exitOf(settings).bans) return [];
  // Validators check the jobs of others, too, of which nothing is known where the round speaks for focal jobs alone.
  const told = compared.exact ? careers : careers.slice(0, 1);
  return told.flatMap(([jobs, bans, income]) => {
    const own = known.filter(({ record }) => record[at[jobs]] > 0);
    const additions = own.length > 0 ? keepCertain(listAdditions(own, [jobs, bans], [income])) : [];
    return compareAdditions(compared, settings, additions, jobs);
  });
}

function keepCertain(additions: readonly Addition[]): Addition[] {
  return additions.filter(({ values }) => !values);
}

/** What a column adds to those before it: how that weighs a record, and its law over one job. */
interface Addition {
  column: RecordColumn;
  /** One weight per record column. */
  weights: Float64Array;
  /** `null` where it is always 0. */
  values: Float64Array | null;
  probabilities: Float64Array;
  /** The least and the most that the column holds of one job. */
  range: readonly [number, number];
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
  const dot = (a: Float64Array, b: Float64Array) => {
    let sum = 0;
    for (let i = 0; i < a.length; i++) sum += probabilities[i] * a[i] * b[i];
    return sum;
  };
  const [each, ...others] = counts;
  if (outcomes.some(({ record }) => record[at[each]] !== 1)) return [];
  const additions: Addition[] = [];
  for (const column of [each, ...others, ...amounts]) {
    const weights = takeColumns(recordColumnNames.length);
    weights[at[column]] = 1;
    const values = takeColumns(outcomes.length);
    for (let i = 0; i < values.length; i++) values[i] = outcomes[i].record[at[column]];
    // Ruin is as bad as can be, and nothing can be added to it.
    if (!values.every(Number.isFinite)) continue;
    const range = rangeOf(values);
    const largest = Math.max(-range[0], range[1]);
    // Once more than the algebra asks: what is left must have mean 0 to the last digit.
    for (const earlier of largest === 0 ? [] : [...basis, ...basis.slice(0, 1)]) {
      const slope = dot(values, earlier.values) / earlier.size;
      subtract(values, slope, earlier.values);
      subtract(weights, slope, earlier.weights);
    }
    const [least, most] = rangeOf(values);
    const isNothing = Math.max(-least, most) <= PRECISION * largest;
    if (!isNothing && !amounts.includes(column)) basis.push({ weights, values, size: dot(values, values) });
    if (column !== each) additions.push({ column, weights, values: isNothing ? null : values, probabilities, range });
  }
  return additions;
}

/** The least and the most of some values. */
function rangeOf(values: Float64Array): readonly [number, number] {
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let i = 0; i < values.length; i++) {
    least = Math.min(least, values[i]);
    most = Math.max(most, values[i]);
  }
  return [least, most];
}

function compareAdditions(
  { arm, sample }: ComparedArm,
  settings: Settings,
  additions: readonly Addition[],
  per: RecordColumn,
  planned?: number,
): Comparison[] {
  const total = sample.total();
  const jobs = Math.round(total[at[per]]);
  if (jobs === 0) return [];
  return additions.map(({ column, weights, values, probabilities, range }): Comparison => {
    const weigh = (record: Float64Array) => {
      let sum = 0;
      for (let i = 0; i < weights.length; i++) sum += weighed(weights[i], record[i]);
      return sum;
    };
    let size = 0;
    for (let i = 0; i < weights.length; i++) size += Math.abs(weighed(weights[i], total[i]));
    const law = {
      count: jobs,
      values: Array.from(values ?? [], (value, i) => ({ probability: probabilities[i], value })),
      rounding: PRECISION * (jobs + size) + jobs * roundingOf(settings, column, range),
    };
    const observed = weigh(total);
    return {
      arm,
      name: `${column} beyond what the draws explain`,
      observed,
      exact: 0,
      law: planned === undefined ? { kind: 'sum', ...law } : { kind: 'sum-in-turn', ...law, planned },
      findReplication: () => findFurthest(sample, weigh, observed, settings.run.batches),
    };
  });
}

/** A column that counts for nothing may hold anything, infinite times included. */
function weighed(weight: number, value: number): number {
  return weight === 0 ? 0 : weight * value;
}

/** What the rounding of transfers to whole units can do to a column, by one job. */
function roundingOf(settings: Settings, column: RecordColumn, range: readonly number[]): number {
  // Two for each validator, four more [credits].
  const money = 1e-9 * (4 + 2 * countPlayers(settings, 'validator', catalogueOf(settings)));
  if (moneyColumns.includes(at[column])) return money;
  if (!column.endsWith('Utility')) return 0;
  const { inverse, derivative } = utilityOf(settings)!;
  return money * Math.max(1, ...range.map((value) => derivative(inverse(value))));
}

/** How many jobs of focal nodes are to be expected, before any was played [count]. */
function expectFocalJobs({ arm, sample }: ComparedArm, settings: Settings): number {
  const { jobs, batches = 1 } = settings.run;
  return (sample.replications / batches) * jobs * (countFocal(planArm(settings, arm).cast) / settings.market.nodeCount);
}

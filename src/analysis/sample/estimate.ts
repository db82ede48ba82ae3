/**
 * Income and advantage per job from paired replications, with the known noise of nature's draws taken out.
 *
 * Both arms of a comparison see the same arrivals, challenges and draws of validators (common random numbers). What is
 * left of the luck of the draw is removed by control variates whose mean the round knows exactly and no strategy can
 * influence: how many jobs focal nodes got, how many of them were challenged, how many met only their own kind, and how often focal
 * nodes were drawn to validate. Outcomes too rare for a normal law widen the interval.
 *
 * @source Glasserman and Yao (1992), Some guidelines and guarantees for common random numbers; Lavenberg and Welch (1981)
 */

import type { Role, VarianceReduction } from '../../findings/findings.ts';
import { pow, square } from '../../kernel/mathematics/index.ts';
import { columnIndex as at, type RecordColumn } from '../../market/record.ts';
import type { Settings } from '../../market/settings.ts';
import { adjustByControls } from '../../stats/control.ts';
import { studentQuantile } from '../../stats/interval.ts';
import { computeRatioInfluence } from '../../stats/paired.ts';
import type { JobOutcome } from '../round/lottery.ts';
import type { Payments } from '../round/payments.ts';
import { addsUpIncome, ratioOf, valuationOf } from '../round/valuation.ts';
import {
  gainOfSampling,
  LEDGER_RESOLUTION,
  lookForRareDifference,
  lookForRareOutcomes,
  type RareOutcomes,
} from './arm-law.ts';
import { buildControls, listControls } from './controls.ts';
import type { Looks } from './looks.ts';
import { boundUnseen } from './rare-events.ts';
import { fitRatio } from './ratio.ts';
import { judgeBatches } from './run-batches.ts';
import { type ArmSample, enlarge } from './samples.ts';

/** What an interval is made of. */
export interface Precision {
  standardError: number;
  degrees: number;
  /** What is added to any interval for outcomes too rare to be seen, by the one-sided error it may spend. */
  allowance: (tail: number) => number;
  /** How lopsided the law of the mean is: its skewness by the exact law of a job, the most it can be without one [1]. */
  skewness: number;
}

/** An estimate that can be compared with others of the same replications. */
export interface PairedEstimate extends Precision {
  mean: number;
  /** The most that one event can move the mean by. */
  reach: number;
  /** What to expect of the estimate after so many times its replications. */
  after: (times: number) => Precision;
  replications: number;
  /** Centred contribution of each replication to the mean; their covariance is that of two estimates. */
  influence: Float64Array;
  /** How much smaller the variance is than without each method. */
  reduction: VarianceReduction;
}

/** What the rules say of an arm. */
export interface ArmLaw {
  /** Per job of the market; `null` where the round does not speak for every job. */
  exact: Float64Array | null;
  /** The same of focal nodes' jobs alone; `null` where `exact` says more, or the round does not even speak for those. */
  focal: Float64Array | null;
  /** Every way a job that the round speaks for can end; `null` where it cannot be taken apart. */
  outcomes: () => readonly JobOutcome[] | null;
  /** All that a job can bring or cost a role, whether or not the round speaks for it. */
  payments: (role: Role) => Payments;
  /** How challenges were sampled in this arm. */
  sampling: 'natural' | 'tilted' | 'split';
}

/** An arm's records, and what is known of it without them. */
export interface ArmEvidence extends ArmLaw {
  sample: ArmSample;
}

// Beyond this the expansion does not hold; such laws have outcomes that are set apart as rare.
const SKEWNESS_MAX = 0.2;

/** Worth per focal job in one arm: income for risk-neutral players; see `valuation.ts` for the others. */
export function estimateIncome(arm: ArmEvidence, role: Role, settings: Settings): PairedEstimate {
  const { sample } = arm;
  const n = sample.replications;
  const worth = valueSample(sample, n, role, settings);
  const jobs = addsUpIncome(settings) ? sample.column('focalJobs', n) : undefined;
  const [law, size] = [lawOf(arm), sample.size(n)];
  const known = (times: number): Known => {
    const enlarged = times === 1 ? size : enlarge(size, times);
    const controls = listControls(law, enlarged, settings);
    return { controls, rare: lookForRareOutcomes(law, enlarged, { role, settings, controls }) };
  };
  const reduction = { commonRandomNumbers: 1, sampling: gainOfSampling(arm, role, settings) };
  return adjust({ ...worth, jobs }, arm, known, reduction, settings.run.batches);
}

/** Worth per focal job in `own` less that in `other`, over the replications both have. */
export function estimateAdvantage(
  own: ArmEvidence,
  other: ArmEvidence,
  role: Role,
  settings: Settings,
): PairedEstimate {
  const n = Math.min(own.sample.replications, other.sample.replications);
  const ownWorth = valueSample(own.sample, n, role, settings);
  const otherWorth = valueSample(other.sample, n, role, settings);
  const [ownInfluence, otherInfluence] = [ownWorth.influence, otherWorth.influence];
  if (isSameLaw(own, other) && ownWorth.value === otherWorth.value && isSame(ownInfluence, otherInfluence))
    return tie(n);
  const isPaired = settings.run.commonRandomNumbers !== false;
  const jobs = own.sample.column('focalJobs', n);
  if (!isPaired || !isClose(jobs, other.sample.column('focalJobs', n))) {
    return subtract(estimateIncome(own, role, settings), estimateIncome(other, role, settings), isPaired);
  }
  const difference = ownInfluence.map((value, i) => value - otherInfluence[i]);
  const shared = squares(difference);
  const laws = [lawOf(own), lawOf(other)] as const;
  const sizes = [own.sample.size(n), other.sample.size(n)] as const;
  const isAlike = laws[0].sampling === laws[1].sampling;
  const known = (times: number): Known => {
    const [first, second] = times === 1 ? sizes : [enlarge(sizes[0], times), enlarge(sizes[1], times)];
    const controls = listControls(laws[1], second, settings);
    const looked = [
      // Jobs that are sampled in another way draw challenges of their own, which nothing is taken out by.
      lookForRareOutcomes(laws[0], first, { role, settings, controls: isAlike ? controls : [] }),
      lookForRareOutcomes(laws[1], second, { role, settings, controls }),
    ] as const;
    return { controls, rare: lookForRareDifference(...looked, isAlike) };
  };
  return adjust(
    {
      value: ownWorth.value - otherWorth.value,
      influence: difference,
      resolution: Math.max(ownWorth.resolution, otherWorth.resolution),
      jobs: addsUpIncome(settings) ? jobs : undefined,
    },
    other,
    known,
    {
      commonRandomNumbers: shared > 0 ? (squares(ownInfluence) + squares(otherInfluence)) / shared : 1,
      sampling: gainOfSampling(other, role, settings),
    },
    settings.run.batches,
  );
}

/** The difference of two estimates with draws of their own, or of arms in which focal nodes got different jobs. */
function subtract(own: PairedEstimate, other: PairedEstimate, isPaired: boolean): PairedEstimate {
  const n = Math.min(own.replications, other.replications);
  const product = own.standardError * other.standardError;
  const correlation = isPaired && product > 0 ? computeCovariance(own, other) / product : 0;
  const reach = own.reach + other.reach;
  const differ = (a: Precision, b: Precision, times: number): Precision => {
    const variance = Math.max(
      square(a.standardError) + square(b.standardError) - 2 * correlation * a.standardError * b.standardError,
      square(LEDGER_RESOLUTION),
    );
    const standardError = Math.sqrt(variance);
    const apart = (tail: number) => a.allowance(tail / 2) + b.allowance(tail / 2);
    return {
      standardError,
      // Never more than the two together have, however unequal their noise: the smaller count is safe.
      degrees: Math.min(a.degrees, b.degrees),
      // What is common in both arms may be rare in their difference.
      allowance: isPaired ? (tail) => Math.max(apart(tail), boundUnseen(reach / times, standardError, tail)) : apart,
      skewness: (a.skewness * pow(a.standardError, 3) + b.skewness * pow(b.standardError, 3)) / pow(variance, 1.5),
    };
  };
  const [ownAfter, otherAfter] = [own.after, other.after];
  const now = differ(own, other, 1);
  return {
    ...now,
    mean: own.mean - other.mean,
    reach,
    after: (times) => differ(ownAfter(times), otherAfter(times), times),
    replications: n,
    influence: Float64Array.from({ length: n }, (_, i) => own.influence[i] - other.influence[i]),
    reduction: {
      commonRandomNumbers: isPaired
        ? (square(own.standardError) + square(other.standardError)) / square(now.standardError)
        : 1,
      controlVariates: other.reduction.controlVariates,
      sampling: other.reduction.sampling,
    },
  };
}

/** Covariance of two estimates, from the replications they share: those of the shorter one. */
export function computeCovariance(a: PairedEstimate, b: PairedEstimate): number {
  const n = Math.min(a.influence.length, b.influence.length);
  let [products, ownSquares, otherSquares] = [0, 0, 0];
  for (let i = 0; i < n; i++) {
    products += a.influence[i] * b.influence[i];
    ownSquares += square(a.influence[i]);
    otherSquares += square(b.influence[i]);
  }
  const norm = Math.sqrt(ownSquares * otherSquares);
  // Of means over n and m > n replications, the first n shared, the covariance is that of one replication over m.
  const shared = Math.sqrt(n / Math.max(a.influence.length, b.influence.length));
  return norm > 0 ? (products / norm) * shared * a.standardError * b.standardError : 0;
}

/** Half-width of an estimate's interval at its look, one of `comparisons` that hold together. */
export function halfWidthOf(estimate: PairedEstimate, looks: Looks, comparisons = 1): number {
  const { spread, allowance } = partsOf(estimate, looks.tail(estimate.replications, comparisons));
  return spread + allowance;
}

/** An interval's half-width in its two parts: noise that averages out, and what may have gone unseen. */
export function partsOf(estimate: Precision, tail: number): { spread: number; allowance: number } {
  const { standardError, degrees } = estimate;
  if (standardError === 0) return { spread: 0, allowance: 0 };
  if (!(degrees >= 1) || !Number.isFinite(standardError)) return { spread: Number.POSITIVE_INFINITY, allowance: 0 };
  // Where both parts matter each may spend half of the error.
  const allowance = estimate.allowance(tail / 2);
  const share = allowance > 0 ? tail / 2 : tail;
  const quantile = studentQuantile(1 - share, degrees);
  // A lopsided law misses more often on one side than on the other. By the first term of Edgeworth's expansion of
  // Student's statistic (Hall 1992) this much more keeps the error of the worse side at what it may spend.
  const lopsided = (Math.min(estimate.skewness, SKEWNESS_MAX) * (2 * quantile * quantile + 1)) / 6;
  return { spread: (quantile + lopsided) * standardError, allowance };
}

/** A sample's worth, and what each replication contributes to it. */
interface SampleWorth {
  value: number;
  influence: Float64Array;
  /** How far rounding may have moved the value [credits]. */
  resolution: number;
}

function valueSample(sample: ArmSample, n: number, role: Role, settings: Settings): SampleWorth {
  const { terms, combine } = valuationOf(settings, role);
  const total = sample.total(n);
  const ratios = terms.map((term) => ratioOf(term, total));
  const { value, slopes, grain = 0 } = combine(ratios);
  // Every job adds to the sum of its replication, and every replication to the whole, rounded to half of a last digit.
  const additions = total[at.jobs] / n + n;
  const resolution = Math.max(LEDGER_RESOLUTION, (additions * Number.EPSILON * grain) / 2);
  const influence = new Float64Array(n);
  for (const [term, { figure, per }] of terms.entries()) {
    if (slopes[term] === 0 || !(total[at[per]] > 0)) continue;
    const own = computeRatioInfluence(sample.map(figure, n), sample.column(per, n));
    for (let i = 0; i < n; i++) influence[i] += slopes[term] * own[i];
  }
  return { value, influence, resolution };
}

/** A linearised worth, as far as it is known before nature's draws are taken out. */
interface Linearised extends SampleWorth {
  /** Jobs per replication, where the worth is an income per job; nothing where it is less simple. */
  jobs: Float64Array | undefined;
}

/** What is known of an estimate beside its sample: the draws to take out of it, and what may have gone unseen. */
interface Known {
  controls: readonly RecordColumn[];
  rare: RareOutcomes;
}

/**
 * @param controlled  the arm whose draws are taken out
 * @param known       what is known after so many times the replications there are
 */
function adjust(
  { value, influence, resolution, jobs }: Linearised,
  controlled: ArmEvidence,
  known: (times: number) => Known,
  { commonRandomNumbers, sampling }: Omit<VarianceReduction, 'controlVariates'>,
  batches = 1,
): PairedEstimate {
  const count = influence.length;
  const plain = squares(influence) / (count * (count - 1));
  const { controls: names, rare } = known(1);
  const controls = buildControls(controlled, count, names);
  const fitted = jobs ? fitIncome(influence, jobs, controls) : fitWorth(influence, controls);
  const { inflation, share } = judgeBatches(fitted.influence, batches);
  // Few replications of few events may fit by coincidence: half of what the exact law leaves is the least that is believed.
  const describe = (error: number, degrees: number, { allowance, skewness, deviation }: RareOutcomes): Precision => {
    const standardError = Math.max(error, deviation / 2, resolution);
    return {
      standardError,
      degrees,
      allowance: (tail) => allowance(tail, standardError),
      skewness: skewness(standardError),
    };
  };
  const [error, degrees] = [inflation * fitted.standardError, Math.floor(share * fitted.degrees)];
  const now = describe(error, degrees, rare);
  const { deviation } = rare;
  return {
    ...now,
    mean: value + fitted.shift,
    reach: rare.reach,
    after: (times) => {
      const later = known(times);
      // Draws that are too few to be taken out now may not be so then: what the law leaves after them tells how much it helps.
      const shrinks = deviation > 0 ? later.rare.deviation / deviation : 1 / Math.sqrt(times);
      const gained = Math.floor(share * count * (times - 1)) - (later.controls.length - names.length);
      return describe(now.standardError * shrinks, degrees + gained, later.rare);
    },
    replications: count,
    influence: fitted.influence,
    reduction: {
      commonRandomNumbers,
      controlVariates: fitted.kept > 0 && plain > 0 ? plain / square(now.standardError) : 1,
      sampling,
    },
  };
}

/** What the controls shift an estimate by, and what they leave. */
interface Fitted {
  shift: number;
  standardError: number;
  degrees: number;
  influence: Float64Array;
  kept: number;
}

function fitIncome(influence: Float64Array, jobs: Float64Array, controls: readonly Float64Array[]): Fitted {
  const meanJobs = sum(jobs) / jobs.length;
  const fit = fitRatio(
    influence.map((term) => term * meanJobs),
    jobs,
    controls,
  );
  return { ...fit, shift: fit.ratio };
}

function fitWorth(influence: Float64Array, controls: readonly Float64Array[]): Fitted {
  const { mean, standardError, degrees, residuals, kept } = adjustByControls(influence, controls, 0.95);
  return { shift: mean, standardError, degrees, influence: residuals, kept: kept.length };
}

/** What the rules say of an arm, without its records: nothing that outlives an analysis may hold on to those. */
function lawOf({ exact, focal, outcomes, payments, sampling }: ArmLaw): ArmLaw {
  return { exact, focal, outcomes, payments, sampling };
}

/** Two arms that are the same game: nobody's play differs. Samples that merely look alike may hide a rare difference. */
function isSameLaw(own: ArmEvidence, other: ArmEvidence): boolean {
  if (own.sample.sharesRuns(other.sample)) return true;
  return own.exact !== null && other.exact !== null && own.exact.every((value, i) => value === other.exact![i]);
}

function isSame(a: Float64Array, b: Float64Array): boolean {
  return a.every((value, i) => value === b[i]);
}

/** Equal up to rounding: jobs played both ways are weighed, and their weights sum to 1 but for the last digits. */
function isClose(a: Float64Array, b: Float64Array): boolean {
  return a.every((value, i) => Math.abs(value - b[i]) <= 1e-9 * value);
}

function tie(n: number): PairedEstimate {
  return {
    mean: 0,
    standardError: 0,
    degrees: n - 1,
    allowance: () => 0,
    skewness: 0,
    reach: 0,
    after: () => tie(n),
    replications: n,
    influence: new Float64Array(n),
    reduction: { commonRandomNumbers: 1, controlVariates: 1, sampling: 1 },
  };
}

function squares(values: Float64Array): number {
  return values.reduce((total, value) => total + value * value, 0);
}

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0);
}

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

import type { Role, VarianceReduction } from '../findings/findings.ts';
import { pow, square } from '../kernel/mathematics/index.ts';
import { columnIndex as at } from '../market/record.ts';
import type { Settings } from '../market/settings.ts';
import { adjustByControls } from '../stats/control.ts';
import { studentQuantile } from '../stats/interval.ts';
import { computeRatioInfluence } from '../stats/paired.ts';
import { gainOfSampling, LEDGER_RESOLUTION, lookForRareDifference, lookForRareOutcomes } from './arm-law.ts';
import { buildControls, listControls } from './controls.ts';
import type { Looks } from './looks.ts';
import type { JobOutcome } from './lottery.ts';
import { fitRatio } from './ratio.ts';
import { judgeBatches } from './run-batches.ts';
import type { ArmSample } from './samples.ts';
import { addsUpIncome, ratioOf, valuationOf } from './valuation.ts';

/** An estimate that can be compared with others of the same replications. */
export interface PairedEstimate {
  mean: number;
  standardError: number;
  degrees: number;
  /** What is added to any interval for outcomes too rare to be seen, by the one-sided error it may spend. */
  allowance: (tail: number) => number;
  /** How lopsided the law of the mean is, by the exact law of a job: its skewness; 0 where that is not known [1]. */
  skewness: number;
  replications: number;
  /** Centred contribution of each replication to the mean; their covariance is that of two estimates. */
  influence: Float64Array;
  /** How much smaller the variance is than without each method. */
  reduction: VarianceReduction;
}

/** An arm's records and their exact partner. */
export interface ArmEvidence {
  sample: ArmSample;
  /** Per job of the market; `null` where the round does not speak for every job. */
  exact: Float64Array | null;
  /** The same of focal nodes' jobs alone; `null` where `exact` says more, or the round does not even speak for those. */
  focal: Float64Array | null;
  /** Every way a job that the round speaks for can end; `null` where it cannot be taken apart. */
  outcomes: () => readonly JobOutcome[] | null;
  /** How challenges were sampled in this arm. */
  sampling: 'natural' | 'tilted' | 'split';
}

// Beyond this the expansion does not hold; such laws have outcomes that are set apart as rare.
const SKEWNESS_MAX = 0.2;

/** Worth per focal job in one arm: income for risk-neutral players; see `valuation.ts` for the others. */
export function estimateIncome(arm: ArmEvidence, role: Role, settings: Settings): PairedEstimate {
  const { sample } = arm;
  const n = sample.replications;
  const worth = valueSample(sample, n, role, settings);
  const controls = listControls(arm, n, settings);
  const jobs = addsUpIncome(settings) ? sample.column('focalJobs', n) : undefined;
  const { weighLoss } = worth;
  const { allowance, ...law } = lookForRareOutcomes(arm, { n, weighLoss }, { role, settings, controls });
  const reduction = { commonRandomNumbers: 1, sampling: gainOfSampling(arm, role, settings) };
  return adjust(
    { ...worth, jobs, ...law },
    buildControls(arm, n, controls),
    allowance,
    reduction,
    settings.run.batches,
  );
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
  const difference = ownInfluence.map((value, i) => value - otherInfluence[i]!);
  const shared = squares(difference);
  const controls = listControls(other, n, settings);
  const look = (arm: ArmEvidence, { weighLoss }: SampleWorth) =>
    lookForRareOutcomes(arm, { n, weighLoss }, { role, settings, controls });
  const sharesDraws = own.sampling === other.sampling;
  const rare = lookForRareDifference(look(own, ownWorth), look(other, otherWorth), sharesDraws);
  return adjust(
    {
      value: ownWorth.value - otherWorth.value,
      influence: difference,
      jobs: addsUpIncome(settings) ? jobs : undefined,
      deviation: rare.deviation,
      skewness: rare.skewness,
    },
    buildControls(other, n, controls),
    rare.allowance,
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
  const covariance = isPaired ? computeCovariance(own, other) : 0;
  const [first, second] = [square(own.standardError), square(other.standardError)];
  const variance = Math.max(first + second - 2 * covariance, square(LEDGER_RESOLUTION));
  return {
    mean: own.mean - other.mean,
    standardError: Math.sqrt(variance),
    // Never more than the two together have, however unequal their noise: the smaller count is safe.
    degrees: Math.min(own.degrees, other.degrees),
    allowance: (tail) => own.allowance(tail / 2) + other.allowance(tail / 2),
    skewness:
      (own.skewness * pow(own.standardError, 3) + other.skewness * pow(other.standardError, 3)) / pow(variance, 1.5),
    replications: n,
    influence: Float64Array.from({ length: n }, (_, i) => own.influence[i]! - other.influence[i]!),
    reduction: {
      commonRandomNumbers: isPaired ? (first + second) / variance : 1,
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
    products += a.influence[i]! * b.influence[i]!;
    ownSquares += square(a.influence[i]!);
    otherSquares += square(b.influence[i]!);
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
export function partsOf(estimate: PairedEstimate, tail: number): { spread: number; allowance: number } {
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

/** A sample's worth, what each replication contributes to it, and what a loss weighs in it. */
interface SampleWorth {
  value: number;
  influence: Float64Array;
  weighLoss: (loss: number) => number;
}

function valueSample(sample: ArmSample, n: number, role: Role, settings: Settings): SampleWorth {
  const { terms, combine, weighLoss } = valuationOf(settings, role);
  const total = sample.total(n);
  const ratios = terms.map((term) => ratioOf(term, total));
  const { value, slopes } = combine(ratios);
  const influence = new Float64Array(n);
  // A loop and not a closure: it would keep the sample in memory for as long as the loss below can be weighed.
  for (const [term, { figure, per }] of terms.entries()) {
    if (slopes[term] === 0 || !(total[at[per]]! > 0)) continue;
    const own = computeRatioInfluence(sample.map(figure, n), sample.column(per, n));
    for (let i = 0; i < n; i++) influence[i]! += slopes[term]! * own[i]!;
  }
  return { value, influence, weighLoss: (loss) => weighLoss(loss, ratios) };
}

/** A linearised worth, as far as it is known before nature's draws are taken out. */
interface Linearised {
  value: number;
  influence: Float64Array;
  /** Jobs per replication, where the worth is an income per job; nothing where it is less simple. */
  jobs: Float64Array | undefined;
  /** Standard error that the exact law of a job leaves; 0 where it is not known. */
  deviation: number;
  skewness: number;
}

function adjust(
  { value, influence, jobs, deviation, skewness }: Linearised,
  controls: readonly Float64Array[],
  allowance: (tail: number) => number,
  { commonRandomNumbers, sampling }: Omit<VarianceReduction, 'controlVariates'>,
  batches = 1,
): PairedEstimate {
  const count = influence.length;
  const plain = squares(influence) / (count * (count - 1));
  const fitted = jobs ? fitIncome(influence, jobs, controls) : fitWorth(influence, controls);
  // Few replications of few events may fit by coincidence: half of what the exact law leaves is the least that is believed.
  const { inflation, share } = judgeBatches(fitted.influence, batches);
  const standardError = Math.max(inflation * fitted.standardError, deviation / 2, LEDGER_RESOLUTION);
  return {
    mean: value + fitted.shift,
    standardError,
    degrees: Math.floor(share * fitted.degrees),
    allowance,
    skewness,
    replications: count,
    influence: fitted.influence,
    reduction: {
      commonRandomNumbers,
      controlVariates: fitted.kept > 0 && plain > 0 ? plain / square(standardError) : 1,
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
  return a.every((value, i) => Math.abs(value - b[i]!) <= 1e-9 * value);
}

function tie(n: number): PairedEstimate {
  return {
    mean: 0,
    standardError: 0,
    degrees: n - 1,
    allowance: () => 0,
    skewness: 0,
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

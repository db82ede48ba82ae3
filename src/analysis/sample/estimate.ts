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
import { square } from '../../kernel/mathematics/index.ts';
import type { Settings } from '../../market/settings.ts';
import { adjustByControls } from '../../stats/control.ts';
import type { ArmLaw } from '../round/exact-arm.ts';
import { addsUpIncome } from '../round/valuation.ts';
import { gainOfSampling } from './arm-law.ts';
import { buildControls } from './controls.ts';
import { believe, lookBeside, type Sampled, subtractPrecision } from './prospect.ts';
import { fitRatio } from './ratio.ts';
import { judgeBatches } from './run-batches.ts';
import type { ArmSample, SampleSize } from './samples.ts';
import { type SampleWorth, valueSample } from './worth.ts';

/** An estimate that can be compared with others of the same replications. Plain data: it holds on to no records. */
export interface PairedEstimate extends Sampled {
  mean: number;
  /** Centred contribution of each replication to the mean; their covariance is that of two estimates. */
  influence: Float64Array;
  /** How much smaller the variance is than without each method. */
  reduction: VarianceReduction;
}

/** An arm's records, and what is known of it without them. */
export interface ArmEvidence extends ArmLaw {
  sample: ArmSample;
}

/** Worth per focal job in one arm: income for risk-neutral players; see `valuation.ts` for the others. */
export function estimateIncome(arm: ArmEvidence, role: Role, settings: Settings): PairedEstimate {
  const { sample } = arm;
  const n = sample.replications;
  const worth = valueSample(sample, n, role, settings);
  const jobs = addsUpIncome(settings) ? sample.column('focalJobs', n) : undefined;
  const reduction = { commonRandomNumbers: 1, sampling: gainOfSampling(arm, role, settings) };
  return adjust({ ...worth, jobs }, { arms: [arm], sizes: [sample.size(n)], role, settings }, reduction);
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
  return adjust(
    {
      value: ownWorth.value - otherWorth.value,
      influence: difference,
      resolution: Math.max(ownWorth.resolution, otherWorth.resolution),
      jobs: addsUpIncome(settings) ? jobs : undefined,
    },
    { arms: [own, other], sizes: [own.sample.size(n), other.sample.size(n)], role, settings },
    {
      commonRandomNumbers: shared > 0 ? (squares(ownInfluence) + squares(otherInfluence)) / shared : 1,
      sampling: gainOfSampling(other, role, settings),
    },
  );
}

/** The difference of two estimates with draws of their own, or of arms in which focal nodes got different jobs. */
function subtract(own: PairedEstimate, other: PairedEstimate, isPaired: boolean): PairedEstimate {
  const n = Math.min(own.replications, other.replications);
  const product = own.standardError * other.standardError;
  const correlation = isPaired && product > 0 ? computeCovariance(own, other) / product : 0;
  const reach = own.reach + other.reach;
  const now = subtractPrecision(own, other, reach, { correlation, isPaired });
  return {
    ...now,
    mean: own.mean - other.mean,
    reach,
    prospect: { of: 'difference', own: sampledOf(own), other: sampledOf(other), correlation, isPaired },
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

function sampledOf({ mean: _, influence: __, reduction: ___, ...sampled }: PairedEstimate): Sampled {
  return sampled;
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

/** A linearised worth, as far as it is known before nature's draws are taken out. */
interface Linearised extends SampleWorth {
  /** Jobs per replication, where the worth is an income per job; nothing where it is less simple. */
  jobs: Float64Array | undefined;
}

/** What a worth was read from. */
interface Origin {
  /** One arm, or two that share their draws; those of the last are taken out. */
  arms: readonly ArmEvidence[];
  sizes: readonly SampleSize[];
  role: Role;
  settings: Settings;
}

/** Takes nature's known draws out of a worth. */
function adjust(
  { value, influence, resolution, jobs }: Linearised,
  { arms, sizes, role, settings }: Origin,
  { commonRandomNumbers, sampling }: Omit<VarianceReduction, 'controlVariates'>,
): PairedEstimate {
  const count = influence.length;
  const plain = squares(influence) / (count * (count - 1));
  const { controls: names, rare } = lookBeside(arms, sizes, role, settings);
  const controls = buildControls(arms[arms.length - 1], count, names);
  const fitted = jobs ? fitIncome(influence, jobs, controls) : fitWorth(influence, controls);
  const { inflation, share } = judgeBatches(fitted.influence, settings.run.batches);
  const { deviation, reach } = rare;
  const now = believe(rare, inflation * fitted.standardError, Math.floor(share * fitted.degrees), resolution);
  return {
    ...now,
    mean: value + fitted.shift,
    reach,
    prospect: { of: 'arms', role, sizes, controls: names.length, deviation, share, resolution },
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

/** Two arms that are the same game: nobody's play differs. Samples that merely look alike may hide a rare difference. */
function isSameLaw(own: ArmEvidence, other: ArmEvidence): boolean {
  if (own.sample === other.sample) return true;
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
    unseen: { kind: 'nothing' },
    skewness: 0,
    reach: 0,
    prospect: { of: 'tie' },
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

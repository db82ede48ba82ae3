/**
 * Income and advantage per job from paired replications, with the known noise of nature's draws taken out.
 *
 * Both arms of a comparison see the same arrivals, challenges and draws of validators (common random numbers). What is
 * left of the luck of the draw is removed by control variates whose mean the round knows exactly and no strategy can
 * influence: how many jobs focal nodes got, how many of them were challenged, how many met only their own kind, and how often focal
 * nodes were drawn to validate.
 *
 * @source Glasserman and Yao (1992), Some guidelines and guarantees for common random numbers; Lavenberg and Welch (1981)
 */
import type { Role } from '../findings/findings.ts';
import { columnIndex as at, type RecordColumn } from '../market/record.ts';
import type { Settings } from '../market/settings.ts';
import { adjustByControls } from '../stats/control.ts';
import { computeRatioInfluence } from '../stats/paired.ts';
import { incomeOf } from './income.ts';
import type { Looks } from './looks.ts';
import { computeRareEventAllowance } from './rare-events.ts';
import type { ArmSample } from './samples.ts';

/** An estimate that can be compared with others of the same replications. */
export interface PairedEstimate {
  mean: number;
  standardError: number;
  degrees: number;
  /** What is added to any interval for slashes too rare to be seen. */
  allowance: number;
  replications: number;
  /** Centred contribution of each replication to the mean; their covariance is that of two estimates. */
  influence: Float64Array;
}

/** An arm's records and their exact partner. */
export interface ArmEvidence {
  sample: ArmSample;
  exact: Float64Array | null;
}

const drawColumns: readonly RecordColumn[] = ['focalChallengedJobs', 'focalColludingJobs', 'focalValidations'];

// Rounding to whole units makes incomes off by up to one unit of 1e-9 credits per transfer.
const LEDGER_RESOLUTION = 2e-9;

/** Income per focal job in one arm. */
export function estimateIncome(arm: ArmEvidence, role: Role, settings: Settings, looks: Looks): PairedEstimate {
  const { sample } = arm;
  const n = sample.replications;
  const jobs = sample.column('focalJobs');
  const income = sample.map((record) => incomeOf(record, role, settings));
  const controls = settings.run.controlVariates === false ? [] : controlsOf(arm, n);
  const allowance = allowanceOf(arm, n, settings, looks);
  return adjust(sum(income) / sum(jobs), computeRatioInfluence(income, jobs), controls, allowance, n);
}

/** Income per focal job in `own` less that in `other`, over the replications both have. */
export function estimateAdvantage(
  own: ArmEvidence,
  other: ArmEvidence,
  role: Role,
  settings: Settings,
  looks: Looks,
): PairedEstimate {
  const n = Math.min(own.sample.replications, other.sample.replications);
  const figure = (record: Float64Array) => incomeOf(record, role, settings);
  const [ownJobs, otherJobs] = [own.sample.column('focalJobs', n), other.sample.column('focalJobs', n)];
  const [ownIncome, otherIncome] = [own.sample.map(figure, n), other.sample.map(figure, n)];
  if (isSame(ownIncome, otherIncome) && isSame(ownJobs, otherJobs)) {
    return { mean: 0, standardError: 0, degrees: n - 1, allowance: 0, replications: n, influence: new Float64Array(n) };
  }
  const ownInfluence = computeRatioInfluence(ownIncome, ownJobs);
  const otherInfluence = computeRatioInfluence(otherIncome, otherJobs);
  const allowance = allowanceOf(own, n, settings, looks) + allowanceOf(other, n, settings, looks);
  return adjust(
    sum(ownIncome) / sum(ownJobs) - sum(otherIncome) / sum(otherJobs),
    ownInfluence.map((value, i) => value - otherInfluence[i]!),
    settings.run.controlVariates === false ? [] : controlsOf(other, n),
    allowance,
    n,
  );
}

/** Covariance of two estimates: the correlation of what the replications contribute, times both standard errors. */
export function computeCovariance(a: PairedEstimate, b: PairedEstimate): number {
  const n = Math.min(a.influence.length, b.influence.length);
  let [products, ownSquares, otherSquares] = [0, 0, 0];
  for (let i = 0; i < n; i++) {
    products += a.influence[i]! * b.influence[i]!;
    ownSquares += a.influence[i]! ** 2;
    otherSquares += b.influence[i]! ** 2;
  }
  const norm = Math.sqrt(ownSquares * otherSquares);
  return norm > 0 ? (products / norm) * a.standardError * b.standardError : 0;
}

/** Half-width of an estimate's interval at its look. */
export function halfWidthOf(estimate: PairedEstimate, looks: Looks, comparisons = 1): number {
  const { replications, standardError, degrees, allowance } = estimate;
  return looks.halfWidth(replications, standardError, degrees, comparisons) + allowance;
}

function adjust(
  mean: number,
  influence: Float64Array,
  controls: readonly Float64Array[],
  allowance: number,
  replications: number,
): PairedEstimate {
  const adjusted = adjustByControls(influence, controls, 0.95);
  return {
    mean: mean + adjusted.mean,
    standardError: Math.max(adjusted.standardError, LEDGER_RESOLUTION),
    degrees: adjusted.degrees,
    allowance,
    replications,
    influence: adjusted.residuals,
  };
}

/** Centred draws of nature per focal job, whose expectation the round knows. */
function controlsOf({ sample, exact }: ArmEvidence, n: number): Float64Array[] {
  if (!exact) return [];
  const jobs = sample.column('focalJobs', n);
  const meanJobs = sum(jobs) / n;
  return drawColumns.map((name) => {
    const share = exact[at[name]]! / exact[at.focalJobs]!;
    return sample.column(name, n).map((value, i) => (value - share * jobs[i]!) / meanJobs);
  });
}

function allowanceOf({ sample, exact }: ArmEvidence, n: number, settings: Settings, looks: Looks): number {
  const total = sample.total(n);
  const focalJobs = total[at.focalJobs]!;
  const seen = total[at.focalSlashEvents]!;
  const weighed = total[at.focalSlashes]!;
  const slashes = {
    seen,
    impossible: exact !== null && exact[at.focalSlashes] === 0,
    meanWeight: seen > 0 ? weighed / seen : 1,
    meanSlash: weighed > 0 ? total[at.slashed]! / weighed : 0,
    focalJobs,
  };
  return computeRareEventAllowance(slashes, settings, looks.tail(n));
}

function isSame(a: Float64Array, b: Float64Array): boolean {
  return a.every((value, i) => value === b[i]);
}

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0);
}

/** What the exact law of one job says about an estimate from a sample of an arm. */

import type { Role } from '../findings/findings.ts';
import { pow, square } from '../kernel/mathematics/index.ts';
import { columnIndex as at, type RecordColumn } from '../market/record.ts';
import type { Settings } from '../market/settings.ts';
import { listBatchResidues } from './batch-residues.ts';
import type { ArmEvidence } from './estimate.ts';
import { pairResidues } from './paired-residues.ts';
import { boundRareResidues, boundRareSlashes, type Residue } from './rare-events.ts';
import { listResidues } from './residues.ts';
import { countsOwnJobs } from './round-law.ts';
import { addsUpIncome, valuationOf } from './valuation.ts';

/** Rounding to whole units makes incomes off by up to one unit of 1e-9 credits per transfer [credits]. */
export const LEDGER_RESOLUTION = 2e-9;

/** What the law of one job knows better than a sample. */
export interface RareOutcomes {
  /** What outcomes too rare for a normal law may add to an income per job, by the one-sided error it may spend. */
  allowance: (tail: number) => number;
  /** Standard error of the income per job after the controls; 0 where the law is not known. */
  deviation: number;
  /** How lopsided it is: the skewness of the mean; 0 where the law is not known, or only rounding is left [1]. */
  skewness: number;
}

/** The same of one arm, and what it was read off. */
interface ArmOutcomes extends RareOutcomes {
  /** What the controls leave of every outcome; `null` where the law is not known. */
  residues: readonly Residue[] | null;
  focalJobs: number;
}

/** A role at a design point, and the draws that are taken out of its income. */
export interface GuardContext {
  role: Role;
  settings: Settings;
  controls: readonly RecordColumn[];
}

/** A sample of `n` replications, and what a loss weighs in it. */
export interface GuardedSample {
  n: number;
  weighLoss: (loss: number) => number;
}

/** Looks for what a sample may hide. */
export function lookForRareOutcomes(
  arm: ArmEvidence,
  { n, weighLoss }: GuardedSample,
  context: GuardContext,
): ArmOutcomes {
  const { role, settings } = context;
  const total = arm.sample.total(n);
  const focalJobs = total[at.focalJobs]!;
  if (!(focalJobs > 0)) {
    return { allowance: () => Number.POSITIVE_INFINITY, deviation: 0, skewness: 0, residues: null, focalJobs };
  }
  const residues = residuesOf(arm, total, context);
  if (residues) return { ...weigh(residues, focalJobs), residues, focalJobs };
  const unknown = { deviation: 0, skewness: 0, residues: null, focalJobs };
  const known = arm.exact ?? (countsOwnJobs(settings, role) ? arm.focal : null);
  if (known !== null && known[at.focalSlashes] === 0) return { ...unknown, allowance: () => 0 };
  const seen = total[at.focalSlashEvents]!;
  const weighed = total[at.focalSlashes]!;
  const meanWeight = seen > 0 ? weighed / seen : 1;
  // A batch is slashed once, however many of its jobs were found out: those have not escaped.
  const caught = settings.market.jobsInFlight > 1 ? total[at.detectedJobs]! + total[at.falseSlashedJobs]! : seen;
  const slashes = {
    seen,
    escaped: Math.max(0, total[at.focalChallengedJobs]! / meanWeight - caught),
    meanWeight,
    meanSlash: weighed > 0 ? total[at.slashed]! / weighed : 0,
    ...(known && { knownSlash: known[at.slashed]! / known[at.focalSlashes]! }),
  };
  // Discounted jobs are fewer than those that were played.
  const jobs = total[at[valuationOf(settings, role).terms[0]!.per]]!;
  const allowance = (tail: number) => boundRareSlashes(slashes, settings, tail, weighLoss) / Math.max(1, jobs);
  return { ...unknown, allowance };
}

/**
 * Looks for what the difference of two arms on the same draws may hide.
 *
 * What is rare in either arm is rare in the difference, and so is what only their pairing makes rare. Arms whose jobs are
 * sampled in different ways share no draws of a job; of their noise no more than the difference is certain.
 */
export function lookForRareDifference(own: ArmOutcomes, other: ArmOutcomes, isPaired: boolean): RareOutcomes {
  const apart = (tail: number) => own.allowance(tail / 2) + other.allowance(tail / 2);
  if (!own.residues || !other.residues || !isPaired) {
    return {
      allowance: apart,
      deviation: Math.abs(own.deviation - other.deviation),
      skewness: Math.max(own.skewness, other.skewness),
    };
  }
  const paired = weigh(pairResidues(own.residues, other.residues), own.focalJobs);
  return { ...paired, allowance: (tail) => Math.max(apart(tail), paired.allowance(tail)) };
}

/** What the law of a job, or of a batch of jobs, leaves unexplained; `null` where the income is not that of known jobs. */
function residuesOf(arm: ArmEvidence, total: Float64Array, context: GuardContext): Residue[] | null {
  const { role, settings, controls } = context;
  // The law of one job says what an income may hide, not what a utility or a career may.
  if (!addsUpIncome(settings) || (arm.exact === null && !countsOwnJobs(settings, role))) return null;
  const outcomes = arm.outcomes();
  if (!outcomes) return null;
  const jobs = total[at[arm.exact ? 'jobs' : 'focalJobs']]!;
  const sampled = { role, settings, jobs, controls, sampling: arm.sampling };
  return settings.market.jobsInFlight > 1 ? listBatchResidues(outcomes, sampled) : listResidues(outcomes, sampled);
}

function weigh(residues: readonly Residue[], focalJobs: number): RareOutcomes {
  const sum = (figure: (amount: number) => number) =>
    residues.reduce((total, { expected, amount }) => total + expected * figure(amount), 0);
  const deviation = Math.sqrt(sum((amount) => square(amount))) / focalJobs;
  const cube = Math.abs(sum((amount) => pow(amount, 3))) / pow(focalJobs, 3);
  return {
    allowance: (tail) => boundRareResidues(residues, tail) / focalJobs,
    deviation,
    skewness: deviation > LEDGER_RESOLUTION ? cube / pow(deviation, 3) : 0,
  };
}

/** Variance of one job's income with challenges sampled naturally over that with them sampled as they were, exactly. */
export function gainOfSampling({ outcomes, sampling }: ArmEvidence, role: Role, settings: Settings): number {
  const known = sampling === 'natural' || !addsUpIncome(settings) ? null : outcomes();
  if (!known) return 1;
  const varianceOf = (way: ArmEvidence['sampling']) =>
    listResidues(known, { role, settings, jobs: 1, controls: [], sampling: way }).reduce(
      (sum, { expected, amount }) => sum + expected * amount * amount,
      0,
    );
  const [plain, sampled] = [varianceOf('natural'), varianceOf(sampling)];
  return sampled > 0 && plain > 0 ? plain / sampled : 1;
}

/** What the exact law of one job says about an estimate from a sample of an arm. */
import type { Role } from '../findings/findings.ts';
import { columnIndex as at } from '../market/record.ts';
import type { Settings } from '../market/settings.ts';
import { listControls } from './controls.ts';
import type { ArmEvidence } from './estimate.ts';
import { boundRareResidues, boundRareSlashes } from './rare-events.ts';
import { listResidues } from './residues.ts';
import { addsUpIncome, valuationOf } from './valuation.ts';

/** Rounding to whole units makes incomes off by up to one unit of 1e-9 credits per transfer [credits]. */
export const LEDGER_RESOLUTION = 2e-9;

/** What the law of one job knows better than a sample. */
export interface RareOutcomes {
  /** What outcomes too rare for a normal law may add to an income per job, by the one-sided error it may spend. */
  allowance: (tail: number) => number;
  /** Standard error of the income per job after the controls; 0 where the law is not known. */
  deviation: number;
  /** The size of its third central moment. */
  cube: number;
}

/** Skewness from a third central moment and a standard error; 0 where only rounding is left. */
export function skewnessOf(cube: number, deviation: number): number {
  return deviation > LEDGER_RESOLUTION ? cube / deviation ** 3 : 0;
}

/** Looks for what a sample of `n` replications may hide. */
export function lookForRareOutcomes(
  arm: ArmEvidence,
  role: Role,
  n: number,
  settings: Settings,
  { weighLoss }: { weighLoss: (loss: number) => number },
): RareOutcomes {
  const total = arm.sample.total(n);
  const focalJobs = total[at.focalJobs]!;
  if (!(focalJobs > 0)) return { allowance: () => Number.POSITIVE_INFINITY, deviation: 0, cube: 0 };
  // The law of one job says what an income may hide, not what a utility, a career or a batch may.
  const outcomes = addsUpIncome(settings) && settings.market.jobsInFlight === 1 ? arm.outcomes() : null;
  if (outcomes) {
    const controls = listControls(arm, n, settings);
    const context = { role, settings, jobs: total[at.jobs]!, controls, sampling: arm.sampling };
    const residues = listResidues(outcomes, context);
    const variance = residues.reduce((sum, { expected, amount }) => sum + expected * amount * amount, 0);
    return {
      allowance: (tail) => boundRareResidues(residues, tail) / focalJobs,
      deviation: Math.sqrt(variance) / focalJobs,
      cube: Math.abs(residues.reduce((sum, { expected, amount }) => sum + expected * amount ** 3, 0)) / focalJobs ** 3,
    };
  }
  if (arm.exact !== null && arm.exact[at.focalSlashes] === 0) return { allowance: () => 0, deviation: 0, cube: 0 };
  const seen = total[at.focalSlashEvents]!;
  const weighed = total[at.focalSlashes]!;
  const meanWeight = seen > 0 ? weighed / seen : 1;
  const slashes = {
    seen,
    escaped: Math.max(0, total[at.focalChallengedJobs]! / meanWeight - seen),
    meanWeight,
    meanSlash: weighed > 0 ? total[at.slashed]! / weighed : 0,
    ...(arm.exact && { knownSlash: arm.exact[at.slashed]! / arm.exact[at.focalSlashes]! }),
  };
  // Discounted jobs are fewer than those that were played.
  const jobs = total[at[valuationOf(settings, role).terms[0]!.per]]!;
  const allowance = (tail: number) => boundRareSlashes(slashes, settings, tail, weighLoss) / Math.max(1, jobs);
  return { allowance, deviation: 0, cube: 0 };
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

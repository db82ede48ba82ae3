/** What the rules of one job, and its exact law where there is one, say about an estimate from a sample of an arm. */

import { jobsMissing } from '../../catalogue/past.ts';
import { traitsOf } from '../../catalogue/traffic.ts';
import type { Role } from '../../findings/findings.ts';
import { pow, square } from '../../kernel/mathematics/index.ts';
import { columnIndex as at, type RecordColumn } from '../../market/record.ts';
import type { Settings } from '../../market/settings.ts';
import type { ArmLaw } from '../round/exact-arm.ts';
import type { JobOutcome } from '../round/lottery.ts';
import { computeReach } from '../round/reach.ts';
import { countsOwnJobs } from '../round/round-law.ts';
import { addsUpIncome, ratioOf, valuationOf } from '../round/valuation.ts';
import { listFlightResidues } from './flight-residues.ts';
import { pairResidues } from './paired-residues.ts';
import type { Precision } from './precision.ts';
import { countRare, ENOUGH, type Residue } from './rare-events.ts';
import { listResidues, varianceLeft } from './residues.ts';
import type { SampleSize } from './samples.ts';
import type { Unseen } from './unseen.ts';

/** Rounding to whole units makes incomes off by up to one unit of 1e-9 credits per transfer [credits]. */
export const LEDGER_RESOLUTION = 2e-9;

/** What is known of an estimate better than its sample knows it. */
export interface RareOutcomes {
  /** What the law of a job says; nothing where it is not known, and no more is certain than how far one event reaches. */
  law: { unseen: Unseen; skewness: number } | undefined;
  /** Standard error that the exact law of a job leaves after the controls; 0 where the law is not known. */
  deviation: number;
  /** The most that one event can move the estimate by. */
  reach: number;
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

/** Looks for what a sample of that size may hide. */
export function lookForRareOutcomes(arm: ArmLaw, { n, total }: SampleSize, context: GuardContext): ArmOutcomes {
  const focalJobs = total[at.focalJobs];
  // Of a past that had no time to fill nothing is known, whatever the runs agree on.
  const isBlind = !(focalJobs > 0) || jobsMissing(context.settings) !== undefined;
  if (isBlind) return { ...reachBlindly(Number.POSITIVE_INFINITY), residues: null, focalJobs };
  const residues = residuesOf(arm, total, context);
  if (residues) return { ...weigh(residues, focalJobs), residues, focalJobs };
  const { role, settings } = context;
  const { terms, combine } = valuationOf(settings, role);
  const ratios = terms.map((term) => ratioOf(term, total));
  const pers = terms.map(({ per }) => total[at[per]]);
  const span = {
    jobsPerRun: (total[at.jobs] * (settings.run.batches ?? 1)) / n,
    areExitsCommon: total[at.exits] >= ENOUGH,
  };
  const reach = computeReach(arm.payments(role), { terms, ratios, pers, slopes: combine(ratios).slopes }, span);
  return { ...reachBlindly(reach), residues: null, focalJobs };
}

/**
 * Looks for what the difference of two arms on the same draws may hide.
 *
 * What is rare in either arm is rare in the difference, and so is what only their pairing makes rare. Arms whose jobs are
 * sampled in different ways share no draws of a job; of their noise no more than the difference is certain.
 */
export function lookForRareDifference(own: ArmOutcomes, other: ArmOutcomes, isPaired: boolean): RareOutcomes {
  const reach = own.reach + other.reach;
  const deviation = Math.abs(own.deviation - other.deviation);
  if (!own.law || !other.law || !own.residues || !other.residues) return { ...reachBlindly(reach), deviation };
  const apart: Unseen = { kind: 'both', of: [own.law.unseen, other.law.unseen] };
  if (!isPaired) {
    return { law: { unseen: apart, skewness: Math.max(own.law.skewness, other.law.skewness) }, deviation, reach };
  }
  const paired = weigh(pairResidues(own.residues, other.residues), own.focalJobs);
  return { ...paired, law: { ...paired.law, unseen: { kind: 'worse', of: [apart, paired.law.unseen] } } };
}

/** An estimate of this standard error, with what it may hide. */
export function guard({ law, reach }: RareOutcomes, standardError: number, degrees: number): Precision {
  return {
    standardError,
    degrees,
    unseen: law?.unseen ?? { kind: 'reach', reach, standardError },
    // No law whose values reach so far from its mean is more lopsided.
    skewness: law?.skewness ?? (standardError > 0 ? reach / standardError : 0),
  };
}

/** What can be said where all that is known is how far one event can move an estimate. */
function reachBlindly(reach: number): RareOutcomes {
  return { law: undefined, deviation: 0, reach };
}

/** What the law of a job, or of a flight of jobs, leaves unexplained; `null` where the income is not that of known jobs. */
function residuesOf(arm: ArmLaw, total: Float64Array, context: GuardContext): Residue[] | null {
  const { role, settings, controls } = context;
  // The law of one job says what an income may hide, not what a utility or a career may.
  if (!addsUpIncome(settings) || (arm.exact === null && !countsOwnJobs(settings, role))) return null;
  const outcomes = arm.outcomes();
  if (!outcomes) return null;
  const jobs = total[at[arm.exact ? 'jobs' : 'focalJobs']];
  const sampled = { role, settings, jobs, controls, sampling: arm.sampling };
  return traitsOf(settings).couplesJobs ? listFlightResidues(outcomes, sampled) : listResidues(outcomes, sampled);
}

function weigh(residues: readonly Residue[], focalJobs: number) {
  const sum = (figure: (amount: number) => number) =>
    residues.reduce((total, { expected, amount }) => total + expected * figure(amount), 0);
  const deviation = Math.sqrt(sum((amount) => square(amount))) / focalJobs;
  const cube = Math.abs(sum((amount) => pow(amount, 3))) / pow(focalJobs, 3);
  const unseen: Unseen = { kind: 'outcomes', count: countRare(residues), jobs: focalJobs };
  return {
    law: { unseen, skewness: deviation > LEDGER_RESOLUTION ? cube / pow(deviation, 3) : 0 },
    deviation,
    reach: Math.max(0, ...residues.map(({ amount }) => Math.abs(amount))) / focalJobs,
  };
}

/** Variance of one job's income with challenges sampled naturally over that with them sampled as they were, exactly. */
export function gainOfSampling({ outcomes, sampling }: ArmLaw, role: Role, settings: Settings): number {
  const known = sampling === 'natural' || !addsUpIncome(settings) ? null : outcomes();
  if (!known) return 1;
  const gains = gainsOf.get(known) ?? {};
  gainsOf.set(known, gains);
  gains[role] ??= computeGain(known, { role, settings }, sampling);
  return gains[role];
}

// Asked for every figure of an arm, plain and sharp; the ways a job can end are those of one arm at one design point.
const gainsOf = new WeakMap<readonly JobOutcome[], Partial<Record<Role, number>>>();

function computeGain(
  known: readonly JobOutcome[],
  context: Pick<GuardContext, 'role' | 'settings'>,
  sampling: ArmLaw['sampling'],
): number {
  const varianceOf = (way: ArmLaw['sampling']) => varianceLeft(known, { ...context, controls: [], sampling: way });
  const [plain, sampled] = [varianceOf('natural'), varianceOf(sampling)];
  return sampled > 0 && plain > 0 ? plain / sampled : 1;
}

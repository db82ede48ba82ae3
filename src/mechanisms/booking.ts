/**
 * How the rounds book one way in which a job can end: the same columns for the same things, whatever the rules. The market
 * books for itself (`market/money/`), so that the two routes to a number stay two.
 */
import { columnIndex as at } from '../market/record.ts';

/** A job as it ended, and what clients pay for it. */
export interface JobEnd {
  assertedFalse: boolean;
  /** Whether the result was refused. */
  refuted: boolean;
  clientPaid: number;
  /** Jobs it counts for [count]; 1 when left out. */
  jobs?: number;
}

/** What it is for those who asserted it, all of them focal nodes or none. */
export interface AsserterEnd {
  focal: boolean;
  /** What they have of it: pay and gain less slash and cost [credits]. */
  income: number;
  /** How often their stake is taken [count]. */
  slashes: number;
  /** How many they are [count]; 1 when left out. */
  asserters?: number;
}

/** Books the job and its one asserter. @param weight  probability of this way to end [1] */
export function bookJob(columns: Float64Array, weight: number, end: JobEnd & AsserterEnd): void {
  bookEnd(columns, weight, end);
  bookAsserters(columns, weight, end);
}

/** Books a job, whoever asserted it. */
export function bookEnd(columns: Float64Array, weight: number, end: JobEnd): void {
  const { assertedFalse, refuted, clientPaid, jobs = 1 } = end;
  columns[at.jobs] += weight * jobs;
  if (assertedFalse) {
    columns[at.cheatedJobs] += weight;
    columns[refuted ? at.detectedJobs : at.undetectedJobs] += weight;
  } else if (refuted) columns[at.falseSlashedJobs] += weight;
  columns[at.clientPaid] += weight * clientPaid;
}

/** Books who asserted a job. */
export function bookAsserters(columns: Float64Array, weight: number, end: AsserterEnd): void {
  const { focal, income, slashes, asserters = 1 } = end;
  columns[focal ? at.asserterIncome : at.outsiderIncome] += weight * income;
  if (!focal) return;
  columns[at.focalJobs] += weight * asserters;
  columns[at.focalSlashes] += weight * slashes;
}

/**
 * Books that a job is checked by nodes drawn for it.
 *
 * @param focal     whether a focal node asserted it
 * @param members   focal nodes among those drawn [count]
 * @param everyone  chance that all of them are [1]
 */
export function bookDraw(
  columns: Float64Array,
  weight: number,
  focal: boolean,
  members: number,
  everyone: number,
): void {
  columns[at.challengedJobs] += weight;
  columns[at.focalValidations] += weight * members;
  if (!focal) return;
  columns[at.focalChallengedJobs] += weight;
  columns[at.focalColludingJobs] += weight * everyone;
}

/** Books what nobody gets back: stake that is taken, what of it is burned, and the computation that checking costs [credits]. */
export function bookLosses(
  columns: Float64Array,
  weight: number,
  slashed: number,
  burned: number,
  checking: number,
): void {
  columns[at.slashed] += weight * slashed;
  columns[at.burned] += weight * burned;
  columns[at.verificationCost] += weight * checking;
}

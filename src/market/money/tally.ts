/**
 * Jobs that end plainly: accepted, with no validators drawn and no stake taken, as nine in ten do at a challenge rate of
 * one in ten.
 *
 * What such a job leaves behind depends on nothing but its settlement, on who asserted it and whether falsely. So these
 * jobs are counted while the run goes on, one increment each instead of a dozen sums, and booked together.
 */
import type { Settlement } from '../mechanism.ts';
import { CROWDS_MAX } from '../nodes/fleet.ts';

/** A kind is a sum of these, and of as many times {@link KINDS} as its crowd has others before it. */
export const COUNTED = 2;
export const ASSERTED_FALSE = 1;
export const KINDS = 4;

/** Plain jobs that are not booked yet; all were settled alike. */
export class Tally {
  /** Jobs that arrived, whose reward is still to be put aside [count]. */
  locked = 0;
  /** How the jobs in `jobs` were settled. */
  settlement: Settlement | undefined;
  /** Jobs settled, by kind [count]. */
  readonly jobs = new Int32Array(CROWDS_MAX * KINDS);
  /** How many kinds there are: of so many crowds [count]. */
  kinds = 0;

  /** Forgets everything; there are so many crowds now. */
  reset(crowds: number): void {
    this.locked = 0;
    this.settlement = undefined;
    this.kinds = crowds * KINDS;
    this.jobs.fill(0, 0, this.kinds);
  }

  /** Counts a job that ended plainly. */
  add(crowd: number, counts: boolean, assertedFalse: boolean): void {
    this.jobs[crowd * KINDS + (counts ? COUNTED : 0) + (assertedFalse ? ASSERTED_FALSE : 0)]++;
  }
}

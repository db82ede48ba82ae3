/**
 * Jobs that end plainly: accepted, with no validators drawn and no stake taken, as nine in ten do at a challenge rate of
 * one in ten.
 *
 * What such a job leaves behind depends on nothing but its settlement, on who asserted it and whether falsely. So these
 * jobs are counted while the run goes on, one increment each instead of a dozen sums, and booked together.
 */
import type { Market } from '../market.ts';
import type { Settlement } from '../mechanism.ts';
import type { AsserterSide } from './asserter-side.ts';

const COUNTED = 4;
const GROUPED = 2;
const ASSERTED_FALSE = 1;
const KINDS = 8;

/** Plain jobs that are not booked yet; all were settled alike. */
export class Tally {
  /** Jobs that arrived, whose reward is still to be put aside [count]. */
  locked = 0;
  /** How the jobs in `jobs` were settled. */
  settlement: Settlement | undefined;
  /** Jobs settled, by kind [count]. */
  readonly jobs = new Int32Array(KINDS);

  /** Forgets everything. */
  reset(): void {
    this.locked = 0;
    this.settlement = undefined;
    this.jobs.fill(0);
  }

  /** Counts a job that ended plainly. */
  add(counts: boolean, grouped: boolean, assertedFalse: boolean): void {
    this.jobs[(counts ? COUNTED : 0) + (grouped ? GROUPED : 0) + (assertedFalse ? ASSERTED_FALSE : 0)]!++;
  }
}

/** Moves what was tallied into the ledger and the record. */
export type BookTally = () => void;

/** How what a market tallied is booked. */
export function createBookTally(market: Market, { bookAsserter }: AsserterSide): BookTally {
  const { tally, ledger, columns } = market;

  function bookTally(): void {
    const { rewardUnits } = market;
    ledger.lock(rewardUnits, tally.locked);
    tally.locked = 0;
    const { settlement } = tally;
    if (!settlement) return;
    const pay = Math.floor(settlement.asserterPay);
    for (let kind = 0; kind < KINDS; kind++) {
      const count = tally.jobs[kind]!;
      if (count === 0) continue;
      tally.jobs[kind] = 0;
      ledger.pay(pay, count);
      ledger.release(rewardUnits - pay, count);
      if ((kind & COUNTED) === 0) continue;
      const ending = {
        grouped: (kind & GROUPED) > 0,
        assertedFalse: (kind & ASSERTED_FALSE) > 0,
        slashed: 0,
        settlement,
        jobWeight: count,
        weight: count,
      };
      bookAsserter(columns, ending);
    }
  }

  return bookTally;
}

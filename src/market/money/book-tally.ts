import { isFocal } from '../cast.ts';
import type { MarketState } from '../state.ts';
import type { AsserterSide } from './asserter-side.ts';
import { ASSERTED_FALSE, COUNTED, KINDS } from './tally.ts';

/** Moves what was tallied into the ledger and the record. */
export type BookTally = () => void;

/** How what a market tallied is booked. */
export function createBookTally(market: MarketState, { bookAsserter }: AsserterSide): BookTally {
  const { tally, ledger, columns } = market;

  function bookTally(): void {
    const { rewardUnits } = market;
    ledger.lock(rewardUnits, tally.locked);
    tally.locked = 0;
    const { settlement } = tally;
    if (!settlement) return;
    const pay = Math.floor(settlement.asserterPay);
    for (let kind = 0; kind < tally.kinds; kind++) {
      const count = tally.jobs[kind];
      if (count === 0) continue;
      tally.jobs[kind] = 0;
      ledger.pay(pay, count);
      ledger.release(rewardUnits - pay, count);
      if ((kind & COUNTED) === 0) continue;
      const crowd = Math.floor(kind / KINDS);
      const ending = {
        focal: isFocal(market.cast.crowds[crowd]),
        assertedFalse: (kind & ASSERTED_FALSE) > 0,
        move: crowd,
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

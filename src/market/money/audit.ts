import type { MarketState } from '../state.ts';
import type { BookTally } from './book-tally.ts';

/** Brings the record and the ledger up to date and counts all money. @throws Error when money appeared or vanished */
export type Audit = () => void;

/** How the money of a market is counted. */
export function createAudit(market: MarketState, bookTally: BookTally): Audit {
  return () => {
    bookTally();
    const total = market.ledger.audit();
    if (total === 0n) return;
    throw new Error(`ledger does not balance at t = ${market.now.toFixed(2)} s: ${total} units appeared`);
  };
}

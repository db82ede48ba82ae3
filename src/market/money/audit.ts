import type { MarketState } from '../state.ts';
import type { BookTally } from './book-tally.ts';

/**
 * Brings the record and the ledger up to date, counts all money, and looks into the pots that should be empty by now.
 *
 * @throws Error when money appeared or vanished, or was left where it only rests on its way
 */
export type Audit = () => void;

/** How the money of a market is counted. */
export function createAudit(market: MarketState, bookTally: BookTally): Audit {
  return () => {
    bookTally();
    const total = market.ledger.audit();
    const when = `at t = ${market.now.toFixed(2)} s`;
    if (total !== 0n) throw new Error(`ledger does not balance ${when}: ${total} units appeared`);
    // Double entry always balances; what was not handed on shows up as money left in a pot, or missing from it.
    const left = market.ledger.findLeft();
    if (left) throw new Error(`ledger holds ${left.units} units in account ${left.pot} ${when}, and ${left.over}`);
  };
}

import type { Settlement } from '../mechanism.ts';
import type { MarketState } from '../state.ts';

/** Takes stake of a node: the amount, or the share of what is held; never more than is there. */
export type TakeStake = (node: number, amount: number, settlement: Settlement) => number;

/** How stake is taken in a market. */
export function createTakeStake({ ledger }: MarketState): TakeStake {
  return (node, amount, { slashFraction }) => {
    const most = slashFraction === undefined ? Math.floor(amount) : Math.floor(slashFraction * ledger.stakeOf(node));
    return ledger.slash(node, most);
  };
}

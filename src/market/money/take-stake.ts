import type { Market } from '../market.ts';
import type { Settlement } from '../mechanism.ts';

/** Takes stake: the amount, or the share of what is held; never more than is there. */
export function takeStake(market: Market, node: number, amount: number, settlement: Settlement): number {
  const most =
    settlement.slashFraction === undefined
      ? Math.floor(amount)
      : Math.floor(settlement.slashFraction * market.ledger.stakeOf(node));
  return market.ledger.slash(node, most);
}

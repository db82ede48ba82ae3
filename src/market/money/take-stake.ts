import { BrokenLaw } from '../broken-law.ts';
import type { CollateralKit } from '../collateral.ts';
import type { Settlement } from '../mechanism.ts';
import type { MarketState } from '../state.ts';

/** Takes stake of a node: the amount, or the share of what is held; never more than is there. */
export type TakeStake = (node: number, amount: number, settlement: Settlement) => number;

/** How stake is taken in a market. @throws RangeError when a collateral takes more than is asked, or says what it did not take */
export function createTakeStake(market: MarketState): TakeStake {
  const { stakeTaken } = market;
  return (node, amount, { slashFraction }) => {
    const { collateral } = market;
    const most = Math.floor(slashFraction === undefined ? amount : slashFraction * collateral.slashable(node));
    stakeTaken[0] = 0;
    const taken = collateral.slash(node, most);
    if (taken !== stakeTaken[0] || taken > most) refuse(market, node, most, taken);
    return taken;
  };
}

function refuse(market: MarketState, node: number, most: number, taken: number): never {
  const took = `takes ${market.stakeTaken[0]} units of node ${node}`;
  breakLaw(market, `${took}, of which ${most} are to be slashed, and says that it took ${taken}`);
}

function breakLaw({ settings }: MarketState, law: string): never {
  throw new BrokenLaw('collateral', settings.collateral?.kind ?? 'of a node', law);
}

/** What a market lends its collateral for a run. */
export function lendStakes(market: MarketState): CollateralKit {
  const { ledger, stakeTaken } = market;
  return {
    nodeCount: market.settings.market.nodeCount,
    stake: market.stakeUnits,
    posted: (node) => ledger.stakeOf(node),
    post: (node, units) => ledger.deposit(node, units),
    take: (node, units) => {
      if (units > ledger.stakeOf(node)) {
        breakLaw(market, `takes ${units} units of node ${node}, and ${ledger.stakeOf(node)} are posted in its name`);
      }
      stakeTaken[0] += ledger.slash(node, units);
    },
  };
}

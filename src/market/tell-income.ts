import type { JobValues } from './money/job-values.ts';
import { UNITS_PER_CREDIT } from './money/ledger.ts';
import type { MarketState } from './state.ts';

/** Tells what a job brought the focal node that asserted it; nothing of a banned node's jobs that were still on their way. */
export type TellIncome = (slot: number, own: number, isCaught: boolean) => void;

/** How a market tells what jobs bring. */
export function createTellIncome(market: MarketState, { countJob }: JobValues): TellIncome {
  const { jobs, fleet } = market;

  return (slot, own, isCaught) => {
    const { exit } = market;
    const node = jobs.asserter[slot];
    if (!fleet.isFocal(node)) return;
    if (exit.bans && !fleet.isPresent(node)) return;
    const comesBack = isCaught && !market.crowdOf(node).staysAway;
    const entry = comesBack ? (exit.wayBack ?? 0) * UNITS_PER_CREDIT : 0;
    const income = countJob(slot, own) - entry;
    market.tell({ kind: 'earned', time: market.now, job: jobs.number[slot], node, income });
  };
}

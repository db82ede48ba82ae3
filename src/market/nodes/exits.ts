/** What becomes of a node that was slashed, as `players.exit` says. */
import { staysAway } from '../cast.ts';
import { toUnits, UNITS_PER_CREDIT } from '../money/ledger.ts';
import { columnIndex as at } from '../record.ts';
import type { MarketState } from '../state.ts';

/** What becomes of slashed nodes of a market; see {@link createExits}. */
export type Exits = ReturnType<typeof createExits>;

/** What becomes of slashed nodes of a market. */
export function createExits(market: MarketState) {
  const { ledger, fleet, columns, careers } = market;

  /** A slashed node tops up, is ejected below the minimum stake, or is banned and perhaps comes back as a newcomer. */
  function afterSlash(node: number): void {
    const { settings, stakeUnits, cast } = market;
    const { refills, runsDown, wayBack } = market.exit;
    if (refills) {
      topUp(node);
      return;
    }
    if (runsDown && ledger.stakeOf(node) >= toUnits(settings.market.minimumStake)) return;
    if (!fleet.isPresent(node)) return;
    columns[at.exits] += 1;
    if (wayBack !== null && !staysAway(cast, fleet.isGrouped(node))) {
      ledger.deposit(node, stakeUnits - ledger.stakeOf(node));
      careers.restart(node);
      const column = fleet.isGrouped(node) ? at.asserterIncome : at.outsiderIncome;
      columns[column] -= wayBack * UNITS_PER_CREDIT;
      return;
    }
    fleet.leave(node, market.now);
    if (market.isTold) market.tell({ kind: 'left', time: market.now, node, why: runsDown ? 'ejected' : 'banned' });
  }

  /** Where slashed nodes stay, they post what was taken at once. */
  function topUp(node: number): void {
    if (market.exit.refills) ledger.deposit(node, market.stakeUnits - ledger.stakeOf(node));
  }

  return { afterSlash, topUp };
}

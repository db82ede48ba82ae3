/** What becomes of a node that was slashed, as `players.exit` says. */
import type { Departure } from '../events.ts';
import { toUnits, UNITS_PER_CREDIT } from '../money/ledger.ts';
import { columnIndex as at } from '../record.ts';
import type { MarketState } from '../state.ts';

/** What becomes of slashed nodes of a market; see {@link createExits}. */
export type Exits = ReturnType<typeof createExits>;

/** What becomes of slashed nodes of a market. */
export function createExits(market: MarketState) {
  const { fleet, columns, careers, pasts } = market;

  /** A slashed node tops up, is ejected below the minimum stake, or is banned and perhaps comes back as a newcomer. */
  function afterSlash(node: number): void {
    const { settings, collateral } = market;
    const { refills, runsDown, wayBack } = market.exit;
    if (!fleet.isPresent(node)) return;
    if (refills) {
      topUp(node);
      return;
    }
    if (runsDown && collateral.slashable(node) >= toUnits(settings.market.minimumStake)) return;
    columns[at.exits] += 1;
    if (wayBack !== null && !market.crowdOf(node).staysAway) {
      collateral.refill(node);
      forget(node);
      careers.restart(node);
      if (market.cast.played && fleet.isFocal(node)) pasts.restart(node, market.now);
      const column = fleet.isFocal(node) ? at.asserterIncome : at.outsiderIncome;
      columns[column] -= wayBack * UNITS_PER_CREDIT;
      return;
    }
    goAway(node, runsDown ? 'ejected' : 'banned');
  }

  /** A node leaves of its own will; see `NodeKit.leave`. */
  function leave(node: number): void {
    if (!fleet.isPresent(node)) return;
    columns[at.exits] += 1;
    goAway(node, 'by-choice');
  }

  function goAway(node: number, why: Departure): void {
    forget(node);
    fleet.leave(node, market.now);
    market.downtime.drop(node);
    if (market.isTold) market.tell({ kind: 'left', time: market.now, node, why });
  }

  /** Nothing is held against the node any more, and nothing in its favour. */
  function forget(node: number): void {
    market.evidence?.forget(node);
    market.samplingPlay?.forget(node);
  }

  /** Where slashed nodes stay, they post what was taken at once. */
  function topUp(node: number): void {
    if (market.exit.refills && fleet.isPresent(node)) market.collateral.refill(node);
  }

  return { afterSlash, topUp, leave };
}

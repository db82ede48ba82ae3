/** What becomes of a node that was slashed, as `players.exit` says. */
import type { Market } from '../market.ts';
import { toUnits, UNITS_PER_CREDIT } from '../money/ledger.ts';
import { columnIndex as at } from '../record.ts';

/** A slashed node tops up, is ejected below the minimum stake, or is banned and perhaps comes back as a newcomer. */
export function afterSlash(market: Market, node: number): void {
  const { ledger, fleet, columns, settings, stakeUnits } = market;
  const { exit } = settings.players;
  if (exit.kind === 'none') {
    topUp(market, node);
    return;
  }
  if (exit.kind === 'ejected' && ledger.stakeOf(node) >= toUnits(settings.market.minimumStake)) return;
  if (!fleet.isPresent(node)) return;
  columns[at.exits]! += 1;
  if (exit.kind === 'banned' && exit.reentryCost !== null) {
    ledger.deposit(node, stakeUnits - ledger.stakeOf(node));
    market.careers.restart(node);
    const column = fleet.isGrouped(node) ? at.asserterIncome : at.outsiderIncome;
    columns[column]! -= exit.reentryCost * UNITS_PER_CREDIT;
    return;
  }
  fleet.leave(node, market.now);
  if (market.isTold) market.teller.line(market.now, `node ${node} leaves the market (${exit.kind})`);
}

/** Where slashed nodes stay, they post what was taken at once. */
export function topUp({ ledger, settings, stakeUnits }: Market, node: number): void {
  if (settings.players.exit.kind === 'none') ledger.deposit(node, stakeUnits - ledger.stakeOf(node));
}

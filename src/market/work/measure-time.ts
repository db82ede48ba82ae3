import { columnIndex as at } from '../record.ts';
import type { MarketState } from '../state.ts';

/**
 * Fills the columns of a record that say how long jobs took and how busy nodes were, from a segment of the latency
 * counts on. What ran after the last arrival, when the market empties, is no sample of the load.
 *
 * @param loadFrom  the same for the load; nodes start idle, so the first segment of a run is never a sample of it
 */
export function measureTime(market: MarketState, record: Float64Array, from: number, loadFrom: number): void {
  const { counts, load } = market.sojourns;
  const isKnown = record[at.sojournJobs] > 0;
  record[at.sojournSecondsP50] = isKnown ? counts.quantile(0.5, from) : 0;
  record[at.sojournSecondsP95] = isKnown ? counts.quantile(0.95, from) : 0;
  record[at.sojournSecondsP99] = isKnown ? counts.quantile(0.99, from) : 0;
  const window = load.windowFrom(loadFrom);
  record[at.busySeconds] = window?.busySeconds ?? 0;
  record[at.nodeSeconds] = window ? market.fleet.nodeSeconds(window.from, window.to) : 0;
}

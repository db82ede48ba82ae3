/**
 * Latency and load of a run, with the transient removed: jobs before the cut of MSER-5 count for neither. What ran after
 * the last arrival, when the market empties, counts for latency alone.
 */
import type { Market } from '../market/market.ts';
import { columnIndex as at } from '../market/record.ts';
import { findWarmUpBatch } from '../stats/warm-up.ts';

/** Fills the columns of a record that measure time, from the market that has just run. */
export function measureService(market: Market, record: Float64Array): void {
  const { sojourns, settings } = market;
  const { counts, load } = sojourns;
  const cut = settings.run.warmUpJobs === 'auto' ? findWarmUpBatch(sojourns.batchMeans()).length : 0;
  const { seconds, jobs } = sojourns.totalFrom(cut);
  record[at.sojournSeconds] = seconds;
  record[at.sojournJobs] = jobs;
  const segment = Math.ceil((cut * sojourns.jobsPerBatch) / counts.jobsPerSegment);
  if (jobs > 0) {
    record[at.sojournSecondsP50] = counts.quantile(0.5, segment);
    record[at.sojournSecondsP95] = counts.quantile(0.95, segment);
    record[at.sojournSecondsP99] = counts.quantile(0.99, segment);
  }
  // Nodes start idle, so the first segment is never a sample of the load.
  const window = load.windowFrom(Math.max(1, segment));
  record[at.busySeconds] = window?.busySeconds ?? 0;
  record[at.nodeSeconds] = window ? market.nodeSeconds(window.from, window.to) : 0;
}

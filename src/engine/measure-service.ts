/**
 * Latency and load of a run, with the transient removed: jobs before the cut of MSER-5 count for neither.
 *
 * @source White (1997), An effective truncation heuristic for bias reduction in simulation output
 */

import { columnIndex as at } from '../market/record.ts';
import type { MarketState } from '../market/state.ts';
import { measureTime } from '../market/work/measure-time.ts';
import { findWarmUpBatch } from '../stats/warm-up.ts';

/** Fills the columns of a record that measure time, from the market that has just run. */
export function measureService(market: MarketState, record: Float64Array): void {
  const { sojourns } = market;
  const cut = findCut(market);
  const { seconds, jobs } = sojourns.totalFrom(cut);
  record[at.sojournSeconds] = seconds;
  record[at.sojournJobs] = jobs;
  const segment = Math.ceil((cut * sojourns.jobsPerBatch) / sojourns.counts.jobsPerSegment);
  measureTime(market, record, segment, Math.max(1, segment));
}

/** Takes time out of the records of those batches that the transient reaches into; of the first in any case. */
export function dropTransient(market: MarketState, records: readonly Float64Array[]): void {
  const transient = findCut(market) * market.sojourns.jobsPerBatch;
  let before = 0;
  for (const [batch, record] of records.entries()) {
    const isTransient = batch === 0 || before < transient;
    before += record[at.sojournJobs];
    if (isTransient) for (const column of timeColumns) record[column] = 0;
  }
}

const timeColumns = [
  at.sojournSeconds,
  at.sojournJobs,
  at.sojournSecondsP50,
  at.sojournSecondsP95,
  at.sojournSecondsP99,
  at.busySeconds,
  at.nodeSeconds,
];

function findCut({ sojourns, settings }: MarketState): number {
  return settings.run.warmUpJobs === 'auto' ? findWarmUpBatch(sojourns.batchMeans()).length : 0;
}

import type { BookTally } from '../money/book-tally.ts';
import { columnIndex as at } from '../record.ts';
import type { MarketState } from '../state.ts';
import { measureTime } from './measure-time.ts';

/** Ends a batch of a run with what the run has booked so far; the last one ends with the run. */
export type CutBatch = () => void;

/** How a market cuts its run into batches. */
export function createCutBatch(market: MarketState, bookTally: BookTally): CutBatch {
  const { columns, sojourns, runBatches } = market;
  return () => {
    bookTally();
    const busySeconds = columns[at.busySeconds];
    // The load of the last batch ends with the last arrival, which was noted when it came.
    if (runBatches.next < Number.POSITIVE_INFINITY) sojourns.load.end(market.now, busySeconds);
    const record = runBatches.end(columns);
    const { seconds, jobs } = sojourns.sinceRestart();
    record[at.sojournSeconds] = seconds;
    record[at.sojournJobs] = jobs;
    measureTime(market, record, 0, 0);
    sojourns.restart(market.now, busySeconds);
  };
}

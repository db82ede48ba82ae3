/**
 * What a worker thread of the pool runs. Nothing but plain data crosses in either direction, and it is copied: memory that
 * a thread gives away makes every typed column slower there from then on, because each access has to ask whether its own
 * has been given away, and discards the code compiled before.
 */
import type { Batch, BatchResult } from '../plan/plan.ts';
import { runParcel } from './batch.ts';
import { simulateRun } from './simulate.ts';

/** Runs a parcel. */
export function run(parcel: readonly Batch[]): BatchResult[] {
  return runParcel(parcel, simulateRun);
}

export default run;

/** What a worker thread of the pool runs. Nothing but plain data crosses in either direction. */
import type { Batch } from '../plan/plan.ts';
import { type ParcelResult, runParcel } from './batch.ts';
import { simulateRun } from './simulate.ts';
import { transferRows } from './transfer.ts';

/** Runs a parcel in the thread that calls it. */
export function run(parcel: readonly Batch[]): ParcelResult {
  return runParcel(parcel, simulateRun);
}

/** Runs a parcel for another thread. */
export default function runForOther(parcel: readonly Batch[]): unknown {
  return transferRows(run(parcel));
}

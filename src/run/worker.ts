/** What a worker thread of the pool runs. Nothing but plain data crosses in either direction. */
import type { Batch, BatchResult } from '../plan/plan.ts';
import { runBatch } from './batch.ts';
import { simulateRun } from './simulate.ts';
import { transferRows } from './transfer.ts';

/** Runs a batch in the thread that calls it. */
export function run(batch: Batch): BatchResult {
  return runBatch(batch, simulateRun);
}

/** Runs a batch for another thread. */
export default function runForOther(batch: Batch): unknown {
  return transferRows(run(batch));
}

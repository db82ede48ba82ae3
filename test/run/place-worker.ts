/** A worker whose rows say where they were made: 0 in the thread that opened the pool, 1 in another. */
import { recordColumnNames } from '../../src/market/record.ts';
import type { Batch, BatchResult } from '../../src/plan/plan.ts';
import { runParcel } from '../../src/run/batch.ts';

export function run(parcel: readonly Batch[], place = 0): BatchResult[] {
  return runParcel(parcel, () => new Float64Array(recordColumnNames.length).fill(place));
}

export default function runThere(parcel: readonly Batch[]): BatchResult[] {
  return run(parcel, 1);
}

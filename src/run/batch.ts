import { recordColumnNames } from '../market/record.ts';
import type { Arm, Settings } from '../market/settings.ts';
import type { Batch, BatchResult } from '../plan/plan.ts';

/**
 * Simulates one replication of one arm.
 *
 * @returns one number per record column, in the order of `recordColumnNames`
 * @throws Error that names the broken law: our mistake, never the user's
 */
export type Simulate = (settings: Settings, arm: Arm, seed: string, replication: number) => Float64Array;

/**
 * Runs a batch, one replication after the other.
 *
 * A broken law ends the batch and comes back as data, because an error that crosses a thread loses its class. The rows
 * of the replications before it are good and are kept: then `rows` is shorter than the batch.
 */
export function runBatch(batch: Batch, simulate: Simulate): BatchResult {
  const columns = recordColumnNames.length;
  const rows = new Float64Array(batch.replications * columns);
  for (let row = 0; row < batch.replications; row++) {
    const replication = batch.firstReplication + row;
    try {
      rows.set(simulate(batch.point.settings, batch.arm, batch.seed, replication), row * columns);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      return { index: batch.index, rows: rows.slice(0, row * columns), failure: { replication, message } };
    }
  }
  return { index: batch.index, rows };
}

import { recordColumnNames } from '../market/record.ts';
import type { Arm, Settings } from '../market/settings.ts';
import type { Batch, BatchResult, RunFailure } from '../plan/plan.ts';
import { countCareers, numbersPerCareer } from './careers.ts';

/**
 * Simulates one replication of one arm.
 *
 * @returns one number per record column, in the order of `recordColumnNames`; for each batch of the run
 * @throws Error that names the broken law: our mistake, never the user's
 */
export type Simulate = (settings: Settings, arm: Arm, seed: string, replication: number) => Float64Array;

/**
 * Runs a parcel of batches, one replication after the other; all records share one piece of memory.
 *
 * A run that breaks a law comes back as data, because an error that crosses a thread loses its class; the others go on.
 */
export function runParcel(batches: readonly Batch[], simulate: Simulate): BatchResult[] {
  const rows = new Float64Array(batches.reduce((sum, batch) => sum + countNumbers(batch), 0));
  let end = 0;
  return batches.map(({ index, point, arm, seed, firstReplication, replications }): BatchResult => {
    const begin = end;
    const failures: RunFailure[] = [];
    for (let replication = firstReplication; replication < firstReplication + replications; replication++) {
      try {
        const records = simulate(point.settings, arm, seed, replication);
        rows.set(records, end);
        end += records.length;
      } catch (error) {
        failures.push({ replication, message: error instanceof Error ? error.message : String(error) });
      }
    }
    return { index, rows: rows.subarray(begin, end), failures };
  });
}

/** How many numbers the records of a batch's runs have together [count]. */
export function countNumbers({ replications, point }: Batch): number {
  const { batches = 1, careers } = point.settings.run;
  const perRun = careers ? countCareers(careers) * numbersPerCareer : batches * recordColumnNames.length;
  return replications * perRun;
}

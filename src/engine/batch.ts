import { recordColumnNames } from '../market/record.ts';
import type { Arm, Settings } from '../market/settings.ts';
import { timeRowLength } from '../market/waiting/time-record.ts';
import type { Batch, BatchResult, RunFailure } from '../plan/plan.ts';
import { countCareers, numbersPerCareer } from './careers.ts';

/**
 * Simulates one replication of one arm.
 *
 * @returns one number per record column, in the order of `recordColumnNames`; for each batch of the run
 * @throws Error that names the broken law: our mistake, never the user's
 */
export type Simulate = (settings: Settings, arm: Arm, seed: string, replication: number) => Float64Array;

/** Jobs after which whoever runs a parcel turns to what else waits: some milliseconds [count]. */
const jobsPerTurn = 20_000;

/** A parcel at work, which ends a turn at each step and has its results when it is done. */
export type Turns = Generator<undefined, BatchResult[]>;

/**
 * Runs a parcel of batches turn by turn, one replication after the other; all records share one piece of memory.
 *
 * A run that breaks a law comes back as data, because an error that crosses a thread loses its class; the others go on.
 */
export function* runInTurns(batches: readonly Batch[], simulate: Simulate): Turns {
  const rows = new Float64Array(batches.reduce((sum, batch) => sum + countNumbers(batch), 0));
  const results: BatchResult[] = [];
  let end = 0;
  let jobs = 0;
  for (const { index, point, arm, seed, firstReplication, replications } of batches) {
    const begin = end;
    const failures: RunFailure[] = [];
    for (let replication = firstReplication; replication < firstReplication + replications; replication++) {
      if (jobs >= jobsPerTurn) {
        jobs = 0;
        yield;
      }
      try {
        const records = simulate(point.settings, arm, seed, replication);
        rows.set(records, end);
        end += records.length;
      } catch (error) {
        failures.push({ replication, message: error instanceof Error ? error.message : String(error) });
      }
      jobs += point.settings.run.jobs;
    }
    results.push({ index, rows: rows.subarray(begin, end), failures });
  }
  return results;
}

/** Takes all turns at once. */
export function runThrough(turns: Turns): BatchResult[] {
  for (;;) {
    const { done, value } = turns.next();
    if (done) return value;
  }
}

/** Jobs of all runs of a batch [count]. */
export function jobsOf({ point, replications }: Batch): number {
  return replications * point.settings.run.jobs;
}

/** How many numbers the records of a batch's runs have together [count]. */
export function countNumbers({ replications, point }: Batch): number {
  const { batches = 1, careers, time } = point.settings.run;
  if (time) return replications * timeRowLength;
  const perRun = careers ? countCareers(careers) * numbersPerCareer : batches * recordColumnNames.length;
  return replications * perRun;
}

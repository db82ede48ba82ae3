import { recordColumnNames } from '../market/record.ts';
import type { Arm, Settings } from '../market/settings.ts';
import { timeRowLength } from '../market/waiting/time-record.ts';
import type { Assignment, AssignmentResult, RunFailure } from '../plan/plan.ts';
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
export type Turns = Generator<undefined, AssignmentResult[]>;

/**
 * Runs a parcel of assignments turn by turn, one replication after the other; all records share one piece of memory.
 *
 * A run that breaks a law comes back as data, because an error that crosses a thread loses its class; the others go on.
 */
export function* runInTurns(assignments: readonly Assignment[], simulate: Simulate): Turns {
  const rows = new Float64Array(assignments.reduce((sum, assignment) => sum + countNumbers(assignment), 0));
  const results: AssignmentResult[] = [];
  let end = 0;
  let jobs = 0;
  for (const { index, point, arm, seed, firstReplication, replications } of assignments) {
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
export function runThrough(turns: Turns): AssignmentResult[] {
  for (;;) {
    const { done, value } = turns.next();
    if (done) return value;
  }
}

/** Jobs of all runs of an assignment [count]. */
export function jobsOf({ point, replications }: Assignment): number {
  return replications * point.settings.run.jobs;
}

/** How many numbers the records of an assignment's runs have together [count]. */
export function countNumbers({ replications, point }: Assignment): number {
  const { batches = 1, careers, time } = point.settings.run;
  if (time) return replications * timeRowLength;
  const perRun = careers ? countCareers(careers) * numbersPerCareer : batches * recordColumnNames.length;
  return replications * perRun;
}

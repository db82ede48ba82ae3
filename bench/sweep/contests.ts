/** Sweeps on one and two workers, against two processes that share nothing. */
import { ours } from '../harness/child.ts';
import type { Contest } from '../harness/rounds.ts';

/** A long sweep and a short one; wall time per job. */
export function sweepContests(): Contest[] {
  return [sweepContest(80, 100_000, 1), sweepContest(80, 2000, 50), sweepContest(20, 2000, 4)];
}

function sweepContest(batches: number, jobs: number, replications: number): Contest {
  const work = [batches, jobs, replications];
  let rows: unknown;
  return {
    title: `sweep, ${batches} batches of ${replications} x ${jobs} jobs`,
    unit: 'job (wall time)',
    base: 'two processes apart',
    candidates: [
      { name: 'two processes apart', command: ours('apart', [2, ...work]) },
      { name: 'one worker', command: ours('sweep', [1, ...work]) },
      { name: 'two workers', command: ours('sweep', [2, ...work]) },
    ],
    check: (measurement, { name }) => {
      if (name === 'two processes apart') return;
      rows ??= measurement.rows;
      if (measurement.rows !== rows) throw new Error(`${name} leaves other rows`);
    },
  };
}

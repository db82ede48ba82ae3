/** Parcels that are run in threads of their own. */
import type { Piscina } from 'piscina';
import { countNumbers } from '../../engine/assignment.ts';
import type { Assignment, AssignmentResult, RunFailure } from '../../plan/plan.ts';
import type { Engine } from './engine.ts';

/** An engine with threads, which are started when it is opened or by its first parcel. */
export interface Threads extends Engine {
  open(): void;
  close(): Promise<void>;
}

/**
 * Parcels a thread has at hand: one at work and two waiting in its port, because this thread answers only between runs of
 * its own, and one of them may take as long as two parcels there.
 */
const lanesPerThread = 3;

/**
 * Runs parcels in threads of their own.
 *
 * A thread that dies at work is replaced, and what it had at hand is run again, one run at a time: one that kills its
 * thread each time is a failure like any other.
 */
export function threadEngine(script: string, count: number): Threads {
  let threads: Promise<Piscina> | undefined;
  let areUp = false;
  let failure: unknown;
  let suspects = Promise.resolve();
  const start = async () => {
    const { Piscina } = await import('piscina');
    // Threads that come and go would pay their start-up again, so the least is also the most.
    const pool = new Piscina({
      filename: script,
      minThreads: count,
      maxThreads: count,
      concurrentTasksPerWorker: lanesPerThread,
      execArgv: script.endsWith('.ts') ? ['--import', 'tsx'] : [],
    });
    // A thread that cannot even start leaves its parcels waiting for ever; closing the pool rejects them.
    pool.on('error', (error: unknown) => {
      failure ??= error;
      void pool.destroy();
    });
    return pool;
  };
  const open = () => {
    threads ??= start();
    return threads;
  };
  const tryOnce = async (parcel: readonly Assignment[]): Promise<AssignmentResult[]> => {
    const pool = await open();
    try {
      return (await pool.run(parcel)) as AssignmentResult[];
    } catch (error) {
      throw failure ?? error;
    }
  };
  const run = async (parcel: readonly Assignment[]): Promise<AssignmentResult[]> => {
    try {
      return await tryOnce(parcel);
    } catch (error) {
      if (!isDeath(error)) throw error;
      // One suspect after the other, so that none is blamed for what another did.
      const turn = suspects.then(() => runApart(parcel, tryOnce));
      suspects = turn.then(
        () => {},
        () => {},
      );
      return turn;
    }
  };
  return {
    lanes: count * lanesPerThread,
    threads: count,
    // An empty parcel, which comes back when a thread is up.
    ready: async () => {
      if (!areUp) await tryOnce([]);
      areUp = true;
    },
    run,
    open: () => void open().catch(() => {}),
    close: async () => {
      await (await threads)?.destroy();
      threads = undefined;
      areUp = false;
    },
  };
}

/** Whether an error says that a thread ended under its work, and not that the work failed or could not be loaded. */
function isDeath(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code, message } = error as NodeJS.ErrnoException;
  return code === 'ERR_WORKER_OUT_OF_MEMORY' || /worker exited|thread exited/i.test(message);
}

/** How often a run may take its thread with it: parcels of others may be at work there, and be the cause. */
const triesMax = 3;

/** Every run by itself, so that only those that kill their thread are lost. */
async function runApart(
  parcel: readonly Assignment[],
  tryOnce: (parcel: readonly Assignment[]) => Promise<AssignmentResult[]>,
): Promise<AssignmentResult[]> {
  const results: AssignmentResult[] = [];
  for (const assignment of parcel) {
    const rows = new Float64Array(countNumbers(assignment));
    const failures: RunFailure[] = [];
    let end = 0;
    for (let step = 0; step < assignment.replications; step++) {
      const replication = assignment.firstReplication + step;
      const alone = [{ ...assignment, firstReplication: replication, replications: 1 }];
      try {
        const [only] = await tryOften(() => tryOnce(alone), triesMax);
        rows.set(only.rows, end);
        end += only.rows.length;
        failures.push(...only.failures);
      } catch (error) {
        if (!isDeath(error)) throw error;
        failures.push({ replication, message: `its thread died: ${(error as Error).message}` });
      }
    }
    results.push({ index: assignment.index, rows: rows.subarray(0, end), failures });
  }
  return results;
}

async function tryOften<T>(work: () => Promise<T>, tries: number): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (tries <= 1 || !isDeath(error)) throw error;
    return tryOften(work, tries - 1);
  }
}

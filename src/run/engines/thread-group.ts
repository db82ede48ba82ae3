/** Threads of one script, and the errors that say that one of them ended under its work. */
import type { Piscina } from 'piscina';

/** Threads that do one parcel after the other. */
export interface ThreadGroup {
  /** Starts the threads, if they are not there yet. */
  open(): void;
  /** Has a parcel done by what the script exports under that name. */
  perform<Result>(skill: Skill, parcel: readonly unknown[]): Promise<Result>;
  close(): Promise<void>;
}

/** What a script exports. */
export type Skill = 'default' | 'analyse';

/** @param parcelsPerThread  how many each may have at hand, at work or waiting in its port [count] */
export function createThreadGroup(script: string, count: number, parcelsPerThread: number): ThreadGroup {
  let threads: Promise<Piscina> | undefined;
  let failure: unknown;
  const start = async () => {
    const { Piscina } = await import('piscina');
    // Threads that come and go would pay their start-up again, so the least is also the most.
    const pool = new Piscina({
      filename: script,
      minThreads: count,
      maxThreads: count,
      concurrentTasksPerWorker: parcelsPerThread,
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
  return {
    open: () => void open().catch(() => {}),
    perform: async <Result>(name: Skill, parcel: readonly unknown[]) => {
      const pool = await open();
      try {
        return (await pool.run(parcel, { name })) as Result;
      } catch (error) {
        throw failure ?? error;
      }
    },
    close: async () => {
      await (await threads)?.destroy();
      threads = undefined;
    },
  };
}

/** Whether an error says that a thread ended under its work, and not that the work failed or could not be loaded. */
export function isDeath(error: unknown): error is Error {
  if (!(error instanceof Error)) return false;
  const { code, message } = error as NodeJS.ErrnoException;
  return code === 'ERR_WORKER_OUT_OF_MEMORY' || /worker exited|thread exited/i.test(message);
}

/**
 * Worker threads that simulate batches and hand the results back in the order of the plan, whoever finishes first: the
 * same plan gives the same bytes on one worker or sixteen.
 */
import type { Piscina } from 'piscina';
import type { Batch, BatchResult } from '../plan/plan.ts';

/** Called once per batch, in plan order; a returned promise holds back the next call. */
type ResultHandler = (batch: Batch, result: BatchResult) => void | Promise<void>;

/** What one pass over batches may be told. */
interface PassOptions {
  /** Once aborted no further batch is started; those at work finish and are handed on before the pass returns. */
  signal?: AbortSignal | undefined;
  onResult: ResultHandler;
}

/** Workers that stay alive over the several passes of a study. */
export interface Pool {
  workers: number;
  /** One pass over batches; they are taken from the iterable only when a worker is nearly free. */
  runBatches(batches: Iterable<Batch>, options: PassOptions): Promise<void>;
  close(): Promise<void>;
}

/** Batches a worker has at hand: one at work and one waiting, so that it never idles between two. */
const lanesPerWorker = 2;
/** Results that may wait for a slower batch ahead of them, per worker, before their lane waits too. */
const backlogPerWorker = 64;
/** Jobs that one thread simulates while others would still be starting [count]: about half a second. */
const jobsWorthThreads = 1_000_000;

/**
 * Opens a pool.
 *
 * One worker means no thread: the batches run here, one at a time, and signals are served between them. So does a short
 * pass before any thread was started.
 *
 * @param script  the module that runs a batch; the tests put one of their own here
 */
export function createPool({ workers, script = workerScript() }: { workers: number; script?: string }): Pool {
  if (!Number.isSafeInteger(workers) || workers < 1) throw new RangeError(`workers is ${workers}; it is at least 1`);
  const here = inlineEngine(script);
  const threads = workers === 1 ? undefined : threadEngine(script, workers);
  return {
    workers,
    runBatches: (batches, options) => {
      const isWorthThreads = threads && (threads.isOpen() || !isShort(batches));
      return runPass(isWorthThreads ? threads : here, batches, options);
    },
    close: async () => threads?.close(),
  };
}

/** Whether a pass is known to be over before threads would have started and compiled their code. */
function isShort(batches: Iterable<Batch>): boolean {
  if (!Array.isArray(batches)) return false;
  let jobs = 0;
  for (const { replications, point } of batches as Batch[]) jobs += replications * point.settings.run.jobs;
  return jobs < jobsWorthThreads;
}

/** Something that runs one batch, and how many may be asked of it at a time. */
interface Engine {
  lanes: number;
  backlog: number;
  run(batch: Batch): Promise<BatchResult>;
}

/** An engine with threads, which are started by its first batch. */
interface Threads extends Engine {
  isOpen(): boolean;
  close(): Promise<void>;
}

/**
 * Lanes draw from one iterator. A finished result waits until all before it were handed on; only a lane far ahead of
 * the slowest waits with it, so that neither memory grows nor a worker idles. The slowest lane itself never waits.
 *
 * After a failure nothing more is started, and what is at work finishes before it is thrown.
 */
async function runPass(engine: Engine, batches: Iterable<Batch>, { signal, onResult }: PassOptions): Promise<void> {
  const source = batches[Symbol.iterator]();
  const finished = new Map<number, { batch: Batch; result: BatchResult }>();
  const failures: unknown[] = [];
  let held: (() => void)[] = [];
  let started = 0;
  let committed = 0;
  let committing = Promise.resolve();

  const note = (failure: unknown) => {
    failures.push(failure);
    release();
  };
  const release = () => {
    for (const resume of held) resume();
    held = [];
  };
  const commitReady = async () => {
    for (let next = finished.get(committed); next && failures.length === 0; next = finished.get(committed)) {
      finished.delete(committed);
      await onResult(next.batch, next.result);
      committed++;
      release();
    }
  };
  const lane = async () => {
    while (!signal?.aborted && failures.length === 0) {
      const { done, value: batch } = source.next();
      if (done) return;
      const position = started++;
      const result = await engine.run(batch);
      finished.set(position, { batch, result });
      committing = committing.then(commitReady).catch(note);
      while (position - committed >= engine.backlog && failures.length === 0) {
        await new Promise<void>((resume) => held.push(resume));
      }
    }
  };
  await Promise.all(Array.from({ length: engine.lanes }, () => lane().catch(note)));
  await committing;
  if (failures.length > 0) throw failures[0];
}

function inlineEngine(script: string): Engine {
  let module: Promise<{ run: (batch: Batch) => BatchResult }> | undefined;
  return {
    lanes: 1,
    backlog: 1,
    run: async (batch) => {
      module ??= import(script);
      const { run } = await module;
      await nextTurn();
      return run(batch);
    },
  };
}

function threadEngine(script: string, workers: number): Threads {
  let threads: Promise<Piscina> | undefined;
  let failure: unknown;
  const open = async () => {
    const { Piscina } = await import('piscina');
    // Threads that come and go would pay their start-up again, so the least is also the most.
    const pool = new Piscina({
      filename: script,
      minThreads: workers,
      maxThreads: workers,
      execArgv: script.endsWith('.ts') ? ['--import', 'tsx'] : [],
    });
    // A thread that cannot even start leaves its tasks waiting for ever; closing the pool rejects them.
    pool.on('error', (error: unknown) => {
      failure ??= error;
      void pool.destroy();
    });
    return pool;
  };
  return {
    lanes: workers * lanesPerWorker,
    backlog: workers * backlogPerWorker,
    run: async (batch) => {
      threads ??= open();
      const pool = await threads;
      return pool.run(batch).catch((error: unknown) => {
        throw failure ?? error;
      });
    },
    isOpen: () => threads !== undefined,
    close: async () => {
      await (await threads)?.destroy();
      threads = undefined;
    },
  };
}

/** The worker beside this module: TypeScript in development, JavaScript once built. */
function workerScript(): string {
  return new URL(import.meta.url.endsWith('.ts') ? './worker.ts' : './worker.js', import.meta.url).href;
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

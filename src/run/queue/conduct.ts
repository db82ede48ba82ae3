import { inlineEngine } from '../engines/here.ts';
import { QueueEngine } from '../engines/queue.ts';
import { threadEngine } from '../engines/threads.ts';
import { Pace } from '../pace.ts';
import { type Pool, workerScript } from '../pool.ts';
import { giveHold, type StudyOnQueue, takeQueue } from './hold.ts';
import { insist, orGiveUp } from './insist.ts';
import type { OpenQueue } from './open-queue.ts';
import { createQueuePool } from './queue-pool.ts';
import { type WorkerSetup, workOnQueue } from './work.ts';

/** How a study is conducted on a queue. */
interface ConductOnQueue {
  study: StudyOnQueue;
  /** Who helps in this process: with so many threads, none for 0. */
  worker: Pick<WorkerSetup, 'name' | 'catalogue' | 'clock'>;
  workers: number;
  fresh: boolean;
  signal: AbortSignal;
  onWait: (sentence: string) => void;
}

/**
 * Takes a queue for a study, and opens a pool whose runs are made there.
 *
 * @returns the pool; when the study is at its end, `end` leaves nothing of it in Redis. Where it is not called, whoever
 * conducts the study next goes on with what is there
 * @throws QueueError when somebody has the queue, or another study is there
 */
export async function conductOnQueue(
  queue: OpenQueue,
  { study, worker, workers, fresh, signal, onWait }: ConductOnQueue,
): Promise<{ pool: Pool; end: () => Promise<void> }> {
  const { redis, lockSeconds, clear, onTrouble } = queue;
  await insist(() => takeQueue({ redis, study, lockSeconds, fresh, clear, onWait, signal }), onTrouble, signal);
  const engine = new QueueEngine(queue, study, worker.catalogue.traces);
  await engine.open();
  const script = workerScript();
  const threads = threadEngine(script, workers);
  // Whether the study is interrupted or over, those who help here stop with it.
  const stopping = new AbortController();
  const helping =
    workers === 0
      ? undefined
      : workOnQueue(queue, {
          ...worker,
          engine: threads,
          needs: study.needs,
          signal: AbortSignal.any([signal, stopping.signal]),
        }).catch((error: unknown) => engine.fail(error));
  const close = async () => {
    stopping.abort();
    await helping;
    engine.close();
    await Promise.all([threads.close(), orGiveUp(giveHold(redis))]);
    queue.close();
  };
  const here = inlineEngine(script, new Pace(worker.clock));
  const pool = createQueuePool(engine, workers === 0 ? [here] : [threads, here], close);
  const end = async () => {
    if (!signal.aborted) await queue.clear();
  };
  return { pool, end };
}

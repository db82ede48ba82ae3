/** What workers say of themselves, as long as they are there. */
import type { Redis } from 'ioredis';
import { workerKey } from './names.ts';

/** A worker, by its own account. */
export interface WorkerReport {
  name: string;
  threads: number;
  /** Parcels at work. */
  parcels: number;
  /** Done for the study [count]. */
  runs: number;
  jobs: number;
  /** Time that its threads took for that [ms], and for how much work, in jobs and what starts of runs cost. */
  milliseconds: number;
  work: number;
}

/** How often a worker gives a sign of life, and when it is taken for gone [ms]. */
export const beatPeriod = 1000;
const goneAfter = 6000;

/** Gives a sign of life. */
export async function report(redis: Redis, worker: WorkerReport): Promise<void> {
  await redis.set(workerKey(worker.name), JSON.stringify(worker), 'PX', goneAfter);
}

/** Says goodbye. */
export async function leave(redis: Redis, { name }: WorkerReport): Promise<void> {
  await redis.del(workerKey(name));
}

/** Who is there. */
export async function listWorkers(redis: Redis): Promise<WorkerReport[]> {
  const names = new Set<string>();
  let cursor = '0';
  do {
    const [next, found] = await redis.scan(cursor, 'MATCH', workerKey('*'), 'COUNT', 1000);
    for (const name of found) names.add(name);
    cursor = next;
  } while (cursor !== '0');
  if (names.size === 0) return [];
  const texts = await redis.mget(...[...names].sort());
  return texts.flatMap((text) => (text === null ? [] : [JSON.parse(text) as WorkerReport]));
}

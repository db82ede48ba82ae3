/** How far a study on a queue is, by what its conductor and its workers say. */
import type { Redis } from 'ioredis';
import { readStudy } from './hold.ts';
import { keys } from './names.ts';
import { listWorkers, type WorkerReport } from './workers.ts';

/** What a conductor says of its study. */
export interface Progress {
  /** Design points, those that a search added included [count]. */
  points: number;
  /** Collected since it began, and asked for until the end of the look [count]. */
  runs: number;
  jobs: number;
  jobsPlanned: number;
  /** Runs that broke a law, each with the flags that show it again. */
  failures: { message: string; replay: string }[];
}

/** How far a study is. */
export interface QueueStatus extends Progress {
  title: string;
  digest: string;
  /** Whether somebody conducts it at the moment. */
  isConducted: boolean;
  workers: WorkerReport[];
  /** What they make together at the pace that each had so far; `null` where none is at work. */
  jobsPerSecond: number | null;
  /** Until the end of the look [s]. */
  secondsLeft: number | null;
}

/** Tells how far a study is. */
export async function publish(redis: Redis, progress: Progress): Promise<void> {
  await redis.set(keys.progress, JSON.stringify(progress));
}

/** How far the study of a queue is; `undefined` where there is none. @throws QueueError */
export async function readStatus(redis: Redis): Promise<QueueStatus | undefined> {
  const study = await readStudy(redis);
  if (!study) return undefined;
  const [text, held, workers] = await Promise.all([
    redis.get(keys.progress),
    redis.exists(keys.hold),
    listWorkers(redis),
  ]);
  const said = JSON.parse(text ?? '{}') as Partial<Progress>;
  const progress = { points: 0, runs: 0, jobs: 0, jobsPlanned: 0, failures: [], ...said };
  const rates = workers.map(({ jobs, milliseconds, parcels }) =>
    milliseconds > 0 ? (1000 * parcels * jobs) / milliseconds : 0,
  );
  const jobsPerSecond = rates.reduce((sum, rate) => sum + rate, 0) || null;
  return {
    title: study.title,
    digest: study.digest,
    ...progress,
    isConducted: held === 1,
    workers,
    jobsPerSecond,
    secondsLeft: jobsPerSecond && Math.max(0, progress.jobsPlanned - progress.jobs) / jobsPerSecond,
  };
}

/** Whose queue it is: one study in a database at a time, conducted by one process. */
import { readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import type { Redis } from 'ioredis';
import { keys } from './names.ts';
import { QueueError } from './queue-error.ts';

/** What workers have to be for a study, so that a run is the same numbers there as here. */
export interface Needs {
  /** Of the program. */
  version: string;
  /** Of results. */
  results: number;
  /** SHA-256 of the plugins, in their order. */
  plugins: readonly string[];
}

/** A study on a queue. */
export interface StudyOnQueue {
  digest: string;
  title: string;
  /** Design points it began with [count]. */
  points: number;
  needs: Needs;
}

/** Who conducts a study. */
interface Holder {
  host: string;
  pid: number;
  /** Where its number counts: containers may share a host's name, and number their processes each from 1. */
  pids: string;
}

const me: Holder = { host: hostname(), pid: process.pid, pids: nameNumbering() };
const mine = JSON.stringify(me);

/** A hold ends so long after the last sign of life at most [s]: its process was killed, and somebody waits to go on. */
const holdSecondsMax = 30;
const renewScript = `
local held = redis.call('GET', KEYS[1])
if held and held ~= ARGV[1] then return held end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return false`;

/** The study that a queue is for; `undefined` where it is for none. @throws QueueError where that cannot be read */
export async function readStudy(redis: Redis): Promise<StudyOnQueue | undefined> {
  const text = await redis.get(keys.study);
  if (text === null) return undefined;
  try {
    const { digest, title, points, needs } = JSON.parse(text) as StudyOnQueue;
    const { version, results, plugins } = needs;
    if (Array.isArray(plugins))
      return {
        digest: String(digest),
        title: String(title),
        points: Number(points),
        needs: { version, results, plugins },
      };
  } catch {
    // Whatever it is, it is none.
  }
  throw new QueueError('the queue does not say which study it is for; somebody else writes to this database');
}

/** Why a worker must not work for a study; `undefined` where it may. */
export function refuseWorker(needed: Needs, own: Needs): string | undefined {
  if (needed.version !== own.version)
    return `the study is conducted by posp-sim ${needed.version}, and this is ${own.version}; install the same`;
  if (needed.results !== own.results)
    return `the study needs results of version ${needed.results}, and this program makes version ${own.results}; install the same`;
  if (needed.plugins.join() === own.plugins.join()) return undefined;
  const say = (plugins: readonly string[]) =>
    plugins.length === 0 ? 'none' : plugins.map((sha256) => sha256.slice(0, 12)).join(', ');
  return `the study needs the plugins ${say(needed.plugins)}, and this worker has ${say(own.plugins)} (SHA-256); start it with the same --plugin FILE in the same order`;
}

/** How a queue is taken. */
interface Taking {
  redis: Redis;
  study: StudyOnQueue;
  lockSeconds: number;
  /** Whether what is there of another study may go. */
  fresh: boolean;
  /** Removes all that is there. */
  clear: () => Promise<void>;
  onWait: (sentence: string) => void;
  signal: AbortSignal | undefined;
}

/**
 * Takes a queue for a study, and goes on with what is there of it.
 *
 * @throws QueueError when somebody has it, or another study is there
 */
export async function takeQueue({ redis, study, lockSeconds, fresh, clear, onWait, signal }: Taking): Promise<void> {
  await takeHold(redis, lockSeconds, onWait, signal);
  const there = await readStudy(redis).catch((error: unknown) => {
    if (fresh) return undefined;
    throw error;
  });
  if (there && there.digest !== study.digest && !fresh) {
    await giveHold(redis);
    throw new QueueError(
      `the queue holds another study, ${JSON.stringify(there.title)} (${there.digest.slice(0, 15)}), which is not finished; finish it, name another database of the same Redis, as in redis://HOST/1, or discard it with --fresh`,
    );
  }
  // What another build has made is none of this one's, and --fresh means all that is there.
  if (fresh || !there || refuseWorker(there.needs, study.needs) !== undefined) await clear();
  await redis.set(keys.study, JSON.stringify(study));
}

async function takeHold(
  redis: Redis,
  lockSeconds: number,
  onWait: Taking['onWait'],
  signal: AbortSignal | undefined,
): Promise<void> {
  let first: Holder | undefined;
  // Twice as long as a hold lasts without a sign of life.
  for (let waits = 0; waits <= 2 * holdSeconds(lockSeconds) && !signal?.aborted; waits++) {
    const holder = await renewHold(redis, lockSeconds);
    if (!holder) return;
    if (!first) onWait(`${sayHolder(holder)} has the queue; waiting until it gives a sign of life, or its hold ends`);
    first ??= holder;
    if (isDead(holder)) await redis.del(keys.hold);
    else await new Promise((resolve) => setTimeout(resolve, 1000));
  }
  throw new QueueError(
    `the queue is in use by ${sayHolder(first!)}; name another database of the same Redis, as in redis://HOST/1`,
  );
}

/** Gives a sign of life, or begins a hold. @returns who has it, where that is somebody else */
export async function renewHold(redis: Redis, lockSeconds: number): Promise<Holder | undefined> {
  const held = await redis.eval(renewScript, 1, keys.hold, mine, 1000 * holdSeconds(lockSeconds));
  return typeof held === 'string' ? (JSON.parse(held) as Holder) : undefined;
}

/** Gives a queue up. */
export async function giveHold(redis: Redis): Promise<void> {
  if ((await redis.get(keys.hold)) === mine) await redis.del(keys.hold);
}

export function sayHolder({ host, pid }: Holder): string {
  return `process ${pid} on ${host}`;
}

function holdSeconds(lockSeconds: number): number {
  return Math.min(holdSecondsMax, lockSeconds);
}

/** A process of this machine that was killed can be told from one that is silent. */
function isDead({ host, pid, pids }: Holder): boolean {
  if (host !== me.host || pids !== me.pids) return false;
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}

/** The namespace in which processes are numbered, where the system has such. */
function nameNumbering(): string {
  try {
    return readlinkSync('/proc/self/ns/pid');
  } catch {
    return '';
  }
}

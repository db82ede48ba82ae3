/** Recorded jobs on the way to workers: once, whatever number of parcels replays them. */
import { createHash } from 'node:crypto';
import type { Redis } from 'ioredis';
import type { Catalogue } from '../../catalogue/catalogue.ts';
import type { Trace } from '../../market/demand.ts';
import { keys } from './names.ts';
import { QueueError } from './queue-error.ts';

/** Recorded jobs that a study replays: what their file is known by, and what they themselves are. */
export interface TraceMark {
  sha256: string;
  digest: string;
}

/** Lays recorded jobs down where they are not yet. */
export async function depositTraces(redis: Redis, traces: Catalogue['traces']): Promise<TraceMark[]> {
  const marks: TraceMark[] = [];
  for (const trace of traces.values()) {
    const bytes = encode(trace);
    const mark = { sha256: trace.sha256, digest: createHash('sha256').update(bytes).digest('hex') };
    await redis.hsetnx(keys.traces, mark.digest, bytes);
    marks.push(mark);
  }
  return marks;
}

/** Opens what brings recorded jobs to a worker, each of them once. */
export function openTraces(redis: Redis, catalogue: Catalogue): (marks: readonly TraceMark[]) => Promise<Catalogue> {
  const known = new Map<string, Trace>();
  let last: { key: string; catalogue: Catalogue } | undefined;
  return async (marks) => {
    if (marks.length === 0) return catalogue;
    const key = marks.map(({ digest }) => digest).join(' ');
    if (last?.key === key) return last.catalogue;
    for (const mark of marks) if (!known.has(mark.digest)) known.set(mark.digest, await fetch(redis, mark));
    const traces = new Map(marks.map(({ sha256, digest }) => [sha256, known.get(digest)!]));
    // Threads are handed the same jobs parcel after parcel, and know them by their catalogue.
    last = { key, catalogue: { ...catalogue, traces } };
    return last.catalogue;
  };
}

async function fetch(redis: Redis, { sha256, digest }: TraceMark): Promise<Trace> {
  const bytes = await redis.hgetBuffer(keys.traces, digest);
  if (bytes && createHash('sha256').update(bytes).digest('hex') === digest) return decode(sha256, bytes);
  throw new QueueError(`the recorded jobs ${sha256.slice(0, 12)} are not on the queue, or are not what they were`);
}

/** The largest excess, and the times. */
function encode({ times, excess }: Trace): Buffer {
  return Buffer.concat([
    Buffer.from(Float64Array.of(excess).buffer),
    Buffer.from(times.buffer, times.byteOffset, times.byteLength),
  ]);
}

function decode(sha256: string, bytes: Buffer): Trace {
  const numbers = new Float64Array(new SharedArrayBuffer(bytes.length));
  new Uint8Array(numbers.buffer).set(bytes);
  return { sha256, excess: numbers[0], times: numbers.subarray(1) };
}

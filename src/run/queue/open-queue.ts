import type { Queue } from 'bullmq';
import type { Redis } from 'ioredis';
import { nameAddress } from './address.ts';
import type { Needs } from './hold.ts';
import type { OnTrouble } from './insist.ts';
import { keys, parcels } from './names.ts';
import type { PackedParcel } from './parcel.ts';
import { type Access, connect, loadPackages, type Packages, probe } from './redis.ts';
import { openResults, type Results } from './results.ts';
import type { TraceMark } from './traces.ts';

/** A parcel in the queue, and what its workers have to be. */
export interface QueuedParcel {
  needs: Needs;
  traces: readonly TraceMark[];
  parcel: PackedParcel;
}

/** An open queue: connections, parcels and results. */
export interface OpenQueue extends Access {
  packages: Packages;
  redis: Redis;
  parcels: Queue<QueuedParcel>;
  results: Results;
  onTrouble: OnTrouble;
  /** Removes the study and all that belongs to it; workers stay. */
  clear(): Promise<void>;
  close(): void;
}

/**
 * Opens a queue.
 *
 * @param onTrouble  hears when Redis is away or full, and when it is back
 * @throws QueueError when nothing answers, the password is refused, or Redis would lose what it holds
 */
export async function openQueue(access: Access, onTrouble: OnTrouble): Promise<OpenQueue> {
  const packages = await loadPackages();
  await probe(packages, access);
  const name = nameAddress(access.address);
  const redis = connect(packages, access, (code) =>
    onTrouble(code && `Redis at ${name} is away (${code}); waiting for it`),
  );
  const queue = new packages.Queue<QueuedParcel>(parcels.name, { connection: redis, prefix: parcels.prefix });
  queue.on('error', () => {});
  await queue.waitUntilReady();
  return {
    ...access,
    packages,
    redis,
    parcels: queue,
    results: openResults(redis),
    onTrouble,
    clear: async () => {
      await queue.obliterate({ force: true });
      await redis.del(...Object.values(keys).filter((key) => key !== keys.hold));
    },
    close: () => redis.disconnect(),
  };
}

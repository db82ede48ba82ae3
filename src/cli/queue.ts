/** A study whose runs are made by whoever works on a queue. */
import { hostname } from 'node:os';
import { catalogueOf } from '../catalogue/catalogue.ts';
import { recallPlugins } from '../catalogue/plugins.ts';
import { resultsVersion } from '../engine/identity.ts';
import { plainText } from '../foreign/plain-text.ts';
import type { Pool } from '../run/pool.ts';
import { conductOnQueue } from '../run/queue/conduct.ts';
import type { OnTrouble } from '../run/queue/insist.ts';
import { openQueue } from '../run/queue/open-queue.ts';
import type { Access } from '../run/queue/redis.ts';
import { digestScenario } from '../scenario/schema/digest.ts';
import type { Interruption } from './interruption.ts';
import type { Io } from './io.ts';
import type { LoadedStudy } from './load.ts';
import type { Conduct } from './perform.ts';
import { readVersion } from './version.ts';

/** What this process is called among workers. */
export const ownName = plainText(`${hostname()}-${process.pid}`).replaceAll(/\s/g, '-');

/** Says once why nothing goes on, and once that it does. */
export function tellTrouble(io: Io): OnTrouble {
  let told: string | undefined;
  return (sentence) => {
    if (sentence !== undefined && sentence !== told) io.stderr.write(`warning: ${plainText(sentence)}\n`);
    if (sentence === undefined && told !== undefined) io.stderr.write('Redis is back\n');
    told = sentence;
  };
}

/**
 * Takes a queue for a study. Threads of this process help, where it has any.
 *
 * @throws QueueError when the queue cannot be used, is in use, or is for another study
 */
export async function openStudyPool(
  study: LoadedStudy,
  { queue: access, workers, fresh }: Conduct & { queue: Access },
  { signal }: Interruption,
  io: Io,
): Promise<{ pool: Pool; end: () => Promise<void> }> {
  const catalogue = catalogueOf(study.scenario);
  await recallPlugins(catalogue.plugins);
  const { digest, title } = { digest: digestScenario(study.scenario), title: study.scenario.title };
  const needs = {
    version: readVersion(),
    results: resultsVersion,
    plugins: catalogue.plugins.map(({ sha256 }) => sha256),
  };
  const queue = await openQueue(access, tellTrouble(io));
  try {
    return await conductOnQueue(queue, {
      study: { digest, title, points: study.points.length, needs },
      worker: { name: ownName, catalogue, clock: () => performance.now() },
      workers,
      fresh,
      signal,
      onWait: (sentence) => io.stderr.write(`${plainText(sentence)}\n`),
    });
  } catch (error) {
    queue.close();
    throw error;
  }
}

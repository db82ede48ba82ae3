import { resultsVersion } from '../engine/identity.ts';
import { plainText } from '../foreign/plain-text.ts';
import { threadEngine } from '../run/engines/threads.ts';
import { workerScript } from '../run/pool.ts';
import { nameAddress } from '../run/queue/address.ts';
import { openQueue } from '../run/queue/open-queue.ts';
import { workOnQueue } from '../run/queue/work.ts';
import type { WorkerReport } from '../run/queue/workers.ts';
import type { Given } from './command.ts';
import { type ExitCode, exitCode } from './exit-code.ts';
import { givenSwitch, givenWorkers } from './given.ts';
import { listenForInterruption } from './interruption.ts';
import type { Io } from './io.ts';
import { readCatalogue } from './load.ts';
import { givenMetrics, type Metric, serveMetrics } from './metrics.ts';
import { ownName, tellTrouble } from './queue.ts';
import { readQueueAccess } from './queue-access.ts';
import { UsageError } from './usage-error.ts';
import { readVersion } from './version.ts';

/** `posp work`: makes the runs of whatever studies come to a queue, until interrupted. */
export async function workCommand(given: Given, io: Io): Promise<ExitCode> {
  const access = await readQueueAccess(given, io);
  if (!access) throw new UsageError('posp work needs --queue redis://HOST:PORT, the Redis of the study');
  const catalogue = await readCatalogue(given);
  const quiet = givenSwitch(given, 'quiet') ?? false;
  const threads = threadEngine(workerScript(), givenWorkers(given));
  const interruption = listenForInterruption(io, 'what is at work goes back to the queue');
  const queue = await openQueue(access, tellTrouble(io));
  let told: string | undefined;
  const tell = (title: string | undefined) => {
    const sentence = title === undefined ? 'no study' : `working for ${JSON.stringify(title)}`;
    if (!quiet && sentence !== told) io.stderr.write(`${nameAddress(access.address)}: ${plainText(sentence)}\n`);
    told = sentence;
  };
  let own: WorkerReport | undefined;
  const endMetrics = await serveMetrics(givenMetrics(given), () => (own ? listNumbers(own) : []));
  try {
    await workOnQueue(queue, {
      name: ownName,
      engine: threads,
      needs: {
        version: readVersion(),
        results: resultsVersion,
        plugins: catalogue.plugins.map(({ sha256 }) => sha256),
      },
      catalogue,
      clock: () => performance.now(),
      signal: interruption.signal,
      onBeat: (report, title) => {
        own = report;
        tell(title);
      },
    });
    return interruption.code() ?? exitCode.interrupted;
  } finally {
    interruption.end();
    endMetrics();
    queue.close();
    await threads.close();
  }
}

function listNumbers({ threads, parcels, runs, jobs, milliseconds }: WorkerReport): Metric[] {
  return [
    { name: 'worker_threads', help: 'Threads that compute.', type: 'gauge', value: threads },
    { name: 'worker_parcels', help: 'Parcels at work.', type: 'gauge', value: parcels },
    { name: 'worker_runs_total', help: 'Runs made.', type: 'counter', value: runs },
    { name: 'worker_jobs_total', help: 'Jobs simulated.', type: 'counter', value: jobs },
    { name: 'worker_busy_seconds_total', help: 'Time that threads took.', type: 'counter', value: milliseconds / 1000 },
  ];
}

/**
 * How many workers a conductor keeps fed: `node --import tsx bench/queue/feed.ts [WORKERS] [SECONDS A PARCEL] [PARCELS]`.
 *
 * Workers only sleep, and hand in records of zeros; a Redis of its own is between them. A line of JSON says what the
 * conductor and Redis took.
 */
import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { builtIn } from '../../src/catalogue/catalogue.ts';
import { countNumbers } from '../../src/engine/assignment.ts';
import { resultsVersion } from '../../src/engine/identity.ts';
import { listArms } from '../../src/plan/arms.ts';
import { planScenario } from '../../src/plan/load-scenario.ts';
import type { Assignment } from '../../src/plan/plan.ts';
import { QueueEngine } from '../../src/run/engines/queue.ts';
import { takeQueue } from '../../src/run/queue/hold.ts';
import { openQueue } from '../../src/run/queue/open-queue.ts';
import { createQueuePool } from '../../src/run/queue/queue-pool.ts';
import { workOnQueue } from '../../src/run/queue/work.ts';
import { report } from '../../src/run/queue/workers.ts';

const [workers, seconds, parcels] = [500, 20, 300].map((most, i) => Number(process.argv[i + 2] ?? most));
const perProcess = 100;
const pace = 0.0005;
const access = (port: number) => ({
  address: { host: '127.0.0.1', port, database: 0, user: undefined, isSecure: false },
  password: undefined,
  lockSeconds: 120,
});
const needs = { version: 'bench', results: resultsVersion, plugins: [] };
void (process.send ? sleepOnQueue(Number(process.argv[5])) : conduct());

/** So many workers in one process, each with one thread that does nothing. */
async function sleepOnQueue(port: number): Promise<void> {
  const queue = await openQueue(access(port), () => {});
  const engine = {
    threads: Math.min(perProcess, workers),
    run: async (parcel: readonly Assignment[]) => {
      const work = parcel.reduce((sum, each) => sum + each.replications * (each.point.settings.run.jobs + 220), 0);
      await setTimeout(work * pace);
      return parcel.map((each) => ({ index: each.index, rows: new Float64Array(countNumbers(each)), failures: [] }));
    },
  };
  const { signal } = new AbortController();
  await workOnQueue(queue, {
    name: `bench-${process.pid}`,
    engine,
    needs,
    catalogue: builtIn,
    clock: () => performance.now(),
    signal,
  });
}

async function conduct(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'posp-feed-'));
  const port = await findPort();
  const argv = ['--port', `${port}`, '--bind', '127.0.0.1', '--save', '', '--appendonly', 'yes', '--dir', folder];
  const redis = spawn('redis-server', [...argv, '--maxmemory-policy', 'noeviction'], { stdio: 'ignore' });
  const crew: ChildProcess[] = [];
  try {
    await setTimeout(2000);
    const queue = await openQueue(access(port), () => {});
    const study = { digest: 'sha256:bench', title: 'Bench', points: 1, needs };
    const taking = { redis: queue.redis, study, lockSeconds: 120, fresh: true, clear: queue.clear, signal: undefined };
    await takeQueue({ ...taking, onWait: () => {} });
    // The pace that is known from the start: parcels are as long as they are asked to be.
    const known = {
      name: 'known',
      threads: 0,
      parcels: 0,
      runs: 0,
      jobs: 0,
      milliseconds: 20 * pace * 1e9,
      work: seconds * 1e9,
    };
    await report(queue.redis, known);
    const engine = new QueueEngine(queue, study, builtIn.traces);
    await engine.open();
    for (let left = workers; left > 0; left -= perProcess)
      crew.push(
        fork(import.meta.filename, [...process.argv.slice(2, 5), `${port}`].map(String), {
          execArgv: process.execArgv,
        }),
      );
    while (engine.hands < workers) await setTimeout(200);
    const pool = createQueuePool(engine, [], async () => {});
    const [cpu, start] = [process.cpuUsage(), performance.now()];
    let done = 0;
    await pool.runAssignments(listWork(), {
      jobs: (parcels * seconds * 1000) / pace,
      keep: async () => {},
      onResult: () => void done++,
    });
    const spent = process.cpuUsage(cpu);
    const took = (performance.now() - start) / 1000;
    const memory = /used_memory_peak:(\d+)/.exec(await queue.redis.info('memory'))![1];
    const { used_cpu_user: user } = /used_cpu_user:(?<used_cpu_user>[\d.]+)/.exec(await queue.redis.info('cpu'))!
      .groups!;
    const told = { workers, seconds: took, runs: done * 2, runsPerSecond: (done * 2) / took };
    const cost = {
      cpuOfConductor: (spent.user + spent.system) / 1e6 / took,
      memoryMb: process.resourceUsage().maxRSS / 1024,
    };
    process.stdout.write(
      `${JSON.stringify({ ...told, ...cost, cpuOfRedis: Number(user) / took, redisMb: Number(memory) / 2 ** 20 })}\n`,
    );
    engine.close();
    queue.close();
  } finally {
    for (const one of crew) one.kill();
    redis.kill();
    await once(redis, 'exit');
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Runs of the size that most studies have, two to an assignment. */
function* listWork(): Generator<Assignment> {
  const text = `title: Bench
mechanism: { kind: posp, challengeProbability: 0.1, slashAmount: 100 }
market: { nodeCount: 20, computeCost: 1, reward: 1.2, stake: 1000 }
players: { asserter: [honest, skip-work], validator: [honest] }
run: { jobs: 20000 }
`;
  const planned = planScenario('bench.yaml', text);
  if ('problems' in planned) throw new Error('the scenario has problems');
  const [point] = planned.points;
  const [arm] = listArms(point.settings, ['coalition']);
  const most = (parcels * seconds * 1000) / (2 * 20_220 * pace);
  for (let index = 0; index < most; index++)
    yield { index, point, arm, seed: '1', firstReplication: 2 * index, replications: 2 };
}

async function findPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  return port;
}

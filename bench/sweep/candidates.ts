/** A sweep as a study runs it: batches through the pool, rows handed back in the order of the plan. */

import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { loadScenario } from '../../src/plan/load-scenario.ts';
import type { Assignment } from '../../src/plan/plan.ts';
import { createPool } from '../../src/run/pool.ts';
import type { Measurement } from '../harness/child.ts';

/**
 * Arguments: workers, batches, jobs of a replication, replications of a batch, number of the first batch, passes, of which
 * the last is timed: threads are up and their code is compiled in all but the first. Wall time: workers are there to save it.
 */
export async function runSweep([
  workers,
  count,
  jobs,
  replications,
  first = '0',
  passes = '1',
]: readonly string[]): Promise<Measurement> {
  const loaded = await loadScenario(
    { file: join('bench', 'market', 'shorter-of-two.yaml') },
    { set: [['run.jobs', jobs!]] },
  );
  if ('problems' in loaded) throw new Error(loaded.problems.map(({ message }) => message).join('\n'));
  const point = loaded.points[0]!;
  const arm = { role: 'asserter', strategy: 'cheat-sometimes', against: 'all-honest' } as const;
  const batch = (index: number): Assignment => ({
    index,
    point,
    arm,
    seed: '42',
    firstReplication: (Number(first) + index) * Number(replications),
    replications: Number(replications),
  });
  const pool = createPool({ workers: Number(workers), clock: () => performance.now() });
  const pass = async () => {
    const hash = createHash('sha256');
    const before = performance.now();
    await pool.runAssignments(
      Array.from({ length: Number(count) }, (_, index) => batch(index)),
      {
        jobs: total,
        onResult: (_, { rows }) => void hash.update(new Uint8Array(rows.buffer, rows.byteOffset, rows.byteLength)),
      },
    );
    return { seconds: (performance.now() - before) / 1000, rows: hash.digest('hex').slice(0, 16) };
  };
  const total = Number(count) * Number(jobs) * Number(replications);
  for (let done = 1; done < Number(passes); done++) await pass();
  const { seconds, rows } = await pass();
  await pool.close();
  return { nanoseconds: (seconds * 1e9) / total, seconds: Number(seconds.toFixed(2)), rows };
}

/** The limit of the machine at that moment: the same work shared by processes that know nothing of each other. */
export async function runApart([processes, count, jobs, replications]: readonly string[]): Promise<Measurement> {
  const share = Number(count) / Number(processes);
  const measured = await together(Number(processes), (index) => {
    const args = ['sweep', '1', share, jobs!, replications!, index * share].map(String);
    return [process.execPath, process.argv[1]!, ...args];
  });
  const slowest = Math.max(...measured.map(({ nanoseconds }) => Number(nanoseconds)));
  return { nanoseconds: slowest / Number(processes) };
}

/** How far the machine doubles anything at that moment: processes of a C program, each with the same work. Wall time. */
export async function runTogether([processes, jobs, ...command]: readonly string[]): Promise<Measurement> {
  const before = performance.now();
  await together(Number(processes), () => command);
  return { nanoseconds: ((performance.now() - before) * 1e6) / (Number(processes) * Number(jobs)) };
}

function together(count: number, commandOf: (index: number) => readonly string[]): Promise<Measurement[]> {
  return Promise.all(
    Array.from({ length: count }, (_, index) => {
      const [program, ...args] = commandOf(index);
      const child = spawn(program!, args, { stdio: ['ignore', 'pipe', 'inherit'] });
      let text = '';
      child.stdout.on('data', (chunk) => (text += chunk));
      return new Promise<Measurement>((resolve) =>
        child.on('close', () => resolve(JSON.parse(text.trim().split('\n').at(-1)!) as Measurement)),
      );
    }),
  );
}

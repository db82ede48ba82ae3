/** How far a study is, told of a folder; of a queue see test/slow/queue. */
import { lutimesSync, rmSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { type Metric, writeMetrics } from '../../src/cli/metrics.ts';
import { recordColumnNames } from '../../src/market/record.ts';
import { FolderContents } from '../../src/store/folder-contents.ts';
import { openStore } from '../../src/store/store.ts';
import { posp } from './fake-io.ts';
import { tinyScenario, writeScenario } from './tiny-scenario.ts';

const quick = tinyScenario.replace('jobs: 2000', 'jobs: 50');

test('of a folder it is told what is there, whole or not', async () => {
  const { file, out } = writeScenario(quick);
  await posp(['run', file, '--out', out, '--workers', '1', '--no-pictures', '--quiet']);
  expect(await posp(['status', out])).toEqual({
    code: 0,
    stdout: 'Tiny: complete, 24 of 24 runs at 2 design points\n',
    stderr: '',
    killed: [],
  });
  const { stdout } = await posp(['status', out, '--json']);
  expect(stdout.split('\n')).toHaveLength(2);
  expect(JSON.parse(stdout)).toMatchObject({
    title: 'Tiny',
    complete: true,
    points: 2,
    runsPlanned: 24,
    runs: 24,
    failures: [],
  });
  rmSync(join(out, 'runs.parquet'));
  expect((await posp(['status', out])).stdout).toContain('0 of 24 runs');
});

test.each([
  [['status'], 'takes a results folder, or --queue'],
  [['status', '/nowhere/at/all'], 'there is no folder /nowhere/at/all'],
  [['status', 'out', '--queue', 'redis://db'], 'give one of them'],
])('%j is refused', async (argv, sentence) => {
  const { code, stdout, stderr } = await posp(argv);
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toContain(sentence);
});

test('numbers for Prometheus say what they are', () => {
  const metric: Metric = { name: 'worker_runs_total', help: 'Runs made.', type: 'counter', value: 3 };
  expect(writeMetrics([metric])).toBe(
    '# HELP posp_worker_runs_total Runs made.\n# TYPE posp_worker_runs_total counter\nposp_worker_runs_total 3\n',
  );
});

test('numbers are served while a study runs, and a port that is taken is told', async () => {
  const { createServer } = await import('node:net');
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  const { file, out } = writeScenario(quick);
  const { code, stderr } = await posp(['run', file, '--out', out, '--metrics', String(port), '--no-pictures']);
  server.close();
  expect([code, stderr]).toEqual([
    2,
    expect.stringContaining(`--metrics is ${port}, and nothing can listen there (EADDRINUSE)`),
  ]);
});

test('of a folder somebody is at work in it is told how fast, and how long still', async () => {
  const { out } = writeScenario(quick);
  const asked: Record<string, unknown>[] = [];
  const { archive, close } = await openAtWork(out);
  const before = await posp(['status', out, '--json']);
  asked.push(JSON.parse(before.stdout));
  await archive(30);
  // The lock was taken a minute before the part was written: thirty runs a minute, and ninety are planned.
  const lock = join(out, '.lock');
  const now = Date.now() / 1000;
  lutimesSync(lock, now - 60, now - 60);
  utimesSync(join(out, 'runs', 'part-00000.parquet'), now, now);
  asked.push(JSON.parse((await posp(['status', out, '--json'])).stdout));
  const told = await posp(['status', out]);
  await close();
  asked.push(JSON.parse((await posp(['status', out, '--json'])).stdout));
  const [first, second, last] = asked;
  expect(first).toMatchObject({ title: 'Begun', runs: 0, runsPlanned: 90, process: process.pid, runsPerMinute: null });
  expect(second).toMatchObject({ runs: 30, process: process.pid });
  expect(second!.runsPerMinute).toBeCloseTo(30, 3);
  // Less what has gone by since the part was written.
  expect(second!.secondsLeft).toBeLessThanOrEqual(120);
  expect(second!.secondsLeft).toBeGreaterThan(60);
  expect(told.stdout).toMatch(
    /^Begun: not complete, 30 of 90 runs at 3 design points\nprocess \d+ is at work, 30 runs a minute, about \d+ (s|min) until this look has its runs\n$/,
  );
  expect(last).toMatchObject({ runs: 30, process: null, runsPerMinute: null, secondsLeft: null });
});

test('how much a look needs is in the manifest while it is made', async () => {
  const { file, out } = writeScenario(quick);
  const announced: unknown[] = [];
  const write = vi.spyOn(FolderContents.prototype, 'commit').mockImplementation(function (
    this: FolderContents,
    fields,
  ) {
    announced.push(fields);
  });
  await posp(['run', file, '--out', out, '--workers', '1', '--no-pictures', '--quiet']);
  write.mockRestore();
  expect(announced[0]).toEqual({ title: 'Tiny', plan: { designPoints: 2, runs: 24 }, complete: false });
});

/** A folder as it is while its study is at work: announced, with a part of its runs. */
async function openAtWork(folder: string) {
  const store = await openStore(folder, { digest: 'd1', subject: {}, fresh: false, resume: false });
  store.announce({ title: 'Begun', plan: { designPoints: 3, runs: 90 } });
  const archive = async (runs: number) => {
    await store.append({
      arm: '0123456789abcdef01234567',
      first: 0,
      rows: new Float64Array(runs * recordColumnNames.length),
    });
    await store.flush();
  };
  return { archive, close: () => store.close() };
}

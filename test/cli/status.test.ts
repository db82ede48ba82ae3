/** How far a study is, told of a folder; of a queue see test/slow/queue. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type Metric, writeMetrics } from '../../src/cli/metrics.ts';
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

/** Shards of studies that are large or drawn: a hundred thousand runs within memory, and every picture the same. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bundleCommand } from '../bundle.ts';
import { tinyScenario } from '../cli/tiny-scenario.ts';

let place: string;
let program: string;

beforeAll(async () => {
  place = mkdtempSync(join(tmpdir(), 'posp-many-'));
  program = join(await bundleCommand(), 'posp-process.js');
});
afterAll(() => rmSync(place, { recursive: true, force: true }));

/** Largest resident memory of a process that did what it was told [MB]. */
function posp(...argv: string[]): number {
  const told = 'process.on("exit",()=>process.stderr.write("\\n"+process.resourceUsage().maxRSS))';
  const measured = `data:text/javascript,${encodeURIComponent(told)}`;
  const { status, stderr } = spawnSync(process.execPath, ['--import', measured, program, ...argv, '--quiet'], {
    cwd: place,
    encoding: 'utf8',
  });
  expect([status, stderr]).toEqual([0, expect.stringMatching(/^\n\d+$/)]);
  return Number(stderr) / 1024;
}

const bytesOf = (name: string) =>
  Object.fromEntries(
    readdirSync(join(place, name), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => [path.slice(join(place, name).length + 1), readFileSync(path, 'base64')]),
  );

test('report, charts and exhibits are those of one run, on any number of threads', () => {
  writeFileSync(join(place, 'drawn.yaml'), tinyScenario);
  posp('run', 'drawn.yaml', '--out', 'one', '--workers', '1');
  for (const number of [1, 2, 3]) {
    posp('run', 'drawn.yaml', '--shard', `${number}/3`, '--out', `drawn-${number}`, '--workers', String(number));
  }
  posp('merge', 'drawn-2', 'drawn-3', 'drawn-1', '--out', 'merged', '--workers', '2');
  const [one, merged] = [bytesOf('one'), bytesOf('merged')];
  expect(Object.keys(one)).toEqual(expect.arrayContaining(['report.html', 'exhibits.json', 'charts/payoffs.png']));
  expect(merged).toEqual(one);
});

test('a hundred thousand runs take no more memory merged than made', () => {
  const wide = tinyScenario
    .replace('[0.002, 0.2]', '{ from: 0.01, to: 0.2, steps: 1000 }')
    .replace('replications: 4', 'replications: 34')
    .replace('jobs: 2000', 'jobs: 20')
    .replace(/claims:[\s\S]*/, '');
  writeFileSync(join(place, 'wide.yaml'), wide);
  const plain = ['--workers', '1', '--no-pictures'];
  const made = posp('run', 'wide.yaml', '--out', 'wide', ...plain);
  const shards = [1, 2, 3, 4].map((number) => `wide-${number}`);
  for (const [i, folder] of shards.entries())
    posp('run', 'wide.yaml', '--shard', `${i + 1}/4`, '--out', folder, ...plain);
  const merged = posp('merge', ...shards.reverse(), '--out', 'wide-merged', ...plain);
  expect(JSON.parse(readFileSync(join(place, 'wide-merged', 'manifest.json'), 'utf8'))).toMatchObject({
    plan: { runs: 102_000 },
  });
  expect(bytesOf('wide-merged')).toEqual(bytesOf('wide'));
  // Garbage is collected when the collector likes: a tenth and 10 MB are its share.
  expect(merged).toBeLessThan(1.1 * made + 10);
});

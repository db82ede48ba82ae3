/** Memory is bounded by the market, not by how long it runs: each market in a process of its own. */
import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';

const entry = new URL('./measure-memory.ts', import.meta.url).pathname;

/** Largest resident memory of a process that runs one market [MB]. */
function peakOf(nodes: number, jobs: number): number {
  const argv = ['--import', 'tsx', entry, String(nodes), String(jobs)];
  const { status, stdout, stderr } = spawnSync(process.execPath, argv, { encoding: 'utf8' });
  expect([status, stderr]).toEqual([0, '']);
  return Number(stdout);
}

test('a market of a million nodes fits into 450 MB, Node and the loader of sources included', () => {
  expect(peakOf(1_000_000, 3_000_000)).toBeLessThan(450);
});

test('ten times as many jobs take no more memory', () => {
  const short = peakOf(1000, 1_000_000);
  // Garbage is collected when the collector likes: a tenth and 10 MB are its share.
  expect(peakOf(1000, 10_000_000)).toBeLessThan(1.1 * short + 10);
});

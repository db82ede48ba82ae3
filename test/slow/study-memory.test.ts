/** What a study holds grows with its runs and its design points by so much each, and no more: each size in a process of its own. */
import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';

const entry = new URL('./measure-study.ts', import.meta.url).pathname;

/** What a study holds when it is done [bytes]. */
function heldBy(points: number, replications: number): number {
  const argv = ['--expose-gc', '--import', 'tsx', entry, String(points), String(replications)];
  const { status, stdout, stderr } = spawnSync(process.execPath, argv, { encoding: 'utf8' });
  expect([status, stderr]).toEqual([0, '']);
  return Number(stdout);
}

const arms = 4;

test('a short run that is kept takes at most 120 bytes, its part in estimates included', { timeout: 120_000 }, () => {
  const [points, few, many] = [20, 100, 500];
  const perRun = (heldBy(points, many) - heldBy(points, few)) / (points * arms * (many - few));
  expect(perRun).toBeLessThan(120);
});

test('a design point takes at most 110 kB, what was worked out for it and its five replications included', {
  timeout: 120_000,
}, () => {
  const [few, many] = [100, 600];
  expect((heldBy(many, 5) - heldBy(few, 5)) / (many - few)).toBeLessThan(110_000);
});

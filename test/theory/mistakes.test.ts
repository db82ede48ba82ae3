/** Mistakes that were published: every scenario of the folder states one as its claims, and every claim is refuted. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createPool, type Pool } from '../../src/run/pool.ts';
import { runScenario } from '../../src/study/open-scenario.ts';

const folder = join(import.meta.dirname, '..', '..', 'scenarios', 'mistakes');

/** What names the gap in the sentence of each claim. */
const gaps: Record<string, RegExp[]> = {
  'collusion-left-out.yaml': [/ earns 0\.327.*exactly 0\.327\b/],
  'collusion-on-the-wrong-side.yaml': [/0\.0102/, / earns 0\.206.*exactly 0\.206\b/],
  'predictable-sampling.yaml': [/ earns 1 credit .*exactly 1\b/, /detected is 0\.0* ± /],
  'rate-below-its-threshold.yaml': [/ earns 0\.203.*exactly 0\.203\b/],
  'stake-without-detection.yaml': [/0\.488/],
  'unique-equilibrium.yaml': [/contradict is an equilibrium too/],
};

let pool: Pool;
beforeAll(() => {
  pool = createPool({ workers: 1 });
});
afterAll(() => pool.close());

test('every file of the folder is known here', () => {
  expect(
    readdirSync(folder)
      .filter((name) => name.endsWith('.yaml'))
      .sort(),
  ).toEqual(Object.keys(gaps));
});

test.each(Object.entries(gaps))('%s is judged false, and the sentence names the gap', async (name, expected) => {
  const set: [string, string][] = [['run.jobs', '10000']];
  const { findings, failures } = await runScenario(
    { file: join(folder, name) },
    { pool, overrides: { set, replications: 16 } },
  );
  expect(failures).toEqual([]);
  expect(findings.claims.map(({ verdict }) => verdict)).toEqual(expected.map(() => 'false'));
  for (const [i, gap] of expected.entries()) expect(findings.claims[i]!.because).toMatch(gap);
});

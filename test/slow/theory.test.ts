/** The simulated cases of the theory again, with sixteen times the jobs, and the scenarios about players. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createPool, type Pool } from '../../src/run/pool.ts';
import { studentQuantile } from '../../src/stats/interval.ts';
import { runScenario } from '../../src/study/open-scenario.ts';
import { cases } from '../theory/cases.ts';

let pool: Pool;
beforeAll(() => {
  pool = createPool({ workers: 1 });
});
afterAll(() => pool.close());

test.each(cases.filter((one) => one.simulated).map((one) => [one.id, one] as const))('%s', async (_, one) => {
  const set: [string, string][] = [['run.jobs', '20000']];
  const input = { file: 'case.yaml', text: one.scenario };
  const { findings, failures } = await runScenario(input, { pool, overrides: { set, replications: 40 } });
  expect(failures).toEqual([]);
  for (const point of findings.designPoints) {
    for (const { over, against, mean, standardError, degrees, exact } of point.advantages) {
      const allowed = studentQuantile(1 - 3.17e-5, degrees!) * standardError! + 1e-8;
      expect(Math.abs(mean! - exact!), `over ${over} against ${against}: ${mean} for ${exact}`).toBeLessThanOrEqual(
        allowed,
      );
    }
  }
});

const folder = join(import.meta.dirname, '..', '..', 'scenarios', 'players');

test.each(readdirSync(folder).filter((name) => name.endsWith('.yaml')))('%s keeps its claims', async (name) => {
  const { findings, failures } = await runScenario({ file: join(folder, name) }, { pool });
  expect(failures).toEqual([]);
  expect(findings.claims.map(({ verdict, because }) => [verdict, because])).toEqual(
    findings.claims.map(({ because }) => ['true', because]),
  );
});

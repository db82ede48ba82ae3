/** Every case of the theory through a scenario: solved exactly, and some of those that are markets simulated beside it. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { solveScenario } from '../../src/analysis/solve/solve.ts';
import { planScenario } from '../../src/plan/load-scenario.ts';
import { createPool, type Pool } from '../../src/run/pool.ts';
import { createResolver } from '../../src/scenario/resolve.ts';
import { studentQuantile } from '../../src/stats/interval.ts';
import { runScenario } from '../../src/study/open-scenario.ts';
import { cases } from './cases.ts';

const relative = 1e-9;
/** Four standard errors, as the error probability of a normal law; by Student's law for few replications. */
const tail = 3.17e-5;

describe.each(cases.map((one) => [`${one.id}: ${one.because}`, one] as const))(
  '%s',
  (_, { scenario: text, of, answers }) => {
    test('solved', () => {
      const loaded = planScenario('case.yaml', text);
      if ('problems' in loaded) throw new Error(loaded.problems.map(({ message }) => message).join('\n'));
      const resolver = createResolver(loaded.scenario);
      const { designPoints } = solveScenario({ ...loaded, resolve: (at) => resolver(at).settings }, { of });
      expect(designPoints).toHaveLength(answers.length);
      for (const [i, expected] of answers.entries()) {
        for (const { of: what, read, exact } of expected) {
          const value = read(designPoints[i]!, loaded.points[i]!.settings);
          if (typeof exact !== 'number') expect(value, what).toBe(exact);
          else expect(Math.abs(Number(value) / exact - 1), `${what}: ${value} for ${exact}`).toBeLessThan(relative);
        }
      }
    });
  },
);

const simulated = cases.filter((one) => one.simulated);
// All of them, with sixteen times the jobs, are among the slow tests.
const sampled = simulated.filter((_, i) => i % 4 === 0);

test('at least fifteen of them can be simulated', () => expect(simulated.length).toBeGreaterThanOrEqual(15));

describe('simulated', () => {
  let pool: Pool;
  beforeAll(() => {
    pool = createPool({ workers: 1 });
  });
  afterAll(() => pool.close());

  test.each(sampled.map((one) => [one.id, one] as const))('%s', async (_, { scenario: text }) => {
    const { findings, failures } = await runScenario({ file: 'case.yaml', text }, { pool });
    expect(failures).toEqual([]);
    const advantages = findings.designPoints.flatMap((point) => point.advantages);
    expect(advantages.length).toBeGreaterThan(0);
    for (const { over, against, mean, standardError, degrees, halfWidth, exact } of advantages) {
      // The interval itself also knows of slashes too rare to be seen.
      const allowed = Math.max(studentQuantile(1 - tail, degrees!) * standardError! + 1e-8, halfWidth!);
      expect(Math.abs(mean! - exact!), `over ${over} against ${against}: ${mean} for ${exact}`).toBeLessThanOrEqual(
        allowed,
      );
      // An interval that allows for everything would prove nothing: it is narrow beside the cost of a job or the answer.
      expect(allowed).toBeLessThan(Math.max(0.6, 0.3 * Math.abs(exact!)));
    }
  });
});

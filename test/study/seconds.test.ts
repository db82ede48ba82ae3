/** Studies whose runs last a time: the number of jobs is random, and no estimate minds. */
import { describe, expect, it } from 'vitest';
import { planScenario } from '../../src/plan/load-scenario.ts';
import { checkScenario } from '../../src/scenario/check.ts';
import { writeScenario } from '../../src/scenario/write.ts';
import { study } from './scenarios.ts';

const lasting = (run: string, more = '') => `
title: A minute of a market
mechanism: { kind: posp, challengeProbability: 0.2, slashAmount: 10 }
market: { nodeCount: 20, jobsPerSecond: 4, computeCost: 1, reward: 1.2, stake: 100, detector: { miss: 0.3 } }
players: { asserter: [honest, skip-work] }
run: ${run}
replications: 12
${more}`;

const problemsOf = (text: string) => {
  const loaded = planScenario('test.yaml', text);
  return 'problems' in loaded ? loaded.problems.map(({ line, column, message }) => `${line}:${column} ${message}`) : [];
};

describe('studies whose runs last a time', () => {
  it('cover the exact advantage as often as they say, however few jobs a run has', async () => {
    // 30 s hold 120 jobs, 12 of them focal: their number varies by a third from run to run.
    let [covered, studies] = [0, 0];
    for (let seed = 0; seed < 40; seed++) {
      const { findings } = await study(`seed: ${seed}${lasting('{ seconds: 30 }')}`);
      const { mean, halfWidth, exact } = findings.designPoints[0]!.advantages[0]!;
      studies++;
      if (Math.abs(mean! - exact!) <= halfWidth!) covered++;
    }
    // 95 % of them, less four standard errors.
    expect(covered).toBeGreaterThanOrEqual(0.95 * studies - 4 * Math.sqrt(0.95 * 0.05 * studies));
  });

  it('have as many jobs as are expected, whatever moves the rate of arrivals', async () => {
    const { findings } = await study(lasting('{ seconds: 1 minute }', 'sweep: { market.jobsPerSecond: [2, 6] }\n'));
    // Two arms of twelve replications.
    expect(findings.designPoints.map(({ jobs }) => jobs)).toEqual([24 * 120, 24 * 360]);
    for (const { advantages } of findings.designPoints) {
      expect(Math.abs(advantages[0]!.mean! - advantages[0]!.exact!)).toBeLessThanOrEqual(2 * advantages[0]!.halfWidth!);
    }
  });

  it('are written as they were said', () => {
    const read = checkScenario('test.yaml', lasting('{ seconds: 90 s }'));
    if ('problems' in read) throw new Error('unfit');
    expect(read.scenario.run).toMatchObject({ seconds: 90 });
    expect(read.scenario.run.jobs).toBeUndefined();
    const again = checkScenario('test.yaml', writeScenario(read.scenario));
    expect(again).toMatchObject({ scenario: { run: read.scenario.run } });
  });

  it.each([
    ['{ seconds: 20 }', '6:17 run.seconds is 20; expected at least 25 s, in which 100 jobs arrive'],
    ['{ seconds: 1e9 }', '6:17 run.seconds is 1e9; expected at most 250000000 s, in which 1,000,000,000 jobs arrive'],
    [
      '{ seconds: 30, warmUpJobs: 100 }',
      '6:33 run.warmUpJobs is 100; expected fewer than 54, which arrive within run.seconds',
    ],
    ['{ seconds: 30, batches: 60 }', '6:30 run.batches is 60; expected at most 54, for as many jobs are sure to count'],
    ['{ seconds: 0 }', '6:17 run.seconds is 0; it must be more than 0 s'],
    ['{ seconds: 3 USD }', /6:17 run\.seconds.*time/],
  ])('that cannot be are refused: %s', (run, message) => {
    const problems = problemsOf(lasting(run));
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(message);
  });

  it('that may see no job at all are refused, as jobs in bursts', () => {
    const inBursts = (run: string) =>
      lasting(run).replace('jobsPerSecond: 4', 'jobsPerSecond: 4, demand: { kind: gamma, cv: 3 }');
    // Jobs in a time vary by 3 times the root of their mean; six such deviations of 120 are 197.
    expect(problemsOf(inBursts('{ seconds: 30 }'))).toEqual([
      expect.stringMatching(/^6:17 run\.seconds is 30; expected a longer time, .* the 120 that are expected/),
    ]);
    expect(problemsOf(inBursts('{ seconds: 90 }'))).toEqual([]);
  });
});

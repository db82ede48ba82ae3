/** What is drawn beside the findings: laws of income against simulated nodes, a run's course against its record, sensitivity. */

import { describe, expect, test } from 'vitest';
import { listAttackerProfits, profitLevels } from '../../src/analysis/exhibits/attacker-profit.ts';
import { followRun } from '../../src/analysis/exhibits/course.ts';
import { prepareExhibits } from '../../src/analysis/exhibits/exhibits.ts';
import { describeSensitivity } from '../../src/analysis/exhibits/sensitivity.ts';
import { computeFate, listFates } from '../../src/analysis/round/fate.ts';
import { simulateRun } from '../../src/engine/simulate.ts';
import type { AxisValues } from '../../src/findings/axis-values.ts';
import { columnIndex as at } from '../../src/market/record.ts';
import { planScenario } from '../../src/plan/load-scenario.ts';
import { gatherStories } from '../../src/report/story.ts';
import { createResolver } from '../../src/scenario/resolve.ts';
import { quantileOf } from '../../src/stats/law.ts';
import { asserterArm, buildSettings } from '../fixtures/settings.ts';

const cheat = asserterArm('skip-work');

describe('the law of what cheats earn', () => {
  test('is the law that claims are judged by, at every doubling', () => {
    const settings = buildSettings();
    const fates = listFates(settings, 'skip-work', 6, 2048)!;
    expect(fates.map(({ jobs }) => jobs)).toEqual([1, 2, 4, 8, 16, 32, 64]);
    for (const { jobs, law } of fates) {
      const fate = computeFate(settings, { strategy: 'skip-work', jobs })!;
      for (const level of profitLevels) {
        const { low, high } = fate.quantile(level);
        expect(low).toBe(high);
        expect(quantileOf(law, level)).toBeCloseTo(low, 9);
      }
    }
  });

  test.each([
    // At this load challenged jobs are settled late: a node's jobs count in the order in which it asserted them.
    [
      'nodes that stay',
      45,
      buildSettings({ market: { jobsPerSecond: 14 }, run: { jobs: 500 }, coalition: { size: 6 } }),
    ],
    // A ban for ever shrinks a coalition, which the round knows nothing of.
    [
      'nodes that are banned',
      120,
      buildSettings({ market: { jobsPerSecond: 0.001 }, run: { jobs: 500 }, exit: { kind: 'banned' } }),
    ],
  ] as const)('is what simulated nodes earn: %s', (_, replications, settings) => {
    const { after, honest } = listAttackerProfits(settings).find(({ strategy }) => strategy === 'skip-work')!;
    const marks = [1, 4, 8];
    const runs = Array.from({ length: replications }, (_, i) =>
      followRun(settings, cheat, 'law', i, { moments: 1, marks }),
    );
    for (const jobs of marks) {
      const seen = runs.flatMap(({ standings }) => standings.filter((standing) => standing.jobs === jobs));
      expect(seen.length).toBeGreaterThan(200);
      const law = after.find((one) => one.jobs === jobs)!;
      const squares = seen.reduce((sum, { income }) => sum + (income - law.mean) ** 2, 0);
      const mean = seen.reduce((sum, { income }) => sum + income, 0) / seen.length;
      expect(Math.abs(mean - law.mean)).toBeLessThan((4 * Math.sqrt(squares)) / seen.length);
      for (const [chance, line] of [
        [law.inProfit, 0],
        [law.ahead, jobs * honest],
      ] as const) {
        const share = seen.filter(({ income }) => income > line + 1e-9).length / seen.length;
        expect(Math.abs(share - chance)).toBeLessThan(4 * Math.sqrt((chance * (1 - chance)) / seen.length) + 1e-12);
      }
    }
  });
});

describe('the course of a run', () => {
  const settings = buildSettings({ coalition: { size: 6, backing: 'committed' }, run: { jobs: 400 } });
  const course = followRun(settings, cheat, 'course', 3, { moments: 40, marks: [] });
  const record = simulateRun(settings, cheat, 'course', 3);

  test('ends with as much slashed as the record says', () => {
    const { slashed, jobs } = course.moments.at(-1)!;
    expect(jobs).toBe(400);
    expect(course.moments).toHaveLength(40);
    const total = slashed.focal * course.nodes.focal + slashed.others * course.nodes.others;
    expect(total).toBeGreaterThan(0);
    expect(total).toBeCloseTo(record[at.slashed]!, 6);
  });

  test('shows nodes leave where they are banned, and stakes full where they top up', () => {
    const banned = followRun(
      { ...settings, players: { ...settings.players, exit: { kind: 'banned', reentryCost: null } } },
      cheat,
      'course',
      3,
      { moments: 10, marks: [] },
    );
    expect(banned.moments.at(-1)!.present.focal).toBeLessThan(6);
    expect(course.moments.at(-1)!.present).toEqual({ focal: 6, others: 14 });
    // A settlement may be looked at between the slash and the top-up that follows it.
    expect(course.moments.at(-1)!.stake.others).toBe(1000);
  });
});

/** A scenario as `posp run` sees it. */
function open(text: string) {
  const loaded = planScenario('x.yaml', text);
  if ('problems' in loaded) throw new Error(loaded.problems.map(({ message }) => message).join());
  const resolver = createResolver(loaded.scenario);
  return { ...loaded, resolve: (values: AxisValues) => resolver(values).settings };
}

// Without collusion skipping is found out whenever challenged: honesty earns p (R_A + S) - C more.
const text = `title: Sensitive
seed: 7
mechanism: { kind: posp, challengeProbability: 0.2, slashAmount: 10 }
market: { nodeCount: 20, computeCost: 1, reward: 1.2, stake: 1000 }
players: { asserter: [honest, skip-work, { kind: cheaper-model, cost: 0.4 }], validator: [honest, guess] }
sweep: { mechanism.challengeProbability: [0.1, 0.3] }
replications: 2
run: { jobs: 300 }
`;

describe('sensitivity', () => {
  const study = open(text);
  const result = describeSensitivity(study.scenario, study.points[0]!, study.resolve, { side: 12, samples: 20 })!;
  const input = (path: string) => result.inputs.find((one) => one.path === path)!;

  test('moves one parameter at a time exactly', () => {
    expect(result.base).toBeCloseTo(0.1 * 11.2 - 1, 12);
    expect(input('market.computeCost').high.quantity).toBeCloseTo(0.1 * 11.2 - 1.1, 12);
    expect(input('mechanism.challengeProbability').low.quantity).toBeCloseTo(0.09 * 11.2 - 1, 12);
    expect(input('mechanism.slashAmount').high.quantity).toBeCloseTo(0.1 * 12.2 - 1, 12);
  });

  test('leaves out what moves nothing, and follows what depends on others', () => {
    const named = [...result.inputs.map(({ path }) => path), ...result.leftOut];
    for (const inert of ['market.nodeCount', 'market.stake', 'market.jobsPerSecond', 'mechanism.validatorReward']) {
      expect(named).not.toContain(inert);
    }
  });

  test('shares the variance as the closed form does', () => {
    // p uniform on the sweep [0.1, 0.3], all others 20 % either side.
    const uniform = (low: number, high: number) => ({ mean: (low + high) / 2, variance: (high - low) ** 2 / 12 });
    const [p, slash, reward, cost] = [uniform(0.1, 0.3), uniform(8, 12), uniform(0.96, 1.44), uniform(0.8, 1.2)];
    const sum = { mean: slash.mean + reward.mean, variance: slash.variance + reward.variance };
    const variance =
      p.variance * sum.variance + p.variance * sum.mean ** 2 + p.mean ** 2 * sum.variance + cost.variance;
    const check = (path: string, first: number, total: number) => {
      const { sobol } = input(path);
      // Twenty samples: 4 standard errors of a normal law are 5.1 of Student's, against 2.09 in a half-width.
      expect(Math.abs(sobol!.first.value - first)).toBeLessThan(2.5 * sobol!.first.halfWidth + 1e-9);
      expect(Math.abs(sobol!.total.value - total)).toBeLessThan(2.5 * sobol!.total.halfWidth + 1e-9);
    };
    const ofP = p.variance * sum.mean ** 2;
    check('mechanism.challengeProbability', ofP / variance, (ofP + p.variance * sum.variance) / variance);
    const ofSlash = p.mean ** 2 * slash.variance;
    check('mechanism.slashAmount', ofSlash / variance, (ofSlash + p.variance * slash.variance) / variance);
    check('market.computeCost', cost.variance / variance, cost.variance / variance);
    expect(result.spread!.standardDeviation / Math.sqrt(variance)).toBeCloseTo(1, 1);
  });
});

describe('exhibits', () => {
  test('hold what each picture needs, and one job from arrival to verdict', () => {
    const exhibits = prepareExhibits(open(text));
    const { solution, told } = exhibits;
    expect(solution!.designPoints.map(({ id }) => id)).toEqual([0, 1]);
    expect(solution!.designPoints[1]!.portrait!.strategies).toEqual(['honest', 'skip-work', 'cheaper-model']);
    expect(solution!.designPoints[1]!.profits!.map(({ strategy }) => strategy)).toEqual(['skip-work', 'cheaper-model']);
    const [story, ...others] = gatherStories(told!.events);
    expect(others).toEqual([]);
    expect(story).toMatchObject({
      isFalse: true,
      settled: expect.any(Number),
      end: { isRefuted: true },
    });
    expect(JSON.parse(JSON.stringify(exhibits))).toEqual(exhibits);
  });

  test('tell of honest play where no deviation is declared', () => {
    const attention = open(text.replace('[honest, skip-work, { kind: cheaper-model, cost: 0.4 }]', '[honest]'));
    const { solution, told } = prepareExhibits(attention);
    expect(solution!.sensitivity).toBeNull();
    expect(told!.strategy).toBe('honest');
  });
});

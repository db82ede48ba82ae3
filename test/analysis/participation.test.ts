/** Whether honest nodes take part is one question, what honesty earns over cheating another. */
import { describe, expect, test } from 'vitest';
import { describeParticipation } from '../../src/analysis/round/participation.ts';
import { solveScenario } from '../../src/analysis/solve/solve.ts';
import type { StrategyPayoff } from '../../src/findings/findings.ts';
import { planScenario } from '../../src/plan/load-scenario.ts';
import { createResolver } from '../../src/scenario/resolve.ts';
import { runScenario } from '../../src/study/open-scenario.ts';

const noisy = (p: string) => `title: A quarter of true results look false
mechanism: { kind: posp, challengeProbability: 0.3, slashAmount: 6, accounting: alone }
market: { nodeCount: 15, computeCost: 1, reward: 1.1, stake: 50, detector: { falseAlarm: 0.25 } }
players: { asserter: [honest, skip-work] }
sweep: { mechanism.challengeProbability: ${p} }
run: { jobs: 400 }
replications: 4
claims:
  - { kind: threshold, of: mechanism.challengeProbability, role: asserter, between: [0.1, 0.25], by: exact }
  - { kind: dominant, role: asserter, by: exact, where: mechanism.challengeProbability >= 0.2 }
`;
/** p* = C / ((1 - a)(R + S)); an honest asserter earns R - C - p a (R + S). */
const threshold = 1 / (0.75 * 7.1);
const income = (p: number) => 0.1 - p * 0.25 * 7.1;

test('a threshold is where honesty starts to beat cheating, whoever takes part there', () => {
  const loaded = planScenario('noisy.yaml', noisy('[0.05, 0.2, 0.4]'));
  if ('problems' in loaded) throw new Error(JSON.stringify(loaded.problems));
  const { scenario, points } = loaded;
  const resolver = createResolver(scenario);
  const { designPoints } = solveScenario({ scenario, points, resolve: (at) => resolver(at).settings });
  for (const [i, p] of [0.05, 0.2, 0.4].entries()) {
    const { thresholds, participation } = designPoints[i]!;
    const [along] = thresholds.filter(({ of }) => of === 'mechanism.challengeProbability');
    expect(along).toMatchObject({ feasible: true, direction: 'honest-above' });
    expect(along!.value).toBeCloseTo(threshold, 9);
    expect(participation!.feasible).toBe(p < 0.06);
    expect(participation!.honestPayoff).toBeCloseTo(income(p), 12);
  }
});

test('a study judges both, and no sentence lets one overrule the other', async () => {
  const { findings } = await runScenario({ file: 'noisy.yaml', text: noisy('[0.05, 0.2, 0.4]') });
  expect(findings.claims.map(({ verdict }) => verdict)).toEqual(['true', 'true']);
  expect(findings.claims[0]!.because).toContain('honesty switches at challengeProbability = 0.188 (over');
  expect(findings.claims[1]!.because).toContain('honesty earns 0.065 credits per job more');
  expect(findings.designPoints.map(({ participation }) => participation!.asserter.takesPart)).toEqual([
    'yes',
    'no',
    'no',
  ]);
  expect(findings.designPoints[2]!.participation!.asserter.exact).toBeCloseTo(income(0.4), 12);
});

describe('taking part', () => {
  const payoff = (known: Partial<StrategyPayoff>): StrategyPayoff[] => [
    { role: 'asserter', strategy: 'honest', against: 'coalition', mean: null, halfWidth: null, exact: null, ...known },
  ];
  test.each([
    ['the exact value, whatever was sampled', { exact: -1e-3, mean: 1, halfWidth: 0.1 }, 'no'],
    ['nothing, which is no loss', { exact: 0 }, 'yes'],
    ['nothing but for rounding', { exact: -1e-14 }, 'yes'],
    ['an interval above zero', { mean: 0.2, halfWidth: 0.1 }, 'yes'],
    ['an interval below zero', { mean: -0.2, halfWidth: 0.1 }, 'no'],
    ['an interval across zero', { mean: 0.05, halfWidth: 0.1 }, 'undecided'],
    ['nothing known', {}, 'undecided'],
  ] as const)('by %s', (_, known, takesPart) => {
    expect(describeParticipation('asserter', payoff(known)).takesPart).toBe(takesPart);
  });
});

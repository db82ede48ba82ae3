/** Why there is no threshold, and thresholds at the very end of a range. */
import { expect, test } from 'vitest';
import { solveThreshold } from '../../src/analysis/round/exact-threshold.ts';
import { solveScenario } from '../../src/analysis/solve/solve.ts';
import { planScenario } from '../../src/plan/load-scenario.ts';
import { createResolver } from '../../src/scenario/resolve.ts';

const share = { kind: 'real', low: 0, high: 1, unit: '1' } as const;

test('what rises would pay beyond the range; what is level but for rounding pays nowhere', () => {
  expect(solveThreshold((x) => x - 3, share).reason).toBe('beyond-range');
  expect(solveThreshold((x) => 0.7 * x - 0.7 * x - 2, share).reason).toBe('never');
  expect(solveThreshold((x) => -1 + x * 2e-16, share).reason).toBe('never');
});

test.each([
  [
    'validatorCount: 2, slashAmount: 8, bountyShare: 0.5, mismatchReward: split-among-honest, challengeProbability: 0.3',
    '{ nodeCount: 60, computeCost: 1, reward: 3, stake: 200, detector: { falseAlarm: 0.001, miss: 0.003 } }',
    '{ fraction: 0.4, backing: committed }',
  ],
  // Of an income so much larger, the last digit is a hundred thousand millionth of the difference.
  [
    'validatorCount: 3, slashAmount: 2000, bountyShare: 0.8622, arbitration: { majority: 5 }, validatorReward: 0.1375, challengeProbability: 0.02011',
    '{ nodeCount: 1000, computeCost: 1, reward: 2.13, stake: 300, detector: { falseAlarm: 0.000009749, miss: 0 } }',
    '{ fraction: 0.1 }',
  ],
])(
  'a slash of nothing is where honest validators begin to earn more than colluders: %s',
  (mechanism, market, coalition) => {
    const loaded = planScenario(
      'shared.yaml',
      `
title: Shared rewards and bounties, noisy validators
mechanism: { kind: posp, draw: independent, ${mechanism} }
market: ${market}
players: { asserter: [honest, skip-work], validator: [honest, collude] }
coalition: ${coalition}
`,
    );
    if ('problems' in loaded) throw new Error(JSON.stringify(loaded.problems));
    const resolve = createResolver(loaded.scenario);
    const solved = solveScenario({ ...loaded, resolve: (at) => resolve(at).settings });
    const found = solved.designPoints[0]!.thresholds.find(
      ({ of, over, against }) => of === 'mechanism.slashAmount' && over === 'collude' && against === 'coalition',
    );
    // Close to a slash of nothing the difference is lost in rounding; the line through larger ones is not.
    expect(found).toMatchObject({ feasible: true, value: 0, direction: 'honest-above' });
  },
);

test('a tie at an end of the range is no threshold where honesty would pay only beyond it', () => {
  expect(solveThreshold((x) => -2 * x, share)).toMatchObject({
    feasible: false,
    value: null,
    roots: [],
    reason: 'never',
  });
  expect(solveThreshold((x) => x - 1, share)).toMatchObject({ value: null, roots: [], reason: 'beyond-range' });
  expect(solveThreshold((x) => 3 * x, share)).toMatchObject({ value: 0, direction: 'honest-above' });
  expect(solveThreshold((x) => 1 - x, share)).toMatchObject({ value: 1, direction: 'honest-below' });
});

test('of whole numbers the threshold is one at which honesty pays, not one at which it ties', () => {
  const count = { kind: 'integer', low: 0, high: 9, unit: 'count' } as const;
  expect(solveThreshold((n) => -n, count)).toMatchObject({ value: null, roots: [], reason: 'never' });
  expect(solveThreshold((n) => n - 9, count)).toMatchObject({ value: null, roots: [], reason: 'beyond-range' });
  expect(solveThreshold((n) => n - 4, count).roots).toEqual([{ value: 5, direction: 'honest-above' }]);
  expect(solveThreshold((n) => 4 - n, count).roots).toEqual([{ value: 3, direction: 'honest-below' }]);
});

import { describe, expect, test } from 'vitest';
import { findOptimum } from '../../src/analysis/solve/optimum.ts';
import { planScenario } from '../../src/plan/load-scenario.ts';
import { createResolver } from '../../src/scenario/resolve.ts';

/** Solves one point with capital at kappa per job. */
function solve(
  kappa: number,
  extra = '',
  more = '',
  { stake = 1000000, over = 'mechanism.slashAmount', slash = 'slashAmount: 50' } = {},
) {
  const text = `
title: Cheapest deterrence
mechanism: { kind: posp, challengeProbability: 0.02, ${slash}${extra} }
market: { nodeCount: 20, computeCost: 1, reward: 1.2, stake: ${stake} }
players: { asserter: [honest, skip-work] }
optimize: { minimize: cost, over: ${over}, capitalCost: ${kappa} }
${more}
`;
  const loaded = planScenario('optimum.yaml', text);
  if ('problems' in loaded) throw new Error(JSON.stringify(loaded.problems));
  const { scenario, points } = loaded;
  const resolver = createResolver(scenario);
  return findOptimum(scenario.optimize!, {}, points[0]!.settings, (at) => resolver(at).settings);
}

test('the slash that makes checking and capital cheapest: sqrt(n C Delta / kappa) - R', () => {
  const kappa = 2e-4;
  const optimum = solve(kappa)!;
  expect(optimum.value / (Math.sqrt(1 / kappa) - 1.2) - 1).toBeCloseTo(0, 9);
  expect(optimum.challengeProbability / Math.sqrt(kappa) - 1).toBeCloseTo(0, 9);
  expect(optimum.cost / (2 * Math.sqrt(kappa) - kappa * 1.2) - 1).toBeCloseTo(0, 9);
});

test('capital so dear that no slash is worth it: the reward alone must deter, p = C / R', () => {
  const optimum = solve(1)!;
  expect(optimum.value).toBe(0);
  expect(optimum.challengeProbability).toBeCloseTo(1 / 1.2, 12);
});

test('three validators cost three checks: sqrt(n C Delta / kappa) - R with n = 3', () => {
  expect(solve(2e-4, ', validatorCount: 3')!.value / (Math.sqrt(3 / 2e-4) - 1.2) - 1).toBeCloseTo(0, 9);
});

test('where less would deter nobody the least that deters is best: (1 - r)(R + S) = C + r R_V at p = 1', () => {
  const optimum = solve(1, ', draw: independent', 'coalition: { fraction: 0.5 }')!;
  expect(optimum.value).toBeCloseTo(2, 9);
  expect(optimum.challengeProbability).toBeCloseTo(1, 9);
  expect(optimum.cost).toBeCloseTo(3, 9);
});

describe('where a slash meets the stake the cost has a kink', () => {
  // With all of the slash at stake sqrt(1 / kappa) - R is best.
  const flat = Math.sqrt(1 / 3e-6) - 1.2;

  test.each([
    ['before the valley', 400, 3e-6, 400],
    ['a hair behind it', flat * 1.0005, 3e-6, flat],
    ['and where capital costs nothing all that exceeds the stake costs the same', 400, 0, 400],
  ])('%s', (_, stake, kappa, best) => {
    const { value } = solve(kappa, '', '', { stake })!;
    if (best === stake) expect(value).toBe(stake);
    else expect(value / best - 1).toBeCloseTo(0, 9);
  });

  test('and a stake has one where it meets the slash', () => {
    expect(solve(1e-6, '', '', { over: 'market.stake' })!.value).toBe(50);
  });

  test('without a kink capital that costs nothing has no least amount', () => {
    expect(solve(0, '', '', { over: 'market.stake', slash: 'slashFraction: 0.2' })).toBeNull();
  });
});

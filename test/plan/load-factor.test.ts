import { expect, test } from 'vitest';
import { computeLoadFactor } from '../../src/plan/load-factor.ts';
import { planScenario } from '../../src/plan/load-scenario.ts';

const scenario = (jobsPerSecond: number, p = 0.1) => `
title: Load
mechanism: { kind: posp, challengeProbability: ${p}, slashAmount: 10 }
market: { nodeCount: 10, jobsPerSecond: ${jobsPerSecond}, computeCost: 1, reward: 1.2, stake: 100 }
players: { asserter: [honest, skip-work] }
`;

test('load counts verification: 0.7 per node at p = 0.1 is 0.77, as in a Jackson network', () => {
  const loaded = planScenario('load.yaml', scenario(7));
  if ('problems' in loaded) throw new Error(JSON.stringify(loaded.problems));
  expect(computeLoadFactor(loaded.points[0]!.settings)).toBeCloseTo(0.77, 12);
  expect(loaded.warnings).toEqual([]);
});

test('stable exactly below p = mu / lambda - 1 = 3 / 7, and a warning from there on', () => {
  for (const [p, warned] of [
    [0.428, 0],
    [0.429, 1],
  ] as const) {
    const loaded = planScenario('load.yaml', scenario(7, p));
    if ('problems' in loaded) throw new Error(JSON.stringify(loaded.problems));
    expect(loaded.warnings.map(({ code }) => code)).toEqual(Array(warned).fill('unstable-load'));
  }
});

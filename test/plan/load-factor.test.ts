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

test('a claim on latency where queues grow without end is refused, at its line, unless it leaves such points out', () => {
  const withClaim = (claim: string) =>
    planScenario('load.yaml', `${scenario(7)}sweep: { market.jobsPerSecond: [5, 20] }\nclaims:\n  - { ${claim} }\n`);
  const loaded = withClaim('kind: bound, of: latencySecondsP95, atMost: 9');
  if (!('problems' in loaded)) throw new Error('it was accepted');
  expect(loaded.problems).toMatchObject([
    { code: 'unstable-load', line: 8, column: 24, path: 'claims.0.of', received: 'latencySecondsP95' },
  ]);
  expect(loaded.problems[0]!.message).toContain('220 %');
  expect('points' in withClaim('kind: bound, of: latencySeconds, atMost: 9, where: market.jobsPerSecond < 9')).toBe(
    true,
  );
  expect('points' in withClaim('kind: bound, of: challenged, atMost: 0.2')).toBe(true);
});

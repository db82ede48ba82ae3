import { expect, it } from 'vitest';
import { solveScenario } from '../../src/analysis/solve/solve.ts';
import { prepare, study } from './scenarios.ts';

it('undetected fraud is one number, whoever says it', async () => {
  const text = `
title: A coalition that cheats
mechanism: { kind: posp, challengeProbability: 0.3, slashAmount: 10 }
market: { nodeCount: 20, computeCost: 1, reward: 1.2, stake: 100, detector: { miss: 0.2 } }
players: { asserter: [honest, skip-work] }
coalition: { size: 5 }
run: { jobs: 200 }
replications: 4
`;
  const { findings } = await study(text);
  const [solved] = solveScenario(prepare(text)).designPoints;
  const { undetectedFraud, undetectedPerJob } = solved!.rates;
  expect(undetectedFraud).toBeCloseTo(findings.designPoints[0]!.rates.undetectedFraud.exact!, 12);
  expect(undetectedFraud).toBeGreaterThan(0.7);
  // Five nodes of twenty cheat.
  expect(undetectedPerJob).toBeCloseTo(undetectedFraud! / 4, 12);
});

it('whether a challenged lie is found out does not hang on how often one lies', () => {
  const [solved] = solveScenario(
    prepare(`
title: A node that cheats now and then
mechanism: { kind: posp, challengeProbability: 0.3, slashAmount: 10 }
market: { nodeCount: 20, computeCost: 1, reward: 1.2, stake: 100, detector: { miss: 0.2 } }
players: { asserter: [honest, { kind: cheat-sometimes, probability: 0.35 }] }
`),
  ).designPoints;
  expect(solved!.rates.detectedGivenChallenge).toBeCloseTo(0.8, 12);
  expect(solved!.rates.undetectedFraud).toBeCloseTo(1 - 0.3 * 0.8, 12);
});

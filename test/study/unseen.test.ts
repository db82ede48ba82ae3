/** One seed of each market in which a rare gain once passed unseen; twenty of more markets are in test/slow/unseen. */
import { expect, it } from 'vitest';
import { study } from './scenarios.ts';
import { unseenMarkets, writeMarket } from './unseen-markets.ts';

/** Seeds at which the sample shows the opposite of the truth. */
const misleading: Record<string, number> = {
  'ejections, rare gain': 1,
  'learners, rare gain': 0,
  'shorter of two queues, cautious players, rare gain': 0,
  'banned for good, coalition thins out, rare gain': 3,
};

it.each(Object.entries(misleading))('%s: a sample without the decisive event decides nothing', async (name, seed) => {
  const market = unseenMarkets.find((one) => one.name === name)!;
  const { findings } = await study(writeMarket(market, seed).replace('{ min: 8, max: 32 }', '8'));
  const [claim] = findings.claims;
  expect(claim!.verdict).toBe('undecided');
  // The sample points the wrong way: without the guard the claim would be decided.
  expect(findings.designPoints[0]!.advantages[0]!.mean).toBeGreaterThan(0.1);
});

it('what one arm draws does not speak for another that draws challenges in its own way', async () => {
  // Jobs of cheating arms are played both ways; of the honest one 19 are challenged, none of them by the focal node.
  const { findings, failures } = await study(`
title: Two ways of drawing challenges
seed: 2
mechanism: { kind: posp, challengeProbability: 0.003, validatorCount: 2, slashAmount: 0, validatorReward: 0.1 }
market: { nodeCount: 80, computeCost: 2, reward: 3, stake: 10 }
players: { asserter: [honest, skip-work], validator: [honest, contradict], against: [all-honest] }
run: { jobs: 500, sampling: split }
replications: 16
`);
  expect(failures).toEqual([]);
  const { mean, exact, halfWidth } = findings.designPoints[0]!.advantages.find(({ role }) => role === 'validator')!;
  // Two validators for each challenge; verifying costs 2 and brings 0.05, contradicting 0.05 where nothing is slashed.
  expect(exact).toBeCloseTo(-2 * 0.003 * 1.95, 12);
  expect(mean).toBe(0);
  expect(halfWidth).toBeGreaterThan(0.0117);
});

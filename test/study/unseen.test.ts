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

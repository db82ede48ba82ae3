import { expect, test } from 'vitest';
import { listRemedies } from '../../src/analysis/solve/remedy.ts';
import { loadScenario } from '../../src/plan/load-scenario.ts';
import { createResolver } from '../../src/scenario/resolve.ts';

const text = `title: Inspection
mechanism: { kind: posp, challengeProbability: 0.01, slashAmount: 60 }
market: { nodeCount: 20, computeCost: 1, reward: 1.2, stake: 1000 }
players: { asserter: [honest, skip-work, { kind: cheaper-model, cost: 0.4 }], validator: [honest] }
`;
const rivals = (['skip-work', 'cheaper-model'] as const).map((over) => {
  return { role: 'asserter' as const, over, against: 'coalition' as const };
});

async function remediesOf(scenarioText: string, at: Record<string, number> = {}) {
  const loaded = await loadScenario({ file: 'inspection.yaml', text: scenarioText });
  if ('problems' in loaded) throw new Error(JSON.stringify(loaded.problems));
  const resolve = createResolver(loaded.scenario);
  return listRemedies(at, rivals, (moved) => resolve(moved).settings);
}

test('the slash and the challenge rate above which p (R_A + S) > C, for the worst of the rivals', async () => {
  // Skipping saves C = 1 and forfeits R_A + S when challenged: S > C / p - R_A = 98.8, p > C / (R_A + S) = 1 / 61.2.
  expect(await remediesOf(text)).toEqual([
    { of: 'mechanism.slashAmount', now: 60, above: expect.closeTo(98.8, 6) },
    { of: 'mechanism.challengeProbability', now: 0.01, above: expect.closeTo(1 / 61.2, 9) },
  ]);
});

test('a slash that the stake cannot pay is no remedy; a share of the stake is, and so is the stake', async () => {
  const poor = await remediesOf(text.replace('stake: 1000', 'stake: 60'));
  expect(poor.map(({ of }) => of)).toEqual(['mechanism.challengeProbability']);
  const shared = await remediesOf(text.replace('slashAmount: 60', 'slashFraction: 0.06'));
  expect(shared).toEqual([
    { of: 'mechanism.slashFraction', now: 0.06, above: expect.closeTo(0.0988, 9) },
    { of: 'mechanism.challengeProbability', now: 0.01, above: expect.closeTo(1 / 61.2, 9) },
    { of: 'market.stake', now: 1000, above: expect.closeTo(98.8 / 0.06, 5) },
  ]);
});

test('nothing to mend where honesty pays', async () => {
  expect(await remediesOf(text, { 'mechanism.challengeProbability': 0.1 })).toEqual([]);
});

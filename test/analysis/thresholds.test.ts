import { expect, test } from 'vitest';
import { solveAlong } from '../../src/analysis/round/solve-along.ts';
import { prepare } from '../study/scenarios.ts';

test('where the round falls silent along the way, a search among many nodes ends', () => {
  const { points, resolve } = prepare(`title: Bans among many
mechanism: { kind: posp, challengeProbability: 0.02, slashAmount: 50 }
market: { nodeCount: 20000, computeCost: 1, reward: 1.4, stake: 200 }
players: { asserter: [honest, skip-work], validator: [honest, guess], exit: banned, reentryCost: 40, discount: 0.99 }
coalition: { fraction: 0.1 }
`);
  const [{ settings }] = points as [(typeof points)[number]];
  let asked = 0;
  const counted: typeof resolve = (at) => {
    asked++;
    return resolve(at);
  };
  const question = { of: 'coalition.fraction', at: {}, role: 'asserter', over: 'skip-work' } as const;
  expect(solveAlong({ ...question, against: 'all-honest' }, settings, counted)).toBe(null);
  expect(asked).toBeLessThan(10);
});

/** The best that one node can do where jobs stand for themselves. */
import { describe, expect, test } from 'vitest';
import { findBestResponse } from '../../../src/analysis/best-response/best-response.ts';
import { exactAdvantage } from '../../../src/analysis/round/exact.ts';
import type { KnownBestResponse } from '../../../src/findings/best-response.ts';
import type { Settings } from '../../../src/market/settings.ts';
import { buildSettings } from '../../fixtures/settings.ts';

const question = { role: 'asserter', actions: 'catalogue' } as const;
const cheaper = { name: 'fp8', kind: 'cheaper-model', cost: 0.6 };
const honest = { name: 'honest', kind: 'honest' };

/** One asserter of R = 1.2 and C = 1, which loses S = 10 and its reward where it is found out. */
function settingsAt(rate: number, more: Partial<Settings> = {}): Settings {
  const settings = buildSettings({
    mechanism: { challengeProbability: rate, slashAmount: 10, validatorCount: 1 },
    market: { computeCost: 1, reward: 1.2, stake: 50 },
  });
  return { ...settings, players: { ...settings.players, asserter: [honest, cheaper] }, ...more };
}

function known(settings: Settings, asked: Parameters<typeof findBestResponse>[1] = question): KnownBestResponse {
  const found = findBestResponse(settings, asked);
  if ('unknown' in found) throw new Error(found.unknown);
  return found;
}

test('is the largest advantage of what is declared, and beats it where the catalogue has more', () => {
  for (const rate of [0.005, 0.02, 0.06, 0.2]) {
    const settings = settingsAt(rate);
    const declared = known(settings, { role: 'asserter', actions: 'declared' });
    const advantage = exactAdvantage(settings, 'asserter', 'honest', 'fp8', 'all-honest')!;
    expect(declared.gain.low).toBeCloseTo(Math.max(0, -advantage), 12);
    expect(declared.gain.high).toBeCloseTo(Math.max(0, -advantage), 12);
    const all = known(settings);
    // Skipping the work saves C, and loses R + S where it is challenged.
    expect(all.gain.low).toBeCloseTo(Math.max(0, 1 - rate * 11.2), 12);
    expect(all.policy).toEqual([{ when: 'always', action: rate < 1 / 11.2 ? 'skip-work' : 'honest' }]);
  }
});

test('is honesty, with a gain of nothing, from the threshold of the best cheat on', () => {
  const { gain, states, horizon, actions } = known(settingsAt(0.0893));
  expect(gain).toEqual({ low: 0, high: 0 });
  expect(states).toBe(1);
  expect(horizon).toBeNull();
  expect(actions).toEqual(['honest', 'fp8', 'skip-work', 'stop']);
});

test('pays up to C over S where the reward is paid at assertion, and the stake alone answers', () => {
  const paidAtOnce = (rate: number) => {
    const settings = settingsAt(rate);
    return { ...settings, mechanism: { ...settings.mechanism, rewardAt: 'assertion' } };
  };
  // One job saves C = 1 and loses S = 10: from 0.1 on, where 1 / 11.2 is enough if the reward is forfeited.
  expect(known(paidAtOnce(0.0999)).gain.low).toBeCloseTo(1 - 0.0999 * 10, 12);
  expect(known(paidAtOnce(0.1001)).gain.high).toBe(0);
});

test('is to stop where honesty does not pay for itself', () => {
  const settings = settingsAt(0.5);
  const losing = { ...settings, market: { ...settings.market, reward: 0.7 } };
  const { gain, policy } = known(losing);
  expect(policy).toEqual([{ when: 'always', action: 'stop' }]);
  expect(gain.low).toBeCloseTo(0.3, 12);
});

test('names no strategy twice, and leaves one that is declared by the name of a kind what it is', () => {
  const settings = settingsAt(0.02);
  const named = { ...cheaper, name: 'skip-work' };
  const { actions } = known({ ...settings, players: { ...settings.players, asserter: [honest, named] } });
  expect(actions).toEqual(['honest', 'skip-work', 'skip-work of the catalogue', 'stop']);
  const own = { name: 'lazy', kind: 'skip-work' };
  expect(known({ ...settings, players: { ...settings.players, asserter: [honest, own] } }).actions).toEqual([
    'honest',
    'lazy',
    'stop',
  ]);
});

describe('under bans', () => {
  const bans = (discount: number, reentryCost: number | null): Partial<Settings> => {
    const { players } = settingsAt(0.02);
    return { players: { ...players, asserter: [honest, cheaper], exit: { kind: 'banned', reentryCost }, discount } };
  };

  test('a career is what counts: by the value of always doing the same, from the closed form', () => {
    for (const [rate, discount] of [
      [0.02, 0.9],
      [0.004, 0.98],
      [0.0005, 0.99],
    ] as const) {
      const { gain, horizon } = known(settingsAt(rate, bans(discount, null)));
      // Skipping earns R - p (R + S), and a career goes on with 1 - p.
      const skip = ((1 - discount) * (1.2 - rate * 11.2)) / (1 - discount * (1 - rate));
      expect(gain.low).toBeCloseTo(Math.max(0, skip - 0.2), 10);
      expect(horizon).toBeCloseTo(1 / (1 - discount), 10);
    }
  });

  test('nothing is said of careers without a worth', () => {
    expect(findBestResponse(settingsAt(0.02, bans(1, null)), question)).toHaveProperty('unknown');
  });
});

test('nothing is said where jobs hang on others before them', () => {
  const settings = settingsAt(0.02);
  const found = findBestResponse(
    { ...settings, players: { ...settings.players, exit: { kind: 'ejected', reentryCost: null } } },
    question,
  );
  expect(found).toHaveProperty('unknown');
});

test('nothing is said where one job touches another: of a batch that is slashed once, or of a game without a market', () => {
  const settings = settingsAt(0.02);
  const flying = { ...settings, market: { ...settings.market, jobsInFlight: 5 } };
  expect(findBestResponse(flying, question)).toMatchObject({
    unknown: 'a batch of jobs in flight is slashed once, and no chain of such jobs is known',
  });
  const stints = { kind: 'spot-check', spotCheckRate: 0.1, jobsPerWorker: 5, slashAmount: 4 };
  expect(findBestResponse({ ...settings, mechanism: stints }, question)).toMatchObject({
    unknown: expect.stringContaining('describes a game and no market'),
  });
});

test('nothing is said of validators where there are several groups of nodes', () => {
  const grouped = { ...settingsAt(0.02), groupOfNodes: 'home' };
  expect(findBestResponse(grouped, { role: 'validator', actions: 'catalogue' })).toHaveProperty('unknown');
  expect(findBestResponse(grouped, question)).toHaveProperty('gain');
});

test('covers what a learner chooses among, however it learns', () => {
  const settings = settingsAt(0.02);
  const learner = { name: 'learner', kind: 'epsilon-greedy', epsilon: 0.1 };
  const learning = { ...settings, players: { ...settings.players, asserter: [honest, learner] } };
  const { actions, gain } = known(learning, { role: 'asserter', actions: 'declared' });
  expect(actions).toEqual(['honest', 'learner (move 2)', 'stop']);
  // It saves 1, and loses 11.2 where it is challenged.
  expect(gain.low).toBeCloseTo(1 - 0.02 * 11.2, 12);
});

/** The payoff rule of proof of sampling, case by case, as a pencil would do it: R_A = 1.2, R_V = 3, S = 8, n = 3. */
import { describe, expect, test } from 'vitest';
import type { Amounts } from '../../src/market/mechanism.ts';
import { pospParams } from '../../src/mechanisms/posp/params.ts';
import { settleChallenge, settlePlanted, settleUnchallenged } from '../../src/mechanisms/posp/settle.ts';

const credits: Amounts = { reward: 1.2, unitsPerCredit: 1, stake: 40 };

function rules(changes: object = {}) {
  return pospParams.parse({
    challengeProbability: 0.5,
    validatorCount: 3,
    validatorReward: 3,
    slashAmount: 8,
    bountyShare: 0.25,
    ...changes,
  });
}

const upheld = { refuted: true, falseVerdict: false };
const acquitted = { refuted: false, falseVerdict: false };
const outvoted = { refuted: false, falseVerdict: true };

test('unchallenged: the reward and nothing else', () => {
  const settlement = settleUnchallenged(credits);
  expect(settlement).toMatchObject({ refuted: false, asserterPay: 1.2, asserterSlash: 0 });
  expect([...settlement.validatorPay, ...settlement.validatorSlash]).toEqual([0, 0, 0, 0, 0, 0, 0, 0]);
});

// Reports and payments are in the order: confirms, flags, backs, strays.
describe.each([
  ['all confirm', [3, 0, 0, 0], acquitted, {}, { pay: 1.2, lost: 0, pays: [1, 1, 1, 0], slashes: [0, 0, 0, 8] }],
  ['all back a lie', [0, 0, 3, 0], acquitted, {}, { pay: 1.2, lost: 0, pays: [1, 1, 1, 0], slashes: [0, 0, 0, 8] }],
  [
    'one flags a lie that two back',
    [0, 1, 2, 0],
    upheld,
    {},
    { pay: 0, lost: 8, pays: [1, 1, 0, 0], slashes: [0, 0, 8, 8] },
  ],
  [
    'one flags a lie that two back, the reward split among the honest',
    [0, 1, 2, 0],
    upheld,
    { mismatchReward: 'split-among-honest' },
    { pay: 0, lost: 8, pays: [3, 3, 0, 0], slashes: [0, 0, 8, 8] },
  ],
  [
    'all agree, so there is nothing to split',
    [3, 0, 0, 0],
    acquitted,
    { mismatchReward: 'split-among-honest' },
    { pay: 1.2, lost: 0, pays: [1, 1, 1, 0], slashes: [0, 0, 0, 8] },
  ],
  [
    'two confirm, one guesses wrong',
    [2, 0, 0, 1],
    acquitted,
    {},
    { pay: 1.2, lost: 0, pays: [1, 1, 1, 0], slashes: [0, 0, 0, 8] },
  ],
  [
    'a false verdict turns the tables on the one who flagged',
    [0, 1, 2, 0],
    outvoted,
    {},
    { pay: 1.2, lost: 0, pays: [1, 0, 1, 0], slashes: [0, 8, 0, 8] },
  ],
  [
    'one misses a lie that one backs and one strays from: the two who said the same share the reward, and no more',
    [1, 0, 1, 1],
    acquitted,
    { mismatchReward: 'split-among-honest' },
    { pay: 1.2, lost: 0, pays: [1.5, 1.5, 1.5, 0], slashes: [0, 0, 0, 8] },
  ],
  [
    'a false verdict leaves the whole reward to the two who did not flag',
    [1, 1, 1, 0],
    outvoted,
    { mismatchReward: 'split-among-honest' },
    { pay: 1.2, lost: 0, pays: [1.5, 0, 1.5, 0], slashes: [0, 8, 0, 8] },
  ],
] as const)('%s', (_, reports, verdict, changes, expected) => {
  const settlement = settleChallenge(reports, verdict, rules(changes), credits);

  test('pays and slashes the asserter', () => {
    expect(settlement.refuted).toBe(verdict.refuted);
    expect(settlement.asserterPay).toBe(expected.pay);
    expect(settlement.asserterSlash).toBe(expected.lost);
  });

  test('pays and slashes validators by what they reported', () => {
    expect(settlement.validatorPay).toEqual(expected.pays);
    expect(settlement.validatorSlash).toEqual(expected.slashes);
    expect(settlement.bountyShare).toBe(0.25);
  });

  test('pays the validators no more than was put aside for them', () => {
    const paid = reports.reduce((sum: number, count, kind) => sum + count * settlement.validatorPay[kind]!, 0);
    expect(paid).toBeLessThanOrEqual(3);
  });

  test('never slashes a winner', () => {
    settlement.winners.forEach((wins, kind) => {
      if (wins) expect(settlement.validatorSlash[kind]).toBe(0);
    });
  });

  test('is linear in money: the same in units of a billionth', () => {
    const units = settleChallenge(reports, verdict, rules(changes), {
      reward: 1.2e9,
      unitsPerCredit: 1e9,
      stake: 40e9,
    });
    expect(units.asserterPay).toBeCloseTo(1e9 * settlement.asserterPay, 3);
    expect(units.asserterSlash).toBe(1e9 * settlement.asserterSlash);
    expect(units.validatorPay).toEqual(settlement.validatorPay.map((pay) => 1e9 * pay));
    expect(units.validatorSlash).toEqual(settlement.validatorSlash.map((slash) => 1e9 * slash));
  });
});

test('a planted error costs whoever let it pass, and never the asserter', () => {
  expect(settlePlanted(rules(), credits)).toMatchObject({
    refuted: false,
    asserterPay: 1.2,
    asserterSlash: 0,
    validatorPay: [1, 1, 0, 0],
    validatorSlash: [0, 0, 8, 8],
    winners: [true, true, false, false],
  });
});

test('a slash may be a share of the stake instead of an amount', () => {
  const share = rules({ slashAmount: undefined, slashFraction: 0.5 });
  const settlement = settleChallenge([0, 3, 0, 0], upheld, share, credits);
  expect(settlement.asserterSlash).toBe(20);
  expect(settlement.slashFraction).toBe(0.5);
});

/**
 * Exact thresholds of proof of sampling against closed forms, each found by bisection on the round's advantage.
 *
 * Symbols: C cost, R_A and R_V rewards, S slash, p challenge probability, n validators, r colluding share, q = r^n.
 * Honesty pays from p* = C / Den on. Den of the four accountings:
 *   A (alone)      (1 - q)(R_A + S)                                 the threshold of the paper's first versions at n = 1
 *   B (netted)     (1 - q)(R_A + S) - n C q                         the coalition's honest income as validators netted off
 *   C (gross)      (1 - q)(R_A + S) - q R_V                         (1 - r)S + (1 - 2r)R at n = 1: the later published form
 *   D (committed)  (1 - q)(R_A + S) - q R_V + S n (r - q)           colluders back a lie even when it is exposed
 * Answers are exact fractions; tolerance 1e-9 relative, the rounding of a few hundred additions with room to spare.
 */
import { describe, expect, test } from 'vitest';
import type { Accounting } from '../../src/market/settings.ts';
import { asserterArm, buildSettings, honestArm, type Overrides, validatorArm } from '../fixtures/settings.ts';
import { bisect, expectAdvantage, expectColumn, expectIncome } from './exact-advantage.ts';

/** A point with independently drawn validators, of whom a share r colludes. */
interface Point {
  p?: number;
  r?: number;
  n?: number;
  reward?: number;
  validatorReward?: number;
  slash?: number;
  accounting?: Accounting;
  market?: Overrides['market'];
  mechanism?: Overrides['mechanism'];
}

function at({ p = 0.5, r = 0, n = 1, reward = 1.2, slash = 10, accounting = 'alone', ...rest }: Point) {
  return buildSettings({
    mechanism: {
      challengeProbability: p,
      validatorCount: n,
      validatorReward: rest.validatorReward ?? reward * n,
      slashAmount: slash,
      draw: 'independent',
      accounting,
      ...rest.mechanism,
    },
    market: { nodeCount: 100, reward, stake: 1e6, ...rest.market },
    coalition: r > 0 ? { size: 10, fraction: r } : {},
  });
}

/** The smallest challenge probability at which honesty pays. */
function threshold(point: Point, strategy = 'skip-work'): number | undefined {
  return bisect((p) => expectAdvantage(at({ ...point, p }), strategy), 0, 1);
}

function expectRelative(value: number | undefined, exact: number, tolerance = 1e-9): void {
  expect(value, 'infeasible').toBeDefined();
  expect(Math.abs(value! / exact - 1), `${value} against ${exact}`).toBeLessThan(tolerance);
}

const spml: Point = { r: 0.1, slash: 150 };

describe('the challenge probability from which honesty pays', () => {
  test('without collusion is C / (R_A + S) = 5/56', () => expectRelative(threshold({}), 5 / 56));

  test.each([
    ['alone', 25 / 3402],
    ['netted', 50 / 6799],
    ['gross', 25 / 3399],
  ] as const)('at the published spML figures, accounting %s, is %f', (accounting, exact) => {
    expectRelative(threshold({ ...spml, accounting }), exact);
  });

  test('the published overhead of 0.736 % belongs to gross accounting; counting the asserter alone gives 0.735 %', () => {
    expect((100 * threshold({ ...spml, accounting: 'gross' })!).toFixed(3)).toBe('0.736');
    expect((100 * threshold({ ...spml, accounting: 'alone' })!).toFixed(3)).toBe('0.735');
  });

  test.each([
    ['alone', 25 / 252, -0.1936],
    ['gross', 25 / 249, -0.2032],
  ] as const)(
    'a published preset at 8 %% violates its own inequality, accounting %s',
    (accounting, exact, advantage) => {
      expectRelative(threshold({ r: 0.1, accounting }), exact);
      expectRelative(expectAdvantage(at({ r: 0.1, accounting, p: 0.08 })), advantage);
    },
  );

  test.each([
    ['alone', 1 / 99],
    ['gross', 1 / 98],
  ] as const)('grows with collusion, unlike the mis-stated C(1 - r)/(R + S), accounting %s', (accounting, exact) => {
    const point: Point = { reward: 10, slash: 100, r: 0.1, accounting };
    expectRelative(threshold(point), exact);
    if (accounting === 'alone') expectRelative(expectAdvantage(at({ ...point, p: 9 / 1100 })), -0.19);
  });

  test.each([1, 1.2, 2])('does not depend on R = %d at r = 1/2 with gross accounting: 1/125', (reward) => {
    expectRelative(threshold({ r: 0.5, slash: 250, reward, accounting: 'gross' }), 1 / 125);
  });

  test('n = 3, r = 0.3: one honest validator is enough, 2500/51569', () => {
    expectRelative(threshold({ n: 3, r: 0.3, slash: 20 }), 2500 / 51569);
  });

  test.each([
    ['alone', 250 / 2093],
    ['netted', 125 / 1024],
    ['gross', 250 / 2039],
    ['committed', 250 / 2879],
  ] as const)('n = 2, r = 0.3, accounting %s: %f', (accounting, exact) => {
    expectRelative(threshold({ n: 2, r: 0.3, slash: 8, validatorReward: 2.4, accounting }), exact);
  });

  test('follows the saving, not the cost: 62/784 for a model of 8 in place of 70, 1/22.4 for half the cost', () => {
    const saving = (cost: number) =>
      bisect(
        (p) => {
          const settings = at({ p });
          settings.players.asserter = [
            { kind: 'honest', name: 'honest' },
            { kind: 'cheaper-model', name: 'cheaper-model', cost },
          ];
          return expectAdvantage(settings, 'cheaper-model');
        },
        0,
        1,
      );
    expectRelative(saving(8 / 70), 62 / 784);
    expectRelative(saving(0.5), 1 / 22.4);
  });

  test('with an outside gain U = 50: (C + U) / [d (R_A + S + U)]; 1350.8 is the largest gain deterred at p = 1', () => {
    expectRelative(threshold({ ...spml, market: { outsideGain: 50 } }), 51 / (0.9 * 201.2));
    const largest = bisect((gain) => expectAdvantage(at({ ...spml, p: 1, market: { outsideGain: gain } })), 0, 1e4);
    expectRelative(largest, 1350.8);
  });

  test('a slash takes no more than the stake: 5 of a nominal 150 gives 1/6.2 instead of 1/151.2', () => {
    expectRelative(threshold({ slash: 150, market: { stake: 5 } }), 1 / 6.2);
    expectRelative(threshold({ slash: 150 }), 1 / 151.2);
  });

  test('is the same whether the slash is an amount or a share of the stake', () => {
    const mechanism = { slashAmount: undefined, slashFraction: 0.25 };
    expectRelative(threshold({ r: 0.1, market: { stake: 40 }, mechanism }), 25 / 252);
  });
});

describe('a noisy comparison (false alarms a, misses b)', () => {
  const noisy = (a: number, b: number, slash = 150): Point => ({
    slash,
    market: { detector: { falseAlarm: a, miss: b } },
  });

  test('a = 0.03, b = 0.05: p* = C / [(1 - a - b)(R_A + S)]; the honest loss there is 3/92', () => {
    const p = threshold(noisy(0.03, 0.05));
    expectRelative(p, 1 / (0.92 * 151.2));
    const net = expectIncome(at({ ...noisy(0.03, 0.05), p: p! }), 'asserter', honestArm);
    expectRelative(net, 0.2 - 3 / 92);
  });

  test.each([1, 10, 150, 1e4, 1e6])('a = 0.2, b = 0.1: slash %d cannot make honesty worth while', (slash) => {
    const p = threshold({ ...noisy(0.2, 0.1, slash), market: { ...noisy(0.2, 0.1).market, stake: 2e6 } });
    // At p* the honest node loses C a / (1 - a - b) = 2/7 whatever the slash, more than R_A - C = 0.2.
    if (slash === 1) {
      expectRelative(p, 1 / (0.7 * 2.2));
    }
    const settings = at({ ...noisy(0.2, 0.1, slash), p: p!, market: { ...noisy(0.2, 0.1).market, stake: 2e6 } });
    expectRelative(expectIncome(settings, 'asserter', honestArm), 0.2 - 2 / 7, 1e-8);
  });

  test('several validators flag with a_n = 1 - (1 - (1 - r)a)^n and d_n = 1 - (r + (1 - r)b)^n', () => {
    const [a, b, n] = [0.03, 0.05, 3];
    const settings = at({ ...noisy(a, b), n, p: 1 });
    const falseAlarms = expectColumn(settings, honestArm, 'falseSlashedJobs');
    expectRelative(falseAlarms, 1 - (1 - a) ** n);
    const detected = expectColumn(settings, asserterArm('skip-work'), 'detectedJobs');
    const cheated = expectColumn(settings, asserterArm('skip-work'), 'cheatedJobs');
    expectRelative(detected / cheated, 1 - b ** n);
    expectRelative(threshold({ ...noisy(a, b), n }), 1 / (((1 - a) ** n - b ** n) * 151.2));
  });

  test('an outsider beside colluders is flagged by the honest share of validators only', () => {
    const [a, n, r] = [0.03, 3, 0.3];
    // In profile all-honest the members flag like everyone else; in profile coalition they vouch for members only.
    const settings = at({ ...noisy(a, 0), n, r, p: 1 });
    const focal = 0.1;
    const all = expectColumn(settings, honestArm, 'falseSlashedJobs');
    expectRelative(all, focal * (1 - (1 - (1 - r) * a) ** n) + (1 - focal) * (1 - (1 - a) ** n));
  });

  test('j rechecks must all flag: a becomes a^j and 1 - b becomes (1 - b)^j', () => {
    const [a, b, j] = [0.03, 0.05, 2];
    const settings = at({ ...noisy(a, b), p: 1, mechanism: { recheckCount: j } });
    expectRelative(expectColumn(settings, honestArm, 'falseSlashedJobs'), a ** j);
    expectRelative(
      threshold({ ...noisy(a, b), mechanism: { recheckCount: j } }),
      1 / (((1 - b) ** j - a ** j) * 151.2),
    );
  });

  test.each([
    [0.02, 100, 0.1326195559],
    [0.02, 300, 0.002332505668],
    [0.001, 300, 0.7407070322],
  ])(
    'exact equality with %f mismatch per token over %i tokens: honest outputs match with %f',
    (mismatch, tokens, match) => {
      const a = 1 - (1 - mismatch) ** tokens;
      const settings = at({ p: 1, market: { detector: { falseAlarm: a, miss: 0 } } });
      // The published figures are rounded to ten digits.
      expectRelative(1 - expectColumn(settings, honestArm, 'falseSlashedJobs'), match, 1e-8);
    },
  );
});

describe('collusion that can be borne', () => {
  test.each([
    ['alone', 1, 0.3386243386],
    ['gross', 1, 0.3359580052],
    ['alone', 3, 0.6970106114],
  ] as const)('p = 0.01, S = 150, accounting %s, n = %i: r up to %f', (accounting, n, exact) => {
    const advantage = (r: number) => expectAdvantage(at({ p: 0.01, slash: 150, accounting, n, r }));
    // Rounded to ten digits where it was published.
    expectRelative(bisect(advantage, 1e-9, 1 - 1e-9), exact, 1e-9);
  });

  test('7 of 20 nodes, 3 drawn without replacement: all collude with 20/969, detection 949/969', () => {
    const settings = buildSettings({
      mechanism: { validatorCount: 3, challengeProbability: 1 },
      coalition: { size: 7 },
    });
    const column = (name: Parameters<typeof expectColumn>[2]) => expectColumn(settings, asserterArm('skip-work'), name);
    expectRelative(column('focalColludingJobs') / column('focalChallengedJobs'), 20 / 969);
    expectRelative(column('detectedJobs') / column('cheatedJobs'), 949 / 969);
  });

  test.each([
    [3, 0.216],
    [5, 0.16308],
  ])('a vote of %i with r = 0.3 acquits a false result with %f', (majority, exact) => {
    const settings = at({ p: 1, r: 0.3, n: 2, mechanism: { arbitration: { majority } } });
    const column = (name: Parameters<typeof expectColumn>[2]) => expectColumn(settings, asserterArm('skip-work'), name);
    expectRelative(column('falseVerdicts') / column('arbitrations'), exact);
    expectRelative(column('detectedJobs') / column('cheatedJobs'), (1 - 0.09) * (1 - exact));
  });

  test('an honest coalition earns R_A - C + p n r (R_V/n - C) = 0.212; the published bound 0.272 omits its own work', () => {
    const settings = at({ p: 0.1, n: 2, r: 0.3, validatorReward: 2.4 });
    const own = expectColumn(settings, honestArm, 'asserterIncome') / expectColumn(settings, honestArm, 'focalJobs');
    expectRelative(own + expectColumn(settings, honestArm, 'validatorIncome'), 0.212);
  });
});

describe('validators and costs', () => {
  test('commit-reveal: computing earns (1 - g)(R_V/n + S) - C = 4.6 over guessing; laziness pays beyond g = 0.9107142857', () => {
    const advantage = (g: number) =>
      expectAdvantage(at({ p: 1, market: { guessProbability: g } }), 'guess', 'validator');
    expectRelative(advantage(0.5), 4.6);
    expectRelative(bisect(advantage, 0, 1), 1 - 1 / 11.2);
  });

  test('copying an open output beats computing by C, unless planted errors come at phi > C / (R_V/n + S)', () => {
    const advantage = (plantedErrorRate: number) =>
      expectAdvantage(at({ p: 1, mechanism: { reveal: 'open', plantedErrorRate } }), 'copy', 'validator');
    expectRelative(advantage(0), -1);
    expectRelative(bisect(advantage, 0, 1), 1 / 11.2);
  });

  test.each([
    [1, 0.06738544474],
    [2, 0.103669915],
    [3, 0.1454362117],
  ])('%i validators cost n p* C = %f at their threshold: one is always cheapest', (n, exact) => {
    const p = threshold({ n, r: 0.3, slash: 20 })!;
    // Rounded to ten digits where it was derived.
    expectRelative(expectColumn(at({ n, r: 0.3, slash: 20, p }), honestArm, 'verificationCost'), exact, 1e-9);
  });

  test('a checker 25 times cheaper: overhead p*/25', () => {
    const p = threshold({ ...spml, accounting: 'gross' })!;
    const settings = at({ ...spml, accounting: 'gross', p, market: { verificationCost: 1 / 25 } });
    expectRelative(expectColumn(settings, honestArm, 'verificationCost'), 1 / 3399);
  });

  test('clients pay R_A + p R_V per job when all are honest', () => {
    const settings = at({ p: 0.1, n: 2, validatorReward: 2.4 });
    expectRelative(expectColumn(settings, honestArm, 'clientPaid'), 1.2 + 0.1 * 2.4);
  });

  test('one against one, the column of a contradicting validator: an honest asserter sees it lose S', () => {
    const settings = at({ p: 1 });
    const slots = expectColumn(settings, validatorArm('contradict'), 'focalJobs');
    expectRelative(expectColumn(settings, validatorArm('contradict'), 'validatorIncome') / slots, -10);
  });
});

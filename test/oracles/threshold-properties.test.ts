/**
 * What must hold at every point of proof of sampling, whatever the numbers: drawn points, fixed seed.
 *
 * The advantage is linear in p, so its crossing p* is taken from the advantages at p = 0 and p = 1; where certain
 * challenge does not make honesty pay, p* counts as infinite.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { columnIndex as at } from '../../src/market/record.ts';
import type { Accounting } from '../../src/market/settings.ts';
import { asserterArm, buildSettings, honestArm } from '../fixtures/settings.ts';
import { evenly } from '../laws/evenly.ts';
import { expectAdvantage, expectRecord } from './exact-advantage.ts';

interface Point {
  n: number;
  r: number;
  cost: number;
  reward: number;
  validatorReward: number;
  slash: number;
  gain: number;
  falseAlarm: number;
  miss: number;
}

const amount = (min: number, max: number) => evenly(min, max);

const points: fc.Arbitrary<Point> = fc.record({
  n: fc.integer({ min: 1, max: 4 }),
  r: amount(0, 0.9),
  cost: amount(0.01, 2),
  reward: amount(0, 5),
  validatorReward: amount(0, 10),
  slash: amount(0, 500),
  gain: amount(0, 20),
  falseAlarm: amount(0, 0.2),
  miss: amount(0, 0.2),
});

// 60 points of four accountings and two arms keep a property under a second.
const options = { seed: 2024, numRuns: 60 };

function settingsAt({ n, r, ...point }: Point, p: number, accounting: Accounting = 'alone') {
  return buildSettings({
    mechanism: {
      challengeProbability: p,
      validatorCount: n,
      validatorReward: point.validatorReward,
      slashAmount: point.slash,
      draw: 'independent',
      accounting,
    },
    market: {
      nodeCount: 100,
      computeCost: point.cost,
      reward: point.reward,
      stake: 1e6,
      outsideGain: point.gain,
      detector: { falseAlarm: point.falseAlarm, miss: point.miss },
    },
    coalition: { size: 20, fraction: r },
  });
}

/** Where the line through the advantages at p = 0 and p = 1 is zero, be it beyond 1. */
function crossingOf(point: Point, accounting: Accounting = 'alone'): number {
  const none = expectAdvantage(settingsAt(point, 0, accounting));
  return -none / (expectAdvantage(settingsAt(point, 1, accounting)) - none);
}

/** p*; infinite where not even certain challenge suffices. */
function thresholdOf(point: Point, accounting: Accounting = 'alone'): number {
  const certain = expectAdvantage(settingsAt(point, 1, accounting));
  return certain > 0 ? crossingOf(point, accounting) : Number.POSITIVE_INFINITY;
}

/** Rounding of a feasible threshold: a few hundred terms, magnified where the slope nearly cancels. */
const slack = 1 + 1e-9;

const quiet = { gain: 0, falseAlarm: 0, miss: 0 };

describe('the threshold p*', () => {
  test.each(['alone', 'netted', 'gross'] as const)('grows with collusion, accounting %s', (accounting) => {
    fc.assert(
      fc.property(points, amount(0, 0.9), (point, other) => {
        const clean = { ...point, ...quiet, validatorReward: Math.max(point.validatorReward, point.n * point.cost) };
        const [low, high] = [Math.min(point.r, other), Math.max(point.r, other)];
        expect(thresholdOf({ ...clean, r: low }, accounting)).toBeLessThanOrEqual(
          thresholdOf({ ...clean, r: high }, accounting) * slack,
        );
      }),
      options,
    );
  });

  test('falls when colluders commit themselves: below its value without collusion at n = 2, r = 0.3, S = 8', () => {
    const point = { n: 2, cost: 1, reward: 1.2, validatorReward: 2.4, slash: 8, ...quiet };
    expect(thresholdOf({ ...point, r: 0.3 }, 'committed')).toBeLessThan(thresholdOf({ ...point, r: 0 }, 'committed'));
  });

  test.each([
    ['slash', 500],
    ['reward', 5],
  ] as const)('falls as the %s grows, the rest held', (name, max) => {
    fc.assert(
      fc.property(points, amount(0, max), (point, other) => {
        const [low, high] = [Math.min(point[name], other), Math.max(point[name], other)];
        expect(thresholdOf({ ...point, [name]: high })).toBeLessThanOrEqual(
          thresholdOf({ ...point, [name]: low }) * slack,
        );
      }),
      options,
    );
  });

  test.each([
    ['cost', 2],
    ['falseAlarm', 0.2],
    ['miss', 0.2],
    ['gain', 20],
  ] as const)('grows with the %s', (name, max) => {
    fc.assert(
      fc.property(points, amount(0.01, max), (point, other) => {
        const [low, high] = [Math.min(point[name], other), Math.max(point[name], other)];
        expect(thresholdOf({ ...point, [name]: low })).toBeLessThanOrEqual(
          thresholdOf({ ...point, [name]: high }) * slack,
        );
      }),
      options,
    );
  });

  test('is ordered: alone <= netted <= gross whenever validators are paid their cost', () => {
    fc.assert(
      fc.property(points, (point) => {
        const paid = { ...point, ...quiet, validatorReward: point.n * point.cost + point.validatorReward };
        const [alone, netted, gross] = (['alone', 'netted', 'gross'] as const).map((how) => thresholdOf(paid, how));
        expect(alone).toBeLessThanOrEqual(netted * slack);
        expect(netted).toBeLessThanOrEqual(gross * slack);
      }),
      options,
    );
  });

  test('is the same for every accounting without collusion, with noise and outside gain', () => {
    fc.assert(
      fc.property(points, (point) => {
        const alone = thresholdOf({ ...point, r: 0 });
        for (const accounting of ['gross', 'committed'] as const) {
          expect(thresholdOf({ ...point, r: 0 }, accounting)).toBe(alone);
        }
        if (point.slash + point.reward < 1e-3) return;
        const netted = crossingOf({ ...point, r: 0, ...quiet }, 'netted');
        const exact = crossingOf({ ...point, r: 0, ...quiet });
        expect(Math.abs(netted / exact - 1)).toBeLessThan(1e-9);
      }),
      options,
    );
  });

  test('is C / [(1 - r^n)(R_A + S)] without noise and outside gain', () => {
    fc.assert(
      fc.property(points, (point) => {
        const denominator = (1 - point.r ** point.n) * (point.reward + point.slash);
        if (denominator < 1e-3) return;
        expect(Math.abs((crossingOf({ ...point, ...quiet }) * denominator) / point.cost - 1)).toBeLessThan(1e-9);
      }),
      options,
    );
  });

  test('with outside gain is (C + U) / [d (R_A + S + U)] where d is the detection probability', () => {
    fc.assert(
      fc.property(points, (point) => {
        const noiseless = { ...point, falseAlarm: 0, miss: 0 };
        const detection = 1 - point.r ** point.n;
        const denominator = detection * (point.reward + point.slash + point.gain);
        if (denominator < 1e-3) return;
        expect(Math.abs((crossingOf(noiseless) * denominator) / (point.cost + point.gain) - 1)).toBeLessThan(1e-9);
      }),
      options,
    );
  });
});

describe('the round', () => {
  const arms = [honestArm, asserterArm('skip-work'), asserterArm('skip-work', 'all-deviating')];
  const money = [
    'verificationCost',
    'asserterIncome',
    'validatorIncome',
    'unanimousReward',
    'backingSlash',
    'outsiderIncome',
    'slashed',
    'burned',
    'clientPaid',
  ] as const;

  test('scaling every amount scales every payoff and moves no count', () => {
    fc.assert(
      fc.property(points, amount(0.01, 1), amount(0.1, 10), (point, p, factor) => {
        for (const arm of arms) {
          const record = expectRecord(settingsAt(point, p), arm);
          const scaled = settingsAt(
            {
              ...point,
              cost: point.cost * factor,
              reward: point.reward * factor,
              validatorReward: point.validatorReward * factor,
              slash: point.slash * factor,
              gain: point.gain * factor,
            },
            p,
          );
          const image = expectRecord(scaled, arm);
          const isMoney = new Set<number>(money.map((name) => at[name]));
          image.forEach((value, column) => {
            const expected = isMoney.has(column) ? factor * record[column] : record[column];
            const scale = isMoney.has(column) ? factor * (1 + point.slash + point.validatorReward + point.gain) : 1;
            expect(Math.abs(value - expected)).toBeLessThan(1e-11 * scale);
          });
        }
      }),
      options,
    );
  });

  test('at p = 0 is that of no verification, column by column', () => {
    fc.assert(
      fc.property(points, (point) => {
        const settings = settingsAt(point, 0);
        const none = { ...settings, mechanism: { kind: 'no-verification' } };
        for (const arm of arms) expect(expectRecord(settings, arm)).toEqual(expectRecord(none, arm));
      }),
      options,
    );
  });

  test('at p = 1 is that of always verifying, column by column', () => {
    fc.assert(
      fc.property(points, (point) => {
        const settings = settingsAt(point, 1);
        const { challengeProbability: _, ...mechanism } = settings.mechanism;
        const always = { ...settings, mechanism: { ...mechanism, kind: 'always-verify' } };
        for (const arm of arms) expect(expectRecord(settings, arm)).toEqual(expectRecord(always, arm));
      }),
      options,
    );
  });
});

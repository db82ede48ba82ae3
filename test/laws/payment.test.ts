/** Laws of whatever moves a client's money for a job, two ways that are none of the program's own, and bad ones. */
import { describe, expect, test } from 'vitest';
import { builtIn, withCatalogue } from '../../src/catalogue/catalogue.ts';
import { moneyOf } from '../../src/catalogue/money.ts';
import { extendCatalogue } from '../../src/catalogue/plugs.ts';
import { trafficOf } from '../../src/catalogue/traffic.ts';
import { planArm } from '../../src/engine/arm-plan.ts';
import { armKeyOf } from '../../src/engine/identity.ts';
import { simulateRun } from '../../src/engine/simulate.ts';
import type { MarketEvent } from '../../src/market/events.ts';
import { Market } from '../../src/market/market.ts';
import type { Payment, PaymentKit, PaymentPlay } from '../../src/market/payment.ts';
import { columnIndex as at } from '../../src/market/record.ts';
import type { PlugSpec } from '../../src/market/settings.ts';
import { stage } from '../../src/market/stage.ts';
import { posp } from '../../src/mechanisms/index.ts';
import { definePayment } from '../../src/plugs/payment/define.ts';
import * as payments from '../../src/plugs/payment/index.ts';
import { delayed, prepaid } from '../fixtures/payments.ts';
import { asserterArm, buildSettings } from '../fixtures/settings.ts';

const { atOnce } = payments;
const { isWithinJob: _, ...asked } = atOnce;

/** Every way to pay, asked for each job, with parameters where it needs some. */
const entries: [string, Payment, Record<string, unknown>][] = [
  ['at-once', asked, {}],
  ['delayed', delayed, { settlementSeconds: 7 }],
  ['delayed by nothing', delayed, { settlementSeconds: 0 }],
  ['prepaid', prepaid, { jobs: 40, fee: 0.3 }],
];

const settings = buildSettings({
  mechanism: { challengeProbability: 0.3, validatorCount: 2, validatorReward: 0.7, bountyShare: 0.4 },
  market: { outsideGain: 0.5 },
  run: { jobs: 1500 },
});
const cast = stage(settings, asserterArm('cheat-sometimes'), builtIn);
const market = new Market();
const needsNoTime = entries.filter(([, { traits }]) => traits?.needsTime === undefined);

interface Asked {
  hear?: (event: MarketEvent) => void;
  path?: 'calendar' | 'rounds';
  seed?: string;
}

/** The record of a run that is paid in a way. */
function play(payment: Payment, params: object, { hear, path = 'calendar', seed = 'payment' }: Asked = {}) {
  const wants = ['arrived', 'asserted', 'challenged', 'reported', 'settled', 'slashed', 'earned'] as const;
  return market
    .run(posp, {
      settings: { ...settings, payment: { kind: payment.kind, ...params } },
      cast,
      traffic: trafficOf(settings),
      money: { ...moneyOf(settings), payment },
      seed,
      replication: 0,
      path,
      listener: hear && { wants, hear },
    })
    .slice();
}

/** What is on every account but for those that `passed` over. */
function balances(...passed: string[]) {
  const names = market.ledger.names.filter((name) => !passed.includes(name));
  return Object.fromEntries(names.map((name) => [name, market.ledger.balanceOf(name)]));
}

describe.each(entries)('%s', (_kind, payment, params) => {
  test('leaves the record of a market that shares out rewards by itself, and the same money', () => {
    const record = play(payment, params);
    const { fees, clients, ...others } = balances();
    const plainly = play(atOnce, {});
    // Time worked is summed at every event, a payment's too: its last digit hangs on how many there are.
    expect(record[at.busySeconds]! / plainly[at.busySeconds]!).toBeCloseTo(1, 13);
    record[at.busySeconds] = plainly[at.busySeconds]!;
    expect(record).toEqual(plainly);
    const plain = balances();
    expect({ ...others, fees: 0n, clients: clients! + fees! }).toEqual(plain);
    expect(others).toMatchObject({ escrow: 0n, slashed: 0n, 'in flight': 0n });
  });

  test('makes no money and loses none, and nothing rests below zero, after any event', () => {
    let events = 0;
    let isSound = true;
    const { ledger } = market;
    const hear = () => {
      events++;
      // An expectation at every event would take longer than the run.
      const isThere = (pot: string) => ledger.balanceOf(pot) >= 0n;
      isSound &&= ledger.audit() === 0n && ['income', 'burned', 'fees', 'in flight'].every(isThere);
    };
    play(payment, params, { hear });
    expect(isSound).toBe(true);
    expect(events).toBeGreaterThan(4500);
  });

  test('gives the same bytes for the same seed, whatever ran before', () => {
    const record = play(payment, params);
    play(payment, params, { seed: 'another' });
    expect(play(payment, params)).toEqual(record);
    expect(play(payment, params, { seed: 'another' })).not.toEqual(record);
  });
});

test.each(needsNoTime)('%s pays alike in time and job by job', (_kind, payment, params) => {
  play(payment, params);
  const inTime = balances();
  play(payment, params, { path: 'rounds' });
  expect(balances()).toEqual(inTime);
});

test('of delayed money there is on its way what jobs in flight cost, and what was earned within the delay', () => {
  const settled: { time: number; owed: number }[] = [];
  let inFlight = 0;
  let isExact = true;
  const reward = 1_200_000_000;
  const hear = (event: MarketEvent) => {
    if (event.kind === 'arrived') {
      inFlight++;
      const late = settled.filter(({ time }) => event.time < time + 7).reduce((sum, { owed }) => sum + owed, 0);
      isExact &&= market.ledger.balanceOf('in flight') === BigInt(inFlight * reward + late);
    } else if (event.kind === 'settled') {
      inFlight--;
      settled.push({ time: event.time, owed: event.isRefuted ? 0 : reward });
    }
  };
  play(delayed, { settlementSeconds: 7 }, { hear });
  expect(isExact).toBe(true);
  expect(settled.filter(({ owed }) => owed === 0).length).toBeGreaterThan(0);
  expect(settled).toHaveLength(1500);
});

test('of a purse there is on its way what it was filled with, less what was paid; filling it costs its fee', () => {
  play(prepaid, { jobs: 40, fee: 0.3 });
  const fees = market.ledger.balanceOf('fees');
  expect(fees % 300_000_000n).toBe(0n);
  // Refused jobs leave their price in the purse, so it is filled less often than once in 40 jobs.
  expect(fees).toBeGreaterThan(20n * 300_000_000n);
  expect(fees).toBeLessThanOrEqual(38n * 300_000_000n);
});

test('a design point whose payments need time is played in time, for that reason, and its runs are known apart', () => {
  const catalogue = extendCatalogue([delayed, prepaid]);
  const by = (payment?: PlugSpec) => withCatalogue({ ...settings, ...(payment && { payment }) }, catalogue);
  const arm = asserterArm('skip-work');
  const late = by({ kind: 'delayed', settlementSeconds: 7 });
  expect(planArm(late, arm)).toMatchObject({ path: 'calendar', why: 'money is on its way for a while' });
  expect(planArm(by({ kind: 'prepaid', jobs: 9, fee: 0 }), arm).path).toBe('rounds');
  const keys = [by(), late, by({ kind: 'delayed', settlementSeconds: 8 })].map((point) => armKeyOf(point, arm, '1'));
  expect(new Set(keys).size).toBe(3);
  // What simulates it finds it by its kind; but for time alone, and nobody's waiting, it comes to the same.
  expect(simulateRun(late, arm, '1', 0)[at.asserterIncome]).toBe(simulateRun(by(), arm, '1', 0)[at.asserterIncome]);
});

describe('a bad one is told what it broke', () => {
  const bad = (change: (play: PaymentPlay, kit: PaymentKit) => Partial<PaymentPlay>, traits?: Payment['traits']) =>
    definePayment({
      ...asked,
      kind: 'bad',
      ...(traits && { traits }),
      create: (params, kit) => {
        const good = atOnce.create(params, kit);
        return { ...good, ...change(good, kit) };
      },
    });
  const slow = { needsTime: 'money takes its time' };

  test.each<[string, Payment, string | RegExp]>([
    [
      'that keeps what nobody earned',
      bad((_play, { pay }) => ({ delivered: (job, owed) => pay(job, owed) })),
      /^payment bad keeps \d+ units that clients put aside, when the run has ended$/,
    ],
    [
      'that pays nobody',
      bad((_play, { refund }) => ({ delivered: (_job, _owed, price) => refund(price) })),
      /^payment bad has not paid 1200000000 units that are owed for job \d+$/,
    ],
    [
      'that pays twice',
      bad((play, { pay }) => ({
        delivered: (job, owed, price) => {
          play.delivered(job, owed, price);
          pay(job, owed);
        },
      })),
      /^payment bad pays 1200000000 units for job \d+, for which 0 are owed$/,
    ],
    [
      'that pays what was not put aside',
      bad(() => ({ arrived: () => {} })),
      /^payment bad hands on 1200000000 units, and 0 are put aside$/,
    ],
    [
      'that splits units',
      bad((_play, { lock }) => ({ arrived: () => lock(0.5) })),
      /^payment bad moves 0\.5 units; an amount/,
    ],
    [
      'that takes back',
      bad((_play, { lock }) => ({ arrived: () => lock(-1) })),
      /^payment bad moves -1 units; an amount/,
    ],
    [
      'that waits and does not say so',
      bad((_play, kit) => ({ arrived: (job) => kit.after(job, 1), elapsed: () => {} })),
      'payment bad asks for time, and its traits do not say so (needsTime)',
    ],
    [
      'that nobody tells when time is over',
      bad(() => ({}), slow),
      'payment bad needs time, and has no elapsed to be told when it is over',
    ],
    [
      'that waits until for ever',
      bad((_play, kit) => ({ elapsed: () => {}, arrived: (job) => kit.after(job, Number.POSITIVE_INFINITY) }), slow),
      /^payment bad asks for Infinity s on account of job 0; at least 0, and finite$/,
    ],
    [
      'that never comes to an end',
      bad(
        (play, kit) => ({
          arrived: (job, price) => {
            play.arrived(job, price);
            kit.after(job, 0);
          },
          elapsed: (job) => kit.after(job, 0),
        }),
        slow,
      ),
      'payment bad asks for time more than 1000 times a job; it would never end',
    ],
  ])('%s', (_what, payment, message) => {
    expect(() => play(payment, {})).toThrow(message);
    // What it left does not move the next run.
    const fresh = play(atOnce, {});
    expect(
      new Market().run(posp, {
        settings,
        cast,
        traffic: trafficOf(settings),
        money: moneyOf(settings),
        seed: 'payment',
        replication: 0,
        path: 'calendar',
      }),
    ).toEqual(fresh);
  });

  test('and where it is a user’s own, in its name', () => {
    const own = { ...bad((_play, { lock }) => ({ arrived: () => lock(0.5) })), kind: 'half-units' };
    const catalogue = extendCatalogue([own]);
    const payment = catalogue.payments.get('half-units')!;
    expect(() => play(payment, {})).toThrow(
      /^payment half-units: its arrived failed: payment half-units moves 0\.5 units/,
    );
    const settlingFor = (plug: Payment) =>
      withCatalogue({ ...settings, payment: { kind: plug.kind } }, extendCatalogue([plug]));
    const unpaid = { ...bad(() => ({ delivered: () => {} })), kind: 'unpaid' };
    // What it leaves undone breaks a law when nobody asks it any more.
    expect(() => simulateRun(settlingFor(unpaid), asserterArm('skip-work'), '1', 0)).toThrow(
      /^payment unpaid broke a law: it has not paid \d+ units that are owed for job \d+$/,
    );
  });
});

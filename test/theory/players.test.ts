/** Players who fear risk, who look ahead, who can be banned or have many jobs on their way: laws, limits and both routes. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { exactAdvantage, exactIncome, exactRecord } from '../../src/analysis/round/exact.ts';
import { worthOf } from '../../src/analysis/round/valuation.ts';
import { Careers } from '../../src/market/nodes/careers.ts';
import { columnIndex as at, recordColumnNames } from '../../src/market/record.ts';
import type { Settings, UtilitySettings } from '../../src/market/settings.ts';
import { Flights } from '../../src/market/work/flights.ts';
import { createPool, type Pool } from '../../src/run/pool.ts';
import { studentQuantile } from '../../src/stats/interval.ts';
import { runScenario } from '../../src/study/open-scenario.ts';
import { asserterArm, buildSettings, honestArm, type Overrides } from '../fixtures/settings.ts';
import { evenly } from '../laws/evenly.ts';

function settingsOf(overrides: Overrides, players: Partial<Settings['players']> = {}): Settings {
  const settings = buildSettings(overrides);
  return { ...settings, players: { ...settings.players, ...players } };
}

const advantageOf = (settings: Settings, role: 'asserter' | 'validator' = 'asserter', over = 'skip-work') =>
  exactAdvantage(settings, role, 'honest', over, 'coalition')!;

const drawn = fc.record({
  p: evenly(0.01, 0.9),
  slash: fc.integer({ min: 1, max: 20 }),
  falseAlarm: evenly(0, 0.2),
  members: fc.constantFrom(0, 6),
});
const settingsAt = ({
  p,
  slash,
  falseAlarm,
  members,
}: {
  p: number;
  slash: number;
  falseAlarm: number;
  members: number;
}) =>
  ({
    mechanism: { challengeProbability: p, slashAmount: slash, bountyShare: 0.5, validatorCount: 2 },
    market: { detector: { falseAlarm, miss: 0.1 } },
    coalition: { size: members },
  }) satisfies Overrides;

describe('limits', () => {
  test('aversion that vanishes, a wealth that dwarfs the job: risk neutral', () => {
    fc.assert(
      fc.property(drawn, (point) => {
        const neutral = advantageOf(settingsOf(settingsAt(point)));
        for (const utility of [
          { cara: 1e-9 },
          { crra: 1, wealth: 1e9 },
          { crra: 0, wealth: 100 },
        ] as UtilitySettings[]) {
          // Second order: half of a squared income of at most 40 times the aversion.
          expect(Math.abs(advantageOf(settingsOf(settingsAt(point), { utility })) - neutral)).toBeLessThan(1e-5);
        }
      }),
      { seed: 1, numRuns: 40 },
    );
  });

  test('one job in flight, or a ban that costs nothing and hides nothing, change nothing', () => {
    fc.assert(
      fc.property(drawn, (point) => {
        const plain = settingsOf(settingsAt(point));
        const single = { ...plain, market: { ...plain.market, jobsInFlight: 1 } };
        expect(advantageOf(single)).toBe(advantageOf(plain));
        // Coming back is free: worth it as long as there is anything to earn, for those who cheat and for those who do not.
        const free = settingsOf({ ...settingsAt(point), exit: { kind: 'banned', reentryCost: 0 } }, { discount: 0.9 });
        const [cheats, honest] = [asserterArm('skip-work'), honestArm].map((arm) =>
          worthOf(exactRecord(plain, arm)!, 'asserter', plain),
        );
        const banned = exactRecord(free, asserterArm('skip-work'));
        if (cheats > 0 && honest > 0) expect(worthOf(banned!, 'asserter', free)).toBeCloseTo(cheats, 10);
      }),
      { seed: 2, numRuns: 40 },
    );
  });

  test('ruin with any probability is worth the loss of all wealth', () => {
    const settings = settingsOf({ mechanism: { slashAmount: 30 } }, { utility: { crra: 1, wealth: 20 } });
    const record = exactRecord(settings, asserterArm('skip-work'))!;
    expect(record[at.asserterUtility]).toBe(Number.NEGATIVE_INFINITY);
    expect(worthOf(record, 'asserter', settings)).toBe(-20);
  });
});

describe('directions', () => {
  test('more aversion, more patience, dearer returns favour honesty; more jobs in flight favour cheating', () => {
    fc.assert(
      // Up to p = R / (R + S) cheating earns something, and so there is a career to lose.
      fc.property(evenly(0.02, 0.1), (p) => {
        const base: Overrides = { mechanism: { challengeProbability: p, slashFraction: 0.5 }, market: { stake: 20 } };
        const rising = (values: number[]) =>
          values.slice(1).every((value, i) => value >= values[i]! - 1e-12) && values.at(-1)! > values[0]!;
        expect(rising([0.01, 0.1, 0.5].map((cara) => advantageOf(settingsOf(base, { utility: { cara } }))))).toBe(true);
        const banned: Overrides = { ...base, exit: { kind: 'banned', reentryCost: null } };
        const rates = [0.5, 0.9, 0.99].map((discount) => {
          const settings = settingsOf(banned, { discount });
          // Per job of a career that may last: what a ban leaves is less, the longer the future is.
          return -exactIncome(settings, 'asserter', asserterArm('skip-work'))!;
        });
        expect(rising(rates)).toBe(true);
        const priced = [0, 1, 5].map((reentryCost) =>
          advantageOf(settingsOf({ ...base, exit: { kind: 'banned', reentryCost } }, { discount: 0.99 })),
        );
        expect(rising(priced)).toBe(true);
        const batches = [1, 5, 20].map(
          (jobsInFlight) => -advantageOf(settingsOf({ ...base, market: { ...base.market, jobsInFlight } })),
        );
        expect(rising(batches)).toBe(true);
      }),
      { seed: 3, numRuns: 25 },
    );
  });
});

test('a career counts each job by its place and starts anew with a new identity', () => {
  const careers = new Careers();
  careers.reset(2, 0.5);
  expect([0, 0, 0].map(() => careers.advance(0, 1))).toEqual([1, 0.5, 0.25]);
  expect(careers.advance(1, 1)).toBe(1);
  expect(careers.advance(0, 0)).toBe(1);
  careers.restart(1);
  expect(careers.advance(0, 1)).toBe(1);
  expect(careers.advance(0, 0)).toBe(0.5);
});

test('a batch is slashed once and enters the record when it is complete', () => {
  const batches = new Flights();
  const record = new Float64Array(2);
  batches.reset(3, 2, 2);
  const [first, own, next] = [batches.join(1), batches.join(1), batches.join(1)];
  expect(own).toBe(first);
  expect(next).not.toBe(first);
  batches.columnsOf(first)[0]! += 5;
  expect(batches.settle(first, true, record)).toBeUndefined();
  expect(batches.isSlashed(first)).toBe(true);
  expect(batches.isSlashed(next)).toBe(false);
  // A later job that is settled sooner waits for its own batch.
  batches.columnsOf(next)[1]! += 3;
  expect(batches.settle(next, false, record)).toBeUndefined();
  expect([...record]).toEqual([0, 0]);
  batches.columnsOf(first)[1]! += 7;
  expect(batches.settle(first, false, record)).toBe(true);
  expect([...record]).toEqual([5, 7]);
  expect(batches.join(1)).toBe(next);
  expect(batches.settle(next, false, record)).toBe(false);
  expect([...record]).toEqual([5, 10]);
  // Any number of batches may wait for a slow job.
  const waiting = new Set(Array.from({ length: 40 }, () => batches.join(2)));
  expect(waiting.size).toBe(20);
});

describe('simulated beside exact', () => {
  let pool: Pool;
  beforeAll(() => {
    pool = createPool({ workers: 1 });
  });
  afterAll(() => pool.close());

  const scenario = (mechanism: string, market: string, players: string, fraction: number) => `
title: Players
mechanism: { kind: posp, draw: independent, ${mechanism} }
market: { nodeCount: 40, computeCost: 1, reward: 1.2, stake: 1000${market} }
players: { asserter: [honest, skip-work], ${players} }
coalition: { fraction: ${fraction} }
replications: 16
run: { jobs: 3000 }
`;
  const plain = 'challengeProbability: 0.3, slashAmount: 10';

  test.each([
    ['averse, netted', `${plain}, accounting: netted`, '', 'validator: [honest, guess], utility: { cara: 0.1 }', 0.3],
    [
      'averse, gross',
      `${plain}, accounting: gross, validatorCount: 2`,
      '',
      'validator: [honest, collude], utility: { crra: 2, wealth: 50 }',
      0.3,
    ],
    ['averse, committed', `${plain}, accounting: committed`, '', 'validator: [honest], utility: { cara: 0.05 }', 0.3],
    [
      'seeking risk, false alarms',
      plain,
      ', detector: { falseAlarm: 0.1, miss: 0.2 }',
      'validator: [honest], utility: { cara: -0.1 }',
      0,
    ],
    [
      'banned and back, gross',
      `${plain.replace('0.3', '0.05')}, accounting: gross`,
      '',
      'validator: [honest], exit: banned, discount: 0.9, reentryCost: 1',
      0.3,
    ],
    [
      'banned and back, undiscounted',
      plain.replace('0.3', '0.1'),
      '',
      'validator: [honest], exit: banned, reentryCost: 0.5',
      0,
    ],
    [
      'banned and away',
      plain.replace('0.3', '0.05'),
      '',
      'validator: [honest], exit: banned, reentryCost: 50, discount: 0.95',
      0,
    ],
    ['banned for good', plain.replace('0.3', '0.05'), '', 'validator: [honest], exit: banned, discount: 0.95', 0],
    [
      'validators banned and back',
      plain,
      ', guessProbability: 0.95',
      'validator: [honest, guess], exit: banned, discount: 0.9, reentryCost: 1',
      0,
    ],
    [
      'jobs in flight, bounty',
      `${plain}, bountyShare: 0.5, validatorCount: 2`,
      ', jobsInFlight: 5',
      'validator: [honest, collude]',
      0.3,
    ],
    [
      'jobs in flight, false alarms',
      plain,
      ', jobsInFlight: 4, detector: { falseAlarm: 0.1, miss: 0.1 }',
      'validator: [honest]',
      0,
    ],
  ])('%s', async (_, mechanism, market, players, fraction) => {
    const text = scenario(mechanism, market, players, fraction);
    const { findings, failures } = await runScenario({ file: 'players.yaml', text }, { pool });
    expect(failures).toEqual([]);
    for (const { role, over, against, mean, standardError, degrees, halfWidth, exact } of findings.designPoints[0]!
      .advantages) {
      // Four standard errors, or what slashes too rare to be seen may hide.
      const allowed = Math.max(studentQuantile(1 - 3.17e-5, degrees!) * standardError! + 1e-8, halfWidth!);
      expect(
        Math.abs(mean! - exact!),
        `${role} over ${over} against ${against}: ${mean} for ${exact}`,
      ).toBeLessThanOrEqual(allowed);
      expect(allowed).toBeLessThan(0.6);
    }
  });
});

test('the very cautious cannot tell large gains apart, and what rounding leaves of them is within its interval', async () => {
  // A sure 10 is worth (1 - e^-22) / 2.2: of sixteen digits six are left.
  const text = `
title: Sure gains
mechanism: no-verification
market: { nodeCount: 40, computeCost: 1, reward: 11, stake: 100 }
players: { asserter: [honest, skip-work], utility: { cara: 2.2 } }
replications: 8
run: { jobs: 10000 }
`;
  const { findings, failures } = await runScenario({ file: 'sure.yaml', text });
  expect(failures).toEqual([]);
  const { mean, halfWidth, exact } = findings.designPoints[0]!.advantages[0]!;
  expect(Math.abs(exact! + 1)).toBeLessThan(1e-5);
  expect(Math.abs(mean! + 1)).toBeGreaterThan(1e-6);
  expect(Math.abs(mean! + 1)).toBeLessThan(halfWidth!);
  expect(halfWidth).toBeLessThan(0.1);
});

test('columns that value jobs are written where somebody values them, and nowhere else', () => {
  const valued = recordColumnNames.filter((name) => name.includes('Utility') || name.includes('areer'));
  expect(valued).toHaveLength(8);
  const plain = exactRecord(settingsOf({}), asserterArm('skip-work'))!;
  for (const name of valued) expect(plain[at[name]], name).toBe(0);
});

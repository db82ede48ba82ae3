/**
 * What must hold of every game around proof of sampling, whatever its numbers: amounts scale, jobs are accounted for,
 * and the ends of a rule are rules we know already.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Mechanism } from '../../src/market/mechanism.ts';
import { columnIndex as at } from '../../src/market/record.ts';
import type { Settings } from '../../src/market/settings.ts';
import {
  alwaysVerify,
  attentionChallenge,
  bossWithFine,
  forcedErrors,
  inspection,
  majorityVote,
  noVerification,
  spotCheck,
  twoClouds,
} from '../../src/mechanisms/index.ts';
import { buildSettings } from '../fixtures/settings.ts';
import { arms, drawSettings } from '../laws/drawn-settings.ts';
import { expectRecord } from '../oracles/exact-advantage.ts';

const related: readonly Mechanism[] = [
  attentionChallenge,
  bossWithFine,
  forcedErrors,
  inspection,
  majorityVote,
  spotCheck,
  twoClouds,
];

/** Every amount of money times four, a power of two, so that doubles scale without rounding. */
function enrich(settings: Settings, { params }: Mechanism): Settings {
  const { mechanism, market, players } = settings;
  const times = (name: string, value: unknown) =>
    typeof value === 'number' && findUnit(params.shape[name]) === 'credits' ? 4 * value : value;
  const entries = Object.entries(mechanism).map(([name, value]) => [name, times(name, value)]);
  return {
    ...settings,
    mechanism: Object.fromEntries(entries) as Settings['mechanism'],
    market: {
      ...market,
      computeCost: 4 * market.computeCost,
      verificationCost: 4 * market.verificationCost,
      reward: 4 * market.reward,
      stake: 4 * market.stake,
      outsideGain: 4 * market.outsideGain,
    },
    players: {
      ...players,
      asserter: players.asserter.map((spec) => ('cost' in spec ? { ...spec, cost: 4 * Number(spec.cost) } : spec)),
    },
  };
}

/** The unit of a parameter, under its defaults. */
function findUnit(schema: unknown): string | undefined {
  for (let inner = schema as Wrapped | undefined; inner; inner = inner.def?.innerType) {
    const { unit } = inner.meta() ?? {};
    if (unit) return unit;
  }
  return undefined;
}

interface Wrapped {
  def?: { innerType?: Wrapped };
  meta: () => { unit?: string } | undefined;
}

const money = [
  'asserterIncome',
  'validatorIncome',
  'outsiderIncome',
  'verificationCost',
  'slashed',
  'burned',
  'clientPaid',
] as const;

describe.each(related.map((mechanism) => [mechanism.kind, mechanism] as const))('%s', (_, mechanism) => {
  const drawn = drawSettings(mechanism, 6, 11, 1);

  test('pays four times as much when every amount is four times as large', () => {
    for (const settings of drawn) {
      for (const arm of arms) {
        const record = expectRecord(settings, arm, mechanism);
        const scaled = expectRecord(enrich(settings, mechanism), arm, mechanism);
        for (const name of money) expect(scaled[at[name]], name).toBe(4 * record[at[name]]);
        for (const name of ['jobs', 'cheatedJobs', 'detectedJobs', 'focalSlashes'] as const) {
          expect(scaled[at[name]], name).toBe(record[at[name]]);
        }
      }
    }
  });

  test('accounts for every cheated job, and slashes nothing that is not there', () => {
    for (const settings of drawn) {
      for (const arm of arms) {
        const record = expectRecord(settings, arm, mechanism);
        expect(record[at.detectedJobs] + record[at.undetectedJobs]).toBeCloseTo(record[at.cheatedJobs], 12);
        if (mechanism !== spotCheck) expect(record[at.jobs]).toBeCloseTo(1, 12);
        expect(record[at.burned]).toBeLessThanOrEqual(record[at.slashed] * (1 + 1e-12));
        if (settings.market.stake === 0) expect(record[at.slashed]).toBe(0);
      }
    }
  });
});

/** What focal asserters earn per job when they play `strategy`, validators of all kinds playing `validator`. */
function earn(mechanism: Mechanism, params: object, strategy: string, market: object = {}): number {
  const settings = buildSettings({ mechanism: { kind: mechanism.kind, ...params }, market });
  const parsed = { ...settings, mechanism: { kind: mechanism.kind, ...mechanism.params.parse(params) } };
  const record = expectRecord(parsed, { role: 'asserter', strategy, against: 'coalition' }, mechanism);
  return record[at.asserterIncome] / record[at.focalJobs];
}

describe('the ends of a rule', () => {
  const slashAmount = 7;
  const verified = { slashAmount, validatorReward: 1.2 };
  const market = { outsideGain: 2.5 };
  // A cheaper model may pass a comparison unseen, which several checkers notice more often than one.
  const strategies = ['skip-work', 'cheat-sometimes'];

  test.each([
    ['a boss who repeats nothing', bossWithFine, { challengeProbability: 0, slashAmount }],
    ['a majority of one', majorityVote, { majority: 1, slashAmount }],
    ['no spot checks', spotCheck, { spotCheckRate: 0, jobsPerWorker: 5, slashAmount }],
  ] as const)('%s is no verification', (_, mechanism, params) => {
    for (const strategy of strategies) {
      expect(earn(mechanism, params, strategy, market)).toBeCloseTo(earn(noVerification, {}, strategy, market), 12);
    }
  });

  test.each([
    ['a boss who repeats everything', bossWithFine, { challengeProbability: 1, slashAmount }],
    ['an inspector who always looks', inspection, { slashAmount }],
    ['checkers who always look', attentionChallenge, { slashAmount, validatorCount: 3 }],
    ['checkers who look without forced errors', forcedErrors, { slashAmount, forcedErrorRate: 0, jackpot: 5 }],
    ['two honest clouds', twoClouds, { deposit: slashAmount }],
    ['three honest voters of five', majorityVote, { majority: 3, slashAmount }],
  ] as const)('%s is certain verification for the asserter', (_, mechanism, params) => {
    // One focal node, so that it is never among its own checkers.
    const alone = { ...market, nodeCount: 10 };
    for (const strategy of strategies) {
      expect(earn(mechanism, params, strategy, alone)).toBeCloseTo(earn(alwaysVerify, verified, strategy, alone), 12);
    }
  });

  test('one checker under attention challenges without tests is an inspector', () => {
    const credits = fc.integer({ min: 0, max: 50 });
    fc.assert(
      fc.property(credits, credits, credits, (slash, bounty, missedLoss) => {
        const params = { slashAmount: slash, bounty, missedLoss };
        for (const arm of arms) {
          const settings = buildSettings({ market });
          const [one, other] = [inspection, attentionChallenge].map((mechanism) =>
            expectRecord({ ...settings, mechanism: { kind: mechanism.kind, ...params } }, arm, mechanism),
          );
          expect([...one]).toEqual([...other]);
        }
      }),
      { seed: 5, numRuns: 20 },
    );
  });
});

/** What holds for every mechanism, built in or added by a user in one file. */
import { afterAll, describe, expect, test } from 'vitest';
import { catalogueOf } from '../../src/catalogue/catalogue.ts';
import { moneyOf } from '../../src/catalogue/money.ts';
import { trafficOf } from '../../src/catalogue/traffic.ts';
import { planArm } from '../../src/engine/arm-plan.ts';
import { Market } from '../../src/market/market.ts';
import type { Mechanism } from '../../src/market/mechanism.ts';
import { columnIndex as at } from '../../src/market/record.ts';
import { armName } from '../../src/market/settings.ts';
import { stage } from '../../src/market/stage.ts';
import * as registry from '../../src/mechanisms/index.ts';
import { claimWindow } from '../fixtures/claim-window.ts';
import { spotAudit } from '../fixtures/spot-audit.ts';
import { alarm, compareWithRound } from './agreement.ts';
import { expectConservation } from './conservation.ts';
import { arms, drawSettings, settingsByDefault } from './drawn-settings.ts';
import { expectCommonDraws, expectSameBytes, expectSamePaths } from './reproducibility.ts';

// A mechanism without `create` describes a game and no market: there is nothing to simulate.
const mechanisms = [...Object.values<Mechanism>(registry), spotAudit, claimWindow].filter(
  ({ create }) => create !== undefined,
);
const withRound = mechanisms.filter(({ round }) => round !== undefined);

// Twelve more drawn points per arm, with all their jobs, are among the slow tests.
const JOBS = 1600;
const REPLICATIONS = 8;

const market = new Market();

describe.each(withRound.map((mechanism) => [mechanism.kind, mechanism] as const))('%s', (_, mechanism) => {
  const byDefault = settingsByDefault(mechanism, {
    coalition: { size: 6 },
    market: { detector: { falseAlarm: 0.02, miss: 0.05 }, guessProbability: 0.1, jobsPerSecond: 2 },
    run: { jobs: JOBS },
  });
  let comparisons = 0;

  test.each(['natural', 'tilted', 'split'] as const)('records the same without a calendar, sampling %s', (sampling) => {
    // A rare challenge where the mechanism has a probability of one: that is what the sampling is for.
    const rare = settingsByDefault(mechanism, {
      mechanism: { challengeProbability: 0.02, bountyShare: 0.5, plantedErrorRate: 0.1 },
      coalition: { size: 6 },
      market: { detector: { falseAlarm: 0.02, miss: 0.05 }, guessProbability: 0.1, reward: 1.2 },
      run: { jobs: JOBS },
    });
    for (const arm of arms.filter(({ strategy }) => ['skip-work', 'guess', 'collude'].includes(strategy))) {
      if (planArm(rare, arm).path !== 'rounds') continue;
      comparisons += compareWithRound(mechanism, rare, arm, '8', 4, sampling);
    }
  });

  test.each(arms.map((arm) => [armName(arm), arm] as const))('records what its round expects: %s', (_, arm) => {
    const drawn = drawSettings(mechanism, 1, arms.indexOf(arm), JOBS / 4);
    for (const settings of [byDefault, ...drawn]) {
      comparisons += compareWithRound(mechanism, settings, arm, '7', REPLICATIONS);
    }
  });

  afterAll(() => expect(comparisons * withRound.length).toBeLessThan(alarm.comparisons));
});

describe.each(mechanisms.map((mechanism) => [mechanism.kind, mechanism] as const))('%s', (_, mechanism) => {
  test('conserves money in every arm, at drawn parameters', () => {
    for (const arm of arms) {
      for (const settings of drawSettings(mechanism, 2, arms.indexOf(arm), 300)) {
        expectConservation(mechanism, settings, arm);
      }
    }
  });

  test.each(['none', 'ejected', 'banned'] as const)('conserves money when slashed nodes are %s', (kind) => {
    for (const [index, settings] of drawSettings(mechanism, 6, 99, 300).entries()) {
      const reentryCost = index % 2 === 0 ? null : 2;
      const exit = { kind, reentryCost };
      const leaving = {
        ...settings,
        market: { ...settings.market, minimumStake: settings.market.stake / 2 },
        players: { ...settings.players, exit },
      };
      const cast = stage(leaving, arms[2], catalogueOf(leaving));
      const record = market.run(mechanism, {
        settings: leaving,
        cast,
        traffic: trafficOf(leaving),
        money: moneyOf(leaving),
        seed: 'exit',
        replication: 0,
      });
      expect(market.ledger.audit()).toBe(0n);
      // Every job was settled or found nobody.
      expect(record[at.jobs] + record[at.unservedJobs]).toBe(300);
    }
  });

  test('gives the same bytes for the same seed, whatever ran before, and others for another', () => {
    const [first, second, third] = drawSettings(mechanism, 3, 5, 400);
    for (const arm of [arms[0], arms[3], arms[8]]) {
      expectSameBytes(mechanism, first, second, arm);
      expectSameBytes(mechanism, second, third, arm);
    }
  });

  test('earns the same whether jobs are played in time or one by one', () => {
    for (const settings of drawSettings(mechanism, 3, 8, 200)) expectSamePaths(mechanism, settings);
  });

  test('meets the same luck in every arm of a replication', () => {
    for (const settings of drawSettings(mechanism, 4, 6, 300)) expectCommonDraws(mechanism, settings);
  });
});

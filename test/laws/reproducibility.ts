/** Same seed, same bytes; and what belongs to nature is the same in every arm of a replication. */

import { expect } from 'vitest';
import { catalogueOf } from '../../src/catalogue/catalogue.ts';
import { moneyOf } from '../../src/catalogue/money.ts';
import { trafficOf } from '../../src/catalogue/traffic.ts';
import { planArm } from '../../src/engine/arm-plan.ts';
import { countFocal } from '../../src/market/cast.ts';
import { Market } from '../../src/market/market.ts';
import type { Mechanism } from '../../src/market/mechanism.ts';
import { columnIndex as at, recordColumnNames } from '../../src/market/record.ts';
import type { Arm, Settings } from '../../src/market/settings.ts';
import { stage } from '../../src/market/stage.ts';
import { runColumns } from './agreement.ts';
import { arms } from './drawn-settings.ts';

// One for all runs, as a worker has it: to build one costs more than a short run.
const market = new Market();

/** Replays a run after another one in the same market, and in a new market. */
export function expectSameBytes(mechanism: Mechanism, settings: Settings, other: Settings, arm: Arm): void {
  const run = (asked: Settings, seed: string, replication = 3, where = market) => {
    const cast = stage(asked, arm, catalogueOf(asked));
    return where
      .run(mechanism, { settings: asked, cast, traffic: trafficOf(asked), money: moneyOf(asked), seed, replication })
      .slice();
  };
  const sojourns = (where = market) => [where.sojourns.batchMeans(), where.sojourns.totalFrom(0)];
  const first = run(settings, 'bytes');
  const firstSojourns = sojourns();
  run(other, 'other');
  expect(run(settings, 'bytes')).toEqual(first);
  expect(sojourns()).toEqual(firstSojourns);
  const fresh = new Market();
  expect(run(settings, 'bytes', 3, fresh)).toEqual(first);
  expect(sojourns(fresh)).toEqual(firstSojourns);
  // A rate and a clock: some column tells replications and seeds apart.
  expect(run(settings, 'bytes', 4)).not.toEqual(first);
  expect(run(settings, 'byte', 3)).not.toEqual(first);
}

/** Where a run may be played without a calendar, its record is the same but for what measures time. */
export function expectSamePaths(mechanism: Mechanism, settings: Settings): number {
  let compared = 0;
  for (const arm of arms) {
    const { cast, path } = planArm(settings, arm);
    if (path !== 'rounds') continue;
    const run = {
      settings,
      cast,
      traffic: trafficOf(settings),
      money: moneyOf(settings),
      seed: 'paths',
      replication: 0,
    };
    const inTime = market.run(mechanism, { ...run, path: 'calendar' }).slice();
    const inRounds = market.run(mechanism, { ...run, path: 'rounds' });
    for (const name of recordColumnNames) {
      if (runColumns.includes(name)) continue;
      // Jobs are added up in another order; whole units add up alike, fractions of a unit of cost nearly so.
      const [one, other] = [inTime[at[name]], inRounds[at[name]]];
      expect(Math.abs(one - other), `${name}: ${one} in time, ${other} in rounds`).toBeLessThanOrEqual(
        1e-9 * (1 + Math.abs(one)),
      );
    }
    compared++;
  }
  return compared;
}

/** Columns that depend on nature's draws alone are equal across arms: common random numbers. */
export function expectCommonDraws(mechanism: Mechanism, settings: Settings): void {
  const castOf = (arm: Arm) => stage(settings, arm, catalogueOf(settings));
  const drawsOf = (arm: Arm) => {
    const cast = castOf(arm);
    const record = market.run(mechanism, {
      settings,
      cast,
      traffic: trafficOf(settings),
      money: moneyOf(settings),
      seed: 'common',
      replication: 0,
    });
    return (
      ['focalJobs', 'challengedJobs', 'focalChallengedJobs', 'focalColludingJobs', 'focalValidations'] as const
    ).map((column) => record[at[column]]);
  };
  // A node that deviates alone among several is the only one looked at.
  const [first, ...rest] = arms.filter((arm) => countFocal(castOf(arm)) === countFocal(castOf(arms[0]))).map(drawsOf);
  for (const draws of rest) expect(draws).toEqual(first);
}

/**
 * Casts of any number of crowds: what each plays is in the market what it is in the round, and how nodes are cut into
 * crowds changes nothing.
 */
import { afterAll, describe, expect, test } from 'vitest';
import { moneyOf } from '../../src/catalogue/money.ts';
import { trafficOf } from '../../src/catalogue/traffic.ts';
import { expectation } from '../../src/game/tree.ts';
import { type Cast, type Crowd, countNodes, isFocal, playOf } from '../../src/market/cast.ts';
import { Market } from '../../src/market/market.ts';
import type { Mechanism } from '../../src/market/mechanism.ts';
import { columnIndex as at, type RecordColumn, recordColumnNames } from '../../src/market/record.ts';
import type { Settings } from '../../src/market/settings.ts';
import { honestMove, type Move } from '../../src/market/strategy.ts';
import * as registry from '../../src/mechanisms/index.ts';
import { claimWindow } from '../fixtures/claim-window.ts';
import { spotAudit } from '../fixtures/spot-audit.ts';
import { alarm, compareCast } from './agreement.ts';
import { settingsByDefault } from './drawn-settings.ts';

const withRound = [...Object.values<Mechanism>(registry), spotAudit, claimWindow].filter(
  ({ round }) => round !== undefined,
);
const withMarket = withRound.filter(({ create }) => create !== undefined);

const asserts = (move: Partial<Move>): Move => ({ ...honestMove('asserter'), ...move });
const validates = (move: Partial<Move>): Move => ({ ...honestMove('validator'), ...move });
const crowd = (name: string, size: number, given: Partial<Crowd> = {}): Crowd => ({
  name,
  size,
  side: 'others',
  member: false,
  asserter: honestMove('asserter'),
  validator: honestMove('validator'),
  ...given,
});

/** Liars who are found out by half, who are looked at, and others of three kinds; no two play a role alike. */
const liars = crowd('liars', 4, {
  side: 'focal',
  member: true,
  asserter: asserts({ output: 'wrong', cost: 0.25, miss: 0.5 }),
  validator: validates({ backs: 'coalition' }),
});
const idlers = crowd('idlers', 5, {
  side: 'focal',
  asserter: asserts({ output: 'wrong', probability: 0.4 }),
  validator: validates({ output: 'guessed', probability: 0.7 }),
});
const accomplices = crowd('accomplices', 6, {
  member: true,
  asserter: asserts({ output: 'wrong', cost: 0.5, probability: 0.2, miss: 0.8 }),
  validator: validates({ backs: 'coalition', probability: 0.6 }),
});
const honest = crowd('honest', 7);

const cast = (crowds: Crowd[], given: Partial<Cast> = {}): Cast => ({
  crowds,
  coalition: 'members',
  committed: false,
  ...given,
});
const casts: [string, Cast][] = [
  ['three crowds', cast([liars, accomplices, honest])],
  [
    'four crowds, some of either side committed members',
    cast([liars, idlers, accomplices, honest], { committed: true }),
  ],
  // Focal nodes are no members here, so that members do not come first.
  ['members behind others', cast([idlers, accomplices, { ...liars, side: 'others' }, honest])],
  ['four crowds who all know each other', cast([liars, idlers, accomplices, honest], { coalition: 'everyone' })],
];

/** What some mechanism has no default for. */
const required = {
  jackpot: 1,
  spotCheckRate: 0.2,
  jobsPerWorker: 3,
  deposit: 4,
  forcedErrorRate: 0.1,
  attentionRate: 0.3,
  attentionSlash: 2,
};

function settingsFor(mechanism: Mechanism, { crowds }: Cast, validatorCount: number, given = {}): Settings {
  const nodeCount = countNodes(crowds);
  return settingsByDefault(mechanism, {
    mechanism: { validatorCount, majority: 2, slashAmount: 5, bountyShare: 0.5, ...required, ...given },
    market: {
      nodeCount,
      jobsPerSecond: 0.1 * nodeCount,
      outsideGain: 0.3,
      guessProbability: 0.2,
      detector: { falseAlarm: 0.02, miss: 0.1 },
    },
    coalition: { size: 10, fraction: 0.4 },
    run: { jobs: 2000 },
  });
}

describe.each(withMarket.map((mechanism) => [mechanism.kind, mechanism] as const))('%s', (_, mechanism) => {
  let comparisons = 0;

  // Who needs time is played in time alone.
  const sampling = mechanism.traits?.needsTime === undefined ? 'natural' : undefined;

  test.each(casts)('the market records what the round expects of %s', (name, staged) => {
    const settings = settingsFor(mechanism, staged, 2);
    comparisons += compareCast(mechanism, settings, staged, 'crowds', name, 3);
    const apart = settingsFor(mechanism, staged, 2, { bountyShare: 0 });
    comparisons += compareCast(mechanism, apart, staged, 'crowds apart', name, 3, sampling);
  });

  test.each(casts.slice(0, 3))('and where each validator is a member by chance: %s', (name, staged) => {
    const drawn = { ...staged, memberShare: 0.4 };
    for (const count of [1, 3]) {
      const settings = settingsFor(mechanism, staged, count, { draw: 'independent', bountyShare: 0 });
      if (mechanism.check(settings).length > 0) continue;
      comparisons += compareCast(mechanism, settings, drawn, 'crowds', name, 3, sampling);
    }
  });

  test.each(casts)('a crowd cut in two is the same crowd, to the last bit: %s', (_name, staged) => {
    const settings = settingsFor(mechanism, staged, 2);
    const market = new Market();
    const recordOf = (one: Cast) =>
      market
        .run(mechanism, {
          settings,
          cast: one,
          traffic: trafficOf(settings),
          money: moneyOf(settings),
          seed: 'halves',
          replication: 0,
        })
        .slice();
    expect(recordOf(inHalves(staged))).toEqual(recordOf(staged));
  });

  afterAll(() => {
    expect(comparisons).toBeGreaterThan(0);
    expect(comparisons * withMarket.length).toBeLessThan(alarm.comparisons);
  });
});

describe.each(withRound.map((mechanism) => [mechanism.kind, mechanism] as const))('the round of %s', (_, mechanism) => {
  test.each(casts)('is told by whom it is cut into no more than the market is: %s', (_name, staged) => {
    for (const memberShare of [undefined, 0.4]) {
      for (const given of [{}, { bountyShare: 0 }]) {
        const settings = settingsFor(mechanism, staged, 3, given);
        const drawn = { ...staged, ...(memberShare !== undefined && { memberShare }) };
        expect(expectOf(mechanism, settings, inHalves(drawn))).toEqual(expectOf(mechanism, settings, drawn));
      }
    }
  });

  // Who asserts a job and who checks it are so many of all nodes, any of them alike: among these few alone nobody else
  // can be drawn, so that nothing hangs on how the round draws.
  test.each(casts)('is the mean of all markets of as many nodes as a job has: %s', (_name, staged) => {
    const few = { ...staged, crowds: staged.crowds.map((one) => ({ ...one, size: 2 })) };
    const settings = settingsFor(mechanism, few, 2);
    const nodes = few.crowds.flatMap((one) => [one, one]);
    const players = mechanism.assertersPerJob?.(settings) ?? 1 + countDrawn(mechanism, settings);
    const subsets = listSubsets(nodes.length, players);
    const sum = new Float64Array(recordColumnNames.length);
    for (const subset of subsets) {
      const present = few.crowds.map((one) => ({ ...one, size: subset.filter((node) => nodes[node] === one).length }));
      const market = { ...settings.market, nodeCount: players };
      const record = expectOf(mechanism, { ...settings, market }, { ...few, crowds: present });
      for (let column = 0; column < sum.length; column++) sum[column]! += record[column]! / subsets.length;
    }
    const whole = expectOf(mechanism, settings, few);
    recordColumnNames.forEach((name, column) => {
      expect(Math.abs(whole[column]! - sum[column]!), name).toBeLessThanOrEqual(
        1e-12 * Math.max(1, Math.abs(sum[column]!)),
      );
    });
  });

  test('adds up what its outcomes say, of any number of crowds', () => {
    if (!mechanism.sums) return;
    for (const [name, staged] of casts) {
      for (const count of [1, 3]) {
        for (const memberShare of [undefined, 0.4]) {
          const settings = settingsFor(mechanism, staged, count, { bountyShare: 0, plantedErrorRate: 0.2 });
          const drawn = { ...staged, ...(memberShare !== undefined && { memberShare }) };
          const sums = mechanism.sums(settings, drawn)!;
          const walked = expectOf(mechanism, settings, drawn);
          recordColumnNames.forEach((column, index) => {
            const scale = Math.max(1, Math.abs(walked[index]!));
            expect(Math.abs(sums[index]! - walked[index]!), `${name} ${column}`).toBeLessThanOrEqual(1e-11 * scale);
          });
        }
      }
    }
  });
});

test('each crowd is there in the numbers that make what it plays different', () => {
  // A law that compares nothing but zeros would hold of anything.
  const [, staged] = casts[1]!;
  const record = expectOf(registry.posp, settingsFor(registry.posp, staged, 2), staged);
  const columns = ['detectedJobs', 'undetectedJobs', 'falseSlashedJobs', 'focalColludingJobs', 'focalSlashes'] as const;
  for (const column of columns) expect(record[at[column]], column).toBeGreaterThan(0.001);
  for (const gone of staged.crowds) {
    const crowds = staged.crowds.map((one) =>
      one === gone ? { ...honest, name: one.name, size: one.size, side: one.side } : one,
    );
    const other = expectOf(registry.posp, settingsFor(registry.posp, staged, 2), { ...staged, crowds });
    const moved = (['detectedJobs', 'outsiderIncome', 'validatorIncome'] as RecordColumn[]).some(
      (column) => Math.abs(other[at[column]] - record[at[column]]) > 0.001,
    );
    expect(moved, gone.name).toBe(gone.name !== 'honest');
  }
});

test('crowds that are not the nodes of the market are refused', () => {
  const [, staged] = casts[0]!;
  const settings = settingsFor(registry.posp, staged, 1);
  const run = (crowds: Crowd[]) => () =>
    new Market().run(registry.posp, {
      settings,
      cast: { ...staged, crowds },
      traffic: trafficOf(settings),
      money: moneyOf(settings),
      seed: 'crowds',
      replication: 0,
    });
  expect(run([liars, honest])).toThrow('crowds of 11 nodes in a market of 17');
  expect(run([accomplices, liars, honest])).toThrow('focal crowds come before others');
});

function expectOf(mechanism: Mechanism, settings: Settings, staged: Cast): Float64Array {
  return expectation(mechanism.round!(settings, staged), playOf(staged), recordColumnNames.length);
}

/** Every crowd cut into two that lie beside each other. */
function inHalves(staged: Cast): Cast {
  const crowds = staged.crowds.flatMap((one) => {
    const size = Math.floor(one.size / 2);
    return [
      { ...one, size, asserter: { ...one.asserter } },
      { ...one, size: one.size - size, name: `${one.name} too`, validator: { ...one.validator } },
    ];
  });
  expect(countNodes(crowds.filter(isFocal))).toBe(countNodes(staged.crowds.filter(isFocal)));
  return { ...staged, crowds };
}

/** How many nodes check a job. */
function countDrawn(mechanism: Mechanism, settings: Settings): number {
  return mechanism.validatorsPerJob?.(settings) ?? mechanism.needs?.(settings).validatorsMax ?? 1;
}

/** All ways to take so many of some nodes. */
function listSubsets(nodes: number, taken: number, from = 0): number[][] {
  if (taken === 0) return [[]];
  const subsets: number[][] = [];
  for (let node = from; node < nodes; node++) {
    for (const rest of listSubsets(nodes, taken - 1, node + 1)) subsets.push([node, ...rest]);
  }
  return subsets;
}

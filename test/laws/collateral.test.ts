/** Laws of whatever stands behind a node, a stake that several nodes share, and bad ones. */
import { describe, expect, test } from 'vitest';
import { builtIn, withCatalogue } from '../../src/catalogue/catalogue.ts';
import { moneyOf } from '../../src/catalogue/money.ts';
import { extendCatalogue } from '../../src/catalogue/plugs.ts';
import { trafficOf } from '../../src/catalogue/traffic.ts';
import { simulateRun } from '../../src/engine/simulate.ts';
import type { Collateral, CollateralKit, CollateralPlay } from '../../src/market/collateral.ts';
import type { MarketEvent } from '../../src/market/events.ts';
import { Market } from '../../src/market/market.ts';
import { columnIndex as at } from '../../src/market/record.ts';
import { stage } from '../../src/market/stage.ts';
import { posp } from '../../src/mechanisms/index.ts';
import { defineCollateral } from '../../src/plugs/collateral/define.ts';
import * as collaterals from '../../src/plugs/collateral/index.ts';
import { asserterArm, buildSettings, type Overrides } from '../fixtures/settings.ts';
import { sharedStake } from '../fixtures/shared-stake.ts';

const { own } = collaterals;
const market = new Market();
const nodeCount = 20;
const nodes = Array.from({ length: nodeCount }, (_, node) => node);

const entries: [string, Collateral, Record<string, unknown>][] = [
  ...Object.values(collaterals).map((one): [string, Collateral, object] => [one.kind, one, {}]),
  [sharedStake.kind, sharedStake, { nodes: 4 }],
].map(([kind, one, params]) => [kind, one, params] as never);

const slashing: Overrides = {
  mechanism: { challengeProbability: 0.5, validatorCount: 2, slashAmount: 30, bountyShare: 0.5 },
  market: { nodeCount, stake: 100 },
  coalition: { size: 10 },
  run: { jobs: 800 },
};

/** The record of a run behind which a collateral stands. */
function play(
  collateral: Collateral,
  params: object,
  overrides: Overrides = {},
  hear?: (event: MarketEvent) => void,
): Float64Array {
  const settings = buildSettings({ ...slashing, ...overrides });
  const wants = ['arrived', 'asserted', 'settled', 'slashed', 'left'] as const;
  return market
    .run(posp, {
      settings: { ...settings, collateral: { kind: collateral.kind, ...params } },
      cast: stage(settings, asserterArm('cheat-sometimes'), builtIn),
      traffic: trafficOf(settings),
      money: { ...moneyOf(settings), collateral },
      seed: 'collateral',
      replication: 0,
      path: 'calendar',
      listener: hear && { wants, hear },
    })
    .slice();
}

describe.each(entries)('%s', (_kind, collateral, params) => {
  test.each<[string, Overrides]>([
    ['tops up', {}],
    ['runs down', { exit: { kind: 'ejected' } }],
    ['is slashed by shares', { mechanism: { ...slashing.mechanism, slashAmount: undefined, slashFraction: 0.4 } }],
  ])('makes no money and loses none, and nothing is below zero, after any event: it %s', (_what, overrides) => {
    const { ledger } = market;
    let isSound = true;
    const record = play(collateral, params, overrides, () => {
      // An expectation at every event would take longer than the run.
      isSound &&= ledger.audit() === 0n && nodes.every((node) => ledger.stakeOf(node) >= 0);
    });
    // What was posted and is not there any more was slashed.
    let held = 0n;
    for (const node of nodes) held += BigInt(ledger.stakeOf(node));
    expect(-ledger.balanceOf('operators') - held).toBe(BigInt(Math.round(record[at.slashed]! * 1e9)));
    expect(ledger.balanceOf('slashed')).toBe(0n);
    expect(record[at.slashed]!).toBeGreaterThan(0);
    expect(isSound).toBe(true);
  });

  test('gives the same bytes for the same seed, whatever ran before', () => {
    const record = play(collateral, params);
    play(own, {}, { exit: { kind: 'ejected' } });
    expect(play(collateral, params)).toEqual(record);
  });

  test('takes what is asked, or all there is, and stands there in full again once it is filled', () => {
    const posts = new Float64Array(nodeCount);
    const kit: CollateralKit = {
      nodeCount,
      stake: 100,
      posted: (node) => posts[node]!,
      post: (node, units) => {
        posts[node]! += units;
      },
      take: (node, units) => {
        posts[node]! -= units;
      },
    };
    const { slashable, slash, refill } = collateral.create(params, kit);
    for (let node = 0; node < nodeCount; node++) {
      expect(slashable(node)).toBe(100);
      expect([slash(node, 30), slashable(node), slash(node, 90), slashable(node), slash(node, 1)]).toEqual([
        30, 70, 70, 0, 0,
      ]);
      refill(node);
      expect(slashable(node)).toBe(100);
      expect(posts.every((units) => units >= 0)).toBe(true);
    }
  });
});

test('a stake that four nodes share runs down four times as soon: no more is slashed than there is', () => {
  const exit = { exit: { kind: 'ejected' } } as const;
  const alone = play(own, {}, exit)[at.slashed]!;
  const shared = play(sharedStake, { nodes: 4 }, exit)[at.slashed]!;
  expect(alone).toBeLessThanOrEqual(nodeCount * 100);
  expect(shared).toBeLessThanOrEqual((nodeCount / 4) * 100);
  expect(alone).toBeGreaterThan((nodeCount / 4) * 100);
  expect(play(sharedStake, { nodes: 1 }, exit)).toEqual(play(own, {}, exit));
});

test('what is told to depend on other jobs is told by its reason', () => {
  expect(sharedStake.traits).toEqual({ couplesJobs: 'nodes share a stake' });
  expect(own.traits).toBeUndefined();
});

describe('a bad one is told what it broke', () => {
  const bad = (change: (play: CollateralPlay, kit: CollateralKit) => Partial<CollateralPlay>) =>
    defineCollateral({
      ...own,
      kind: 'bad',
      create: (params, kit) => {
        const good = own.create(params, kit);
        return { ...good, ...change(good, kit) };
      },
    });

  test.each<[string, Collateral, RegExp]>([
    [
      'that takes more than is asked',
      bad(({ slash }) => ({ slash: (node, most) => slash(node, most + 1) })),
      /^collateral bad takes 30000000001 units of node \d+, of which 30000000000 are to be slashed, and says that it took 30000000001$/,
    ],
    [
      'that says it took what it did not',
      bad(() => ({ slash: (_node, most) => most })),
      /^collateral bad takes 0 units of node \d+, of which 30000000000 are to be slashed, and says that it took 30000000000$/,
    ],
    [
      'that hides what it took',
      bad(({ slash }) => ({ slash: (node, most) => slash(node, most) - 1 })),
      /^collateral bad takes 30000000000 units of node \d+, .* and says that it took 29999999999$/,
    ],
    [
      'that takes more than is posted',
      bad((_play, { take, posted }) => ({
        slash: (node, most) => {
          take(node, posted(node) + 1);
          return most;
        },
      })),
      /^collateral bad takes 100000000001 units of node \d+, and 100000000000 are posted in its name$/,
    ],
    [
      'that posts less than nothing',
      bad((_play, { post }) => ({ refill: (node) => post(node, -1) })),
      /-1 units cannot be moved/,
    ],
  ])('%s', (_what, collateral, message) => {
    expect(() => play(collateral, {})).toThrow(message);
    expect(play(own, {})).toEqual(play(own, {}));
  });

  test('and where it is a user’s own, in its name', () => {
    const catalogue = extendCatalogue([
      { ...bad((_play, { post }) => ({ refill: (node) => post(node, -1) })), kind: 'debt' },
    ]);
    expect(() => play(catalogue.collaterals.get('debt')!, {})).toThrow(
      /^collateral debt: its refill failed: -1 units cannot be moved/,
    );
    const greedy = { ...bad(({ slash }) => ({ slash: (node, most) => slash(node, most + 1) })), kind: 'greedy' };
    const settings = buildSettings(slashing);
    const plugged = withCatalogue({ ...settings, collateral: { kind: 'greedy' } }, extendCatalogue([greedy]));
    expect(() => simulateRun(plugged, asserterArm('skip-work'), '1', 0)).toThrow(
      /^collateral greedy broke a law: it takes 30000000001 units of node \d+, of which 30000000000 are to be slashed/,
    );
  });
});

/** What becomes of nodes that were slashed: they top up, are ejected, or are banned. */
import { describe, expect, test } from 'vitest';
import { builtIn } from '../../src/catalogue/catalogue.ts';
import { moneyOf } from '../../src/catalogue/money.ts';
import { trafficOf } from '../../src/catalogue/traffic.ts';
import { Market } from '../../src/market/market.ts';
import { columnIndex as at } from '../../src/market/record.ts';
import { stage } from '../../src/market/stage.ts';
import { asserterArm, buildSettings, type Overrides, validatorArm } from '../fixtures/settings.ts';
import { spotAudit } from '../fixtures/spot-audit.ts';

/** Four of twenty nodes cheat, every job is checked, S = 10 of a stake of 25. */
function runCheats({ market, ...overrides }: Overrides, arm = asserterArm('skip-work', 'all-honest')) {
  const settings = buildSettings({
    mechanism: { challengeProbability: 1 },
    market: { stake: 25, ...market },
    coalition: { size: 4 },
    run: { jobs: 1000 },
    ...overrides,
  });
  const world = new Market();
  const cast = stage(settings, arm, builtIn);
  const record = world.run(builtIn.mechanisms.get('posp')!, {
    settings,
    cast,
    traffic: trafficOf(settings),
    money: moneyOf(settings),
    seed: 'exits',
    replication: 0,
  });
  const stakes = Array.from({ length: settings.market.nodeCount }, (_, node) => world.ledger.stakeOf(node) / 1e9);
  return { record, stakes, world };
}

test('none: a slashed node tops up at once, so every slash takes S and nobody leaves', () => {
  const { record, stakes } = runCheats({});
  expect(record[at.cheatedJobs]).toBeGreaterThan(100);
  expect(record[at.slashed]).toBe(10 * record[at.cheatedJobs]);
  expect(record[at.exits]).toBe(0);
  expect(new Set(stakes)).toEqual(new Set([25]));
});

test('none: a slash beyond the stake takes the whole stake, every time', () => {
  const { record } = runCheats({ market: { stake: 3 } });
  expect(record[at.slashed]).toBe(3 * record[at.cheatedJobs]);
});

describe('ejected', () => {
  test('a node stays while its stake is at least the minimum, then is gone', () => {
    // 25 → 15 stays, 15 → 5 is below 15: each cheat is slashed twice before it stops getting jobs.
    const { record, stakes } = runCheats({ exit: { kind: 'ejected' }, market: { minimumStake: 15 } });
    expect(record[at.exits]).toBe(4);
    // Jobs already in a cheat's queue may still be settled after it has left, and take the rest of the stake.
    for (const stake of stakes.slice(0, 4)) expect([5, 0]).toContain(stake);
    expect(record[at.cheatedJobs]).toBeGreaterThanOrEqual(8);
    expect(record[at.cheatedJobs]).toBeLessThan(30);
    expect(stakes.slice(4).every((stake) => stake === 25)).toBe(true);
    expect(record[at.jobs]).toBe(1000);
  });

  test('without a minimum nobody leaves, and a stake of nothing cannot be slashed', () => {
    const { record, stakes } = runCheats({ exit: { kind: 'ejected' } });
    expect(record[at.exits]).toBe(0);
    expect(stakes.slice(0, 4)).toEqual([0, 0, 0, 0]);
    expect(record[at.slashed]).toBe(100);
  });
});

describe('banned', () => {
  test('a validator is banned where stake was taken of it, in its career as in the market', () => {
    const lazy = validatorArm('guess', 'all-honest');
    const exit = { kind: 'banned', reentryCost: 0.01 } as const;
    const [bare, staked] = [0, 25].map((stake) => runCheats({ exit, market: { stake, guessProbability: 0.5 } }, lazy));
    expect(staked!.record[at.validatorCareerBans]).toBeGreaterThan(0);
    expect(staked!.record[at.exits]).toBeGreaterThan(0);
    expect(bare!.record[at.exits]).toBe(0);
    expect(bare!.record[at.validatorCareerBans]).toBe(0);
  });

  test('the first slash is the last', () => {
    const { record, stakes, world } = runCheats({ exit: { kind: 'banned' } });
    expect(record[at.exits]).toBe(4);
    for (const stake of stakes.slice(0, 4)) expect(stake).toBeLessThanOrEqual(15);
    expect(record[at.cheatedJobs]).toBeGreaterThanOrEqual(4);
    expect(record[at.cheatedJobs]).toBeLessThan(30);
    // Node seconds stop counting when a node leaves: four of twenty do so within the first moments.
    const presence = record[at.nodeSeconds] / (20 * world.now);
    expect(presence).toBeGreaterThan(0.8);
    expect(presence).toBeLessThan(0.83);
  });

  test('with a price of return a node pays it and is back with a full stake', () => {
    // Challenged one time in twenty a cheat earns 1.2 - 0.05 · 11.2 = 0.64 a job, of which returns take 0.125.
    const rare: Overrides = { mechanism: { challengeProbability: 0.05 }, run: { jobs: 20_000 } };
    const free = runCheats(rare);
    const priced = runCheats({ ...rare, exit: { kind: 'banned', reentryCost: 2.5 } });
    expect(priced.record[at.exits]).toBe(priced.record[at.detectedJobs]);
    expect(priced.record[at.exits]).toBeGreaterThan(100);
    expect(new Set(priced.stakes)).toEqual(new Set([25]));
    const paid = free.record[at.asserterIncome] - priced.record[at.asserterIncome];
    expect(paid).toBeCloseTo(2.5 * priced.record[at.exits], 6);
  });

  test('a node to whom coming back is not worth the price leaves as if there were no way back', () => {
    // Every job costs it 10: whatever the price, there is nothing to come back to.
    const never = runCheats({ exit: { kind: 'banned' } });
    const priced = runCheats({ exit: { kind: 'banned', reentryCost: 2.5 } });
    expect([...priced.record]).toEqual([...never.record]);
    expect(priced.stakes).toEqual(never.stakes);
  });
});

test('liars in the crowd come back where that pays with the validators whom the arm looks at, not with their own kind', () => {
  // Half of twenty nodes check honestly, so that a challenged lie of the others is found out with 10/19: challenged every
  // time it brings 1.2 - 11.2 · 10/19 = -4.7, one time in twenty 0.905, of which returns take 0.066.
  const staysAway = (challengeProbability: number) => {
    const settings = buildSettings({
      mechanism: { challengeProbability },
      coalition: { size: 10 },
      exit: { kind: 'banned', reentryCost: 2.5 },
    });
    return stage(settings, validatorArm('honest', 'all-deviating'), builtIn).crowds.map(
      (crowd) => crowd.staysAway === true,
    );
  };
  expect(staysAway(1)).toEqual([false, true]);
  expect(staysAway(0.05)).toEqual([false, false]);
});

describe('a market that empties', () => {
  test('keeps its last node, which nobody is left to check', () => {
    // Every comparison raises a false alarm, so whoever asserts is banned as long as somebody else is there; jobs are so
    // rare that one is settled before the next arrives.
    const { record, stakes, world } = runCheats(
      {
        exit: { kind: 'banned' },
        market: { detector: { falseAlarm: 1, miss: 0 }, jobsPerSecond: 0.001 },
        coalition: {},
      },
      asserterArm('skip-work'),
    );
    expect(record[at.exits]).toBe(19);
    expect(stakes.filter((stake) => stake === 25)).toHaveLength(1);
    expect(record[at.jobs]).toBe(1000);
    expect(record[at.unservedJobs]).toBe(0);
    expect(world.fleet.present).toBe(1);
  });

  test('counts the jobs that find nobody, and still conserves money', () => {
    const settings = {
      ...buildSettings({ exit: { kind: 'banned' }, run: { jobs: 1000 } }),
      mechanism: { kind: 'spot-audit', auditRate: 1, fine: 3 },
    };
    const world = new Market();
    const cast = stage(settings, asserterArm('skip-work', 'all-deviating'), builtIn);
    const record = world.run(spotAudit, {
      settings,
      cast,
      traffic: trafficOf(settings),
      money: moneyOf(settings),
      seed: 'exits',
      replication: 0,
    });
    expect(record[at.exits]).toBe(20);
    expect(world.fleet.present).toBe(0);
    expect(record[at.unservedJobs]).toBeGreaterThan(900);
    expect(record[at.jobs] + record[at.unservedJobs]).toBe(1000);
    expect(world.ledger.audit()).toBe(0n);
    expect(world.ledger.balanceOf('income')).toBe(0n);
  });
});

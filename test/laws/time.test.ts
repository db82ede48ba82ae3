/** What holds for mechanisms that ask for time; `mechanisms.test.ts` holds them to all that holds for the others. */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { catalogueOf } from '../../src/catalogue/catalogue.ts';
import { moneyOf } from '../../src/catalogue/money.ts';
import { flowAt, trafficOf, traitsOf } from '../../src/catalogue/traffic.ts';
import { planArm } from '../../src/engine/arm-plan.ts';
import { PlainCalendar } from '../../src/kernel/calendar.ts';
import type { MarketEvent } from '../../src/market/events.ts';
import { Market } from '../../src/market/market.ts';
import type { Mechanism, MechanismPlay } from '../../src/market/mechanism.ts';
import { columnIndex as at } from '../../src/market/record.ts';
import type { Settings } from '../../src/market/settings.ts';
import { stage } from '../../src/market/stage.ts';
import { planTime } from '../../src/market/waiting/time-plan.ts';
import { createPool } from '../../src/run/pool.ts';
import { bundle } from '../bundle.ts';
import { claimWindow } from '../fixtures/claim-window.ts';
import { asserterArm, honestArm } from '../fixtures/settings.ts';
import { expectConservation } from './conservation.ts';
import { drawSettings, settingsByDefault } from './drawn-settings.ts';
import { evenly } from './evenly.ts';

const JOBS = 300;
const skipping = asserterArm('skip-work');

function settingsOf(mechanism: Record<string, unknown> = {}, run: Partial<Settings['run']> = {}): Settings {
  const settings = settingsByDefault(claimWindow, { coalition: { size: 6 }, run: { jobs: JOBS, ...run } });
  return { ...settings, mechanism: { ...settings.mechanism, ...mechanism } };
}

/** Plays a run and tells what happened. */
function tell(
  settings: Settings,
  mechanism = claimWindow,
  market = new Market(),
): { told: MarketEvent[]; market: Market } {
  const told: MarketEvent[] = [];
  const listener = {
    wants: ['arrived', 'asserted', 'settled'] as const,
    hear: (event: MarketEvent) => told.push(event),
  };
  market.run(mechanism, {
    settings,
    cast: stage(settings, skipping, catalogueOf(settings)),
    traffic: trafficOf(settings),
    money: moneyOf(settings),
    seed: '1',
    replication: 0,
    listener,
  });
  return { told, market };
}

test('every job is settled once: when its window has passed, or when it was disputed before', () => {
  const longer = fc.record({ windowSeconds: evenly(0, 40), watchSeconds: evenly(0, 40), auditRate: evenly(0, 1) });
  const counted = { disputed: 0, undisputed: 0 };
  for (const drawn of fc.sample(longer, { numRuns: 12, seed: 3 })) {
    const { told, market } = tell(settingsOf(drawn));
    const asserted = new Map(told.flatMap((event) => (event.kind === 'asserted' ? [[event.job, event]] : [])));
    const settled = told.filter((event) => event.kind === 'settled');
    expect(new Set(settled.map(({ job }) => job)).size).toBe(settled.length);
    expect(settled.length).toBe(JOBS);
    for (const { job, time, isRefuted } of settled) {
      const { time: since, isFalse } = asserted.get(job)!;
      expect(time).toBe(since + (isRefuted ? drawn.watchSeconds : drawn.windowSeconds));
      if (isRefuted) expect([isFalse, drawn.watchSeconds <= drawn.windowSeconds]).toEqual([true, true]);
      counted[isRefuted ? 'disputed' : 'undisputed']++;
    }
    // Nothing is waited for that was called off.
    expect(market.now).toBe(Math.max(...told.map(({ time }) => time)));
  }
  expect(counted.disputed).toBeGreaterThan(100);
  expect(counted.undisputed).toBeGreaterThan(100);
});

test('a run ends with the last thing that happens, not with a wait that was called off', () => {
  // Everybody cheats and is seen to, long before a window ends.
  const settings = settingsByDefault(claimWindow, { coalition: { size: 20 }, run: { jobs: JOBS } });
  const rules = { auditRate: 1, watchSeconds: 1, windowSeconds: 1000 };
  const { told, market } = tell({ ...settings, mechanism: { ...settings.mechanism, ...rules } });
  expect(told.filter((event) => event.kind === 'settled' && event.isRefuted).length).toBe(JOBS);
  expect(market.now).toBe(told.at(-1)!.time);
});

test('a job may wait a thousand times, and each job anew', () => {
  const asked: number[] = [];
  const patient: Mechanism = { ...claimWindow };
  patient.create = (kit) => {
    const own = claimWindow.create!(kit);
    const onElapsed = (slot: number, purpose: number) => {
      asked[slot] = (asked[slot] ?? 0) + 1;
      if (asked[slot] % 1000 === 0) own.onElapsed!(slot, purpose);
      else kit.after(slot, 1e-6, purpose);
    };
    return { ...own, onElapsed };
  };
  const { told } = tell(settingsOf({ auditRate: 0, windowSeconds: 0 }, { jobs: 100 }), patient);
  expect(told.filter(({ kind }) => kind === 'settled').length).toBe(100);
  expect(Math.max(...asked)).toBeGreaterThan(1000);
});

test('what ends together ends in the order in which it was asked for', () => {
  // The dispute is begun first: one that takes as long as the window is in time, and all of them are.
  const { told } = tell(settingsOf({ windowSeconds: 8, watchSeconds: 8, auditRate: 1 }));
  const settled = told.filter((event) => event.kind === 'settled');
  const isFalse = new Map(told.flatMap((event) => (event.kind === 'asserted' ? [[event.job, event.isFalse]] : [])));
  expect(settled.filter(({ isRefuted }) => isRefuted).length).toBeGreaterThan(50);
  for (const { job, isRefuted } of settled) expect(isRefuted).toBe(isFalse.get(job));
});

test('the order is the same on every calendar, where everything falls on whole ticks', () => {
  // A service takes a second, and so do waits: all that happens after an arrival ties with all that happens to its job.
  const settings = settingsOf({ windowSeconds: 1, watchSeconds: 1, auditRate: 0.5 });
  const market = new Market();
  market.calendar = new PlainCalendar(market.calendar.capacity);
  expect(tell(settings, claimWindow, market).told).toEqual(tell(settings).told);
});

test('money is conserved with every job on its way when the last one arrives', () => {
  for (const windowSeconds of [0, 1e4]) {
    const settings = settingsOf({ windowSeconds, watchSeconds: 9e3, auditRate: 0.5 });
    expectConservation(claimWindow, settings, skipping);
    const { told } = tell(settings);
    const lastArrival = Math.max(...told.map(({ kind, time }) => (kind === 'arrived' ? time : 0)));
    const before = told.filter(({ kind, time }) => kind === 'settled' && time <= lastArrival).length;
    expect(before).toBe(windowSeconds > 0 ? 0 : before);
    expect(before > 250).toBe(windowSeconds === 0);
  }
});

test('a window is a part of how long a job takes, and of nothing that it earns', () => {
  const market = new Market();
  const record = (windowSeconds: number) => {
    const settings = settingsOf({ windowSeconds, watchSeconds: 0 });
    const cast = stage(settings, skipping, catalogueOf(settings));
    const columns = market
      .run(claimWindow, {
        settings,
        cast,
        traffic: trafficOf(settings),
        money: moneyOf(settings),
        seed: '4',
        replication: 0,
      })
      .slice();
    columns[at.sojournSeconds] = market.sojourns.totalFrom(0).seconds;
    return columns;
  };
  const [short, long] = [record(1), record(100)];
  for (const column of ['asserterIncome', 'outsiderIncome', 'clientPaid', 'slashed', 'detectedJobs'] as const) {
    expect(Math.abs(long![at[column]] - short![at[column]])).toBeLessThan(1e-9 * Math.abs(short![at[column]]));
  }
  const undisputed = JOBS - short![at.detectedJobs];
  expect(long![at.sojournSeconds] - short![at.sojournSeconds]).toBeCloseTo(99 * undisputed, 6);
});

test('the trait brings a market in time, and no figure of queues alone', () => {
  const settings = settingsOf();
  const { needsTime } = claimWindow.traits!;
  expect(planArm(settings, skipping)).toMatchObject({ path: 'calendar', why: needsTime, traits: { needsTime } });
  // Whatever else it says of jobs is heard by whoever asks about a design point.
  const gambler = { ...claimWindow, traits: { couplesJobs: 'one ticket for all' } };
  expect(traitsOf(settingsByDefault(gambler)).couplesJobs).toBe('one ticket for all');
  expect(planTime(settings, flowAt(settings), needsTime).obstacle).toBe(needsTime);
});

test('one worker and two leave the same bytes, ties of waits included', async () => {
  const workers = await bundle(new URL('./window-worker.ts', import.meta.url));
  const script = pathToFileURL(join(workers, 'window-worker.js')).href;
  const points = [settingsOf(), ...drawSettings(claimWindow, 3, 11, JOBS)].map((settings, id) => ({
    id,
    at: {},
    settings,
  }));
  const assignments = Array.from({ length: 16 }, (_, index) => ({
    index,
    point: points[index % points.length]!,
    arm: index % 2 === 0 ? skipping : honestArm,
    seed: 'workers',
    firstReplication: 3 * index,
    replications: 3,
  }));
  const digests = [];
  for (const count of [1, 2]) {
    const pool = createPool({ workers: count, script });
    const hash = createHash('sha256');
    await pool.runAssignments(assignments.values(), {
      onResult: (_, { rows, failures }) => {
        expect(failures).toEqual([]);
        hash.update(new Uint8Array(rows.buffer, rows.byteOffset, rows.byteLength));
      },
    });
    await pool.close();
    digests.push(hash.digest('hex'));
  }
  expect(digests[0]).toBe(digests[1]);
});

describe('a mechanism that breaks the law of time is named with it', () => {
  type Kit = Parameters<NonNullable<Mechanism['create']>>[0];
  const play = (change: (kit: Kit, own: MechanismPlay) => Partial<MechanismPlay>, more: Partial<Mechanism> = {}) => {
    const create = (kit: Kit): MechanismPlay => {
      const own = claimWindow.create!(kit);
      return { ...own, ...change(kit, own) };
    };
    return () => tell(settingsOf({ windowSeconds: 3 }), { ...claimWindow, ...more, create });
  };
  const twice = (own: MechanismPlay) => (slot: number, purpose: number) => {
    own.onElapsed!(slot, purpose);
    own.onElapsed!(slot, purpose);
  };
  const ask = (seconds: number) => play((kit) => ({ onAsserted: (slot) => kit.after(slot, seconds, 0) }));

  test.each<[string, () => unknown, RegExp]>([
    [
      'settles twice',
      play((_, own) => ({ onElapsed: twice(own) })),
      /claim-window settles a job that is settled already/,
    ],
    [
      'settles what it settled long ago',
      play((_, own) => {
        const done: number[] = [];
        return {
          onElapsed: (slot, purpose) => {
            own.onElapsed!(slot, purpose);
            done.push(slot);
            if (done.length > 20) own.onElapsed!(done[3]!, purpose);
          },
        };
      }),
      /claim-window (settles a job that is settled already|asks for time on account of a job that is settled)/,
    ],
    [
      'asks for ever',
      play((kit) => ({ onElapsed: (slot) => kit.after(slot, 1, 0) })),
      /claim-window asks for time on account of job \d+ more than 1000 times; it would never be settled/,
    ],
    [
      'asks for ever and for no time at all',
      play((kit) => ({ onElapsed: (slot) => kit.after(slot, 0, 0) })),
      /claim-window asks for time on account of job \d+ more than 1000 times/,
    ],
    [
      'never settles',
      play(() => ({ onElapsed: () => {} })),
      /300 of 300 jobs were never settled by t = .*; mechanism claim-window settles every job once/,
    ],
    [
      'asks for no number',
      ask(Number.NaN),
      /claim-window asks for NaN s on account of job \d+; at least 0, and finite/,
    ],
    ['asks for the past', ask(-1), /claim-window asks for -1 s/],
    ['asks for eternity', ask(Number.POSITIVE_INFINITY), /claim-window asks for Infinity s/],
    [
      'asks when it has settled',
      play((kit, own) => ({
        onElapsed: (slot, purpose) => {
          own.onElapsed!(slot, purpose);
          kit.after(slot, 1, 0);
        },
      })),
      /claim-window asks for time on account of a job that is settled/,
    ],
    ['does not say so', play(() => ({}), { traits: {} }), /claim-window asks for time.* its traits .* needsTime/],
    ['is not told', play(() => ({ onElapsed: undefined as never })), /claim-window needs time, and has no onElapsed/],
    [
      'challenges again and again',
      play((kit) => ({
        onAsserted: (slot) => void kit.challenge(slot, 1, false),
        onRevealed: (slot) => void kit.challenge(slot, 1, false),
      })),
      /claim-window challenges job \d+ twice; a job is challenged once/,
    ],
    [
      'settles while a validator computes',
      play((kit, own) => ({
        onAsserted: (slot) => {
          kit.challenge(slot, 1, false);
          own.onElapsed!(slot, 1);
        },
      })),
      /claim-window settles job \d+ while 1 validators still check it/,
    ],
  ])('%s', (_, run, law) => {
    expect(run).toThrow(law);
  });

  test('a refusal leaves nothing behind that a run after it could stumble on', () => {
    const settings = settingsOf();
    const run = {
      settings,
      cast: stage(settings, skipping, catalogueOf(settings)),
      traffic: trafficOf(settings),
      money: moneyOf(settings),
      seed: '1',
      replication: 0,
    };
    const market = new Market();
    const fresh = market.run(claimWindow, run).slice();
    const bad: Mechanism = { ...claimWindow, kind: 'eternal' };
    bad.create = (kit) => ({ ...claimWindow.create!(kit), onElapsed: (slot) => kit.after(slot, 1, 0) });
    expect(() => market.run(bad, run)).toThrow(/1000 times/);
    expect(market.run(claimWindow, run)).toEqual(fresh);
  });

  test('without a clock there is no time to ask for', () => {
    const settings = settingsOf();
    const cast = stage(settings, skipping, catalogueOf(settings));
    const run = {
      settings,
      cast,
      traffic: trafficOf(settings),
      money: moneyOf(settings),
      seed: '1',
      replication: 0,
      path: 'rounds',
    } as const;
    expect(() => new Market().run(claimWindow, run)).toThrow(/claim-window asks for time/);
  });
});

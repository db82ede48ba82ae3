/** What the market lends nodes that choose by a past, and how it books what they choose. */
import { describe, expect, test } from 'vitest';
import { simulateRun, watchRun } from '../../src/engine/simulate.ts';
import { storyKinds } from '../../src/market/events.ts';
import type { NodeKit, NodePlay } from '../../src/market/node-play.ts';
import { columnIndex as at } from '../../src/market/record.ts';
import type { Settings } from '../../src/market/settings.ts';
import type { MarketState } from '../../src/market/state.ts';
import { honestMove } from '../../src/market/strategy.ts';
import { cheat, listing, playing } from '../fixtures/plays.ts';
import { buildSettings } from '../fixtures/settings.ts';

const arm = { role: 'asserter', strategy: 'played', against: 'coalition' } as const;
const simulate = (settings: Settings) => simulateRun(settings, arm, 'played', 0);

test('a job costs, and is missed, by the move that was chosen for it', () => {
  // Every job is challenged, and a comparison misses half of the dear cheats and none of the cheap ones.
  const moves = [honestMove('asserter'), cheat(0.2), { ...cheat(0.6), miss: 0.5 }];
  const chosen = [0, 0, 0];
  const inTurn = playing(
    ({ nodeCount }) => {
      const jobs = new Int32Array(nodeCount);
      return {
        chooses: (node) => {
          const choice = jobs[node]!++ % 3;
          chosen[choice]!++;
          return choice;
        },
      };
    },
    { moves },
  );
  const market = buildSettings({ mechanism: { challengeProbability: 1 }, run: { jobs: 30_000 } });
  const record = simulate(listing(market, inTurn));
  const [honest, cheap, dear] = chosen as [number, number, number];
  expect(record[at.focalJobs]).toBe(honest + cheap + dear);
  expect(record[at.cheatedJobs]).toBe(cheap + dear);
  const caughtDear = record[at.detectedJobs]! - cheap;
  expect(Math.abs(caughtDear - dear / 2)).toBeLessThan(4 * Math.sqrt(dear / 4));
  const income = 0.2 * honest - 10.2 * cheap - 10.6 * caughtDear + 0.6 * (dear - caughtDear);
  expect(record[at.asserterIncome]).toBeCloseTo(income, 6);
});

test('a choice takes the time of its move', () => {
  // Jobs of a second, so rare that none waits for another.
  const rare = buildSettings({ market: { jobsPerSecond: 1e-4 }, run: { jobs: 300 } });
  const moves = [honestMove('asserter'), cheat(0.25), cheat(0.75)];
  const byLuck = playing(() => ({ chooses: (_, __, luck) => Math.floor(3 * luck) }), { moves });
  const began = new Map<number, number>();
  const seconds = new Set<string>();
  watchRun(listing(rare, byLuck), arm, 'x', 0, ({ fleet }) => ({
    wants: storyKinds,
    hear: (event) => {
      if (event.kind === 'arrived' && fleet.isFocal(event.node)) began.set(event.job, event.time);
      const since = event.kind === 'asserted' ? began.get(event.job) : undefined;
      if (since !== undefined) seconds.add((event.time - since).toFixed(6));
    },
  }));
  expect([...seconds].sort()).toEqual(['0.250000', '0.750000', '1.000000']);
});

describe('nodes that ask for time', () => {
  const plain = buildSettings({ run: { jobs: 2000 } });
  let market: MarketState;
  const watch = (play: (kit: NodeKit) => NodePlay) =>
    watchRun(listing(plain, playing(play)), arm, 'x', 0, (state) => {
      market = state;
      return { wants: [], hear: () => {} };
    });

  test('are woken when it is over', () => {
    const due: number[] = [];
    const woken: number[] = [];
    watch((kit) => ({
      chooses: () => 0,
      settled: (node) => {
        due.push(market.now + 7.5);
        kit.after(node, 7.5);
      },
      wakes: () => woken.push(market.now),
    }));
    expect(due.length).toBeGreaterThan(100);
    expect(woken.length).toBeGreaterThan(100);
    expect(woken).toEqual(due.slice(0, woken.length));
  });

  test('from the beginning, as long as there are jobs', () => {
    const woken: number[] = [];
    watch((kit) => {
      kit.after(1, 60);
      return {
        chooses: () => 0,
        wakes: (node) => {
          woken.push(market.now);
          kit.after(node, 60);
        },
      };
    });
    expect(woken.slice(0, 3)).toEqual([60, 120, 180]);
    // Jobs arrive for about 2000 / 10 s.
    expect(woken.length).toBeLessThan(6);
  });

  test('and leave it none to pass are told', () => {
    const still = (kit: NodeKit): NodePlay => {
      kit.after(0, 1);
      return { chooses: () => 0, wakes: (node) => kit.after(node, 0) };
    };
    expect(() => watch(still)).toThrow(/was more than 1000 times while no job arrived/);
    for (const seconds of [-1, Number.NaN, Number.POSITIVE_INFINITY]) {
      const asks = (kit: NodeKit): NodePlay => ({ chooses: () => 0, settled: (node) => kit.after(node, seconds) });
      expect(() => watch(asks)).toThrow(/asks to be woken after .* s; at least 0, and finite/);
    }
  });
});

describe('nodes that leave', () => {
  const leaving = ({ leave }: NodeKit): NodePlay => ({
    chooses: () => 1,
    settled: (node, { refuted }) => {
      if (refuted) leave(node);
    },
  });
  const settings = buildSettings({ run: { jobs: 5000 } });

  test('get no work from then on', () => {
    const strategy = playing(leaving, { traits: { changesFleet: 'nodes leave when they are caught' } });
    const left = new Set<number>();
    const late: number[] = [];
    watchRun(listing(settings, strategy), arm, 'x', 0, () => ({
      wants: storyKinds,
      hear: (event) => {
        if (event.kind === 'left') {
          expect(event.why).toBe('by-choice');
          left.add(event.node);
        } else if (event.kind === 'arrived' && left.has(event.node)) late.push(event.node);
      },
    }));
    expect(left).toEqual(new Set([0, 1]));
    expect(late).toEqual([]);
    expect(simulate(listing(settings, strategy))[at.exits]).toBe(2);
  });

  test('say so beforehand', () => {
    expect(() => simulate(listing(settings, playing(leaving)))).toThrow(/its traits have to say so, as changesFleet/);
  });
});

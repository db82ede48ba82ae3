/** Laws of whatever says when jobs come in, and a demand that is no Poisson stream in the same sockets. */
import { describe, expect, test } from 'vitest';
import { builtIn } from '../../src/catalogue/catalogue.ts';
import { moneyOf } from '../../src/catalogue/money.ts';
import { createStream } from '../../src/kernel/stream.ts';
import type { Demand } from '../../src/market/demand.ts';
import type { MarketEvent } from '../../src/market/events.ts';
import { Market } from '../../src/market/market.ts';
import type { Settings } from '../../src/market/settings.ts';
import { stage } from '../../src/market/stage.ts';
import type { Traffic } from '../../src/market/traffic.ts';
import { flowOf, streamAt } from '../../src/market/waiting/flow.ts';
import { QueueNetwork } from '../../src/market/waiting/queue-network.ts';
import { planTime } from '../../src/market/waiting/time-plan.ts';
import { timeAt } from '../../src/market/waiting/time-record.ts';
import { posp } from '../../src/mechanisms/index.ts';
import * as demands from '../../src/plugs/demand/index.ts';
import { uniform } from '../../src/plugs/dispatch/index.ts';
import { Summary } from '../../src/stats/summary.ts';
import { firstInLine, idlest } from '../fixtures/first-in-line.ts';
import { metronome } from '../fixtures/metronome.ts';
import { replaying, requestsFile } from '../fixtures/replay.ts';
import { buildSettings, honestArm } from '../fixtures/settings.ts';

const LOT = 128;
const lots = 1600;
const jobs = lots * LOT;
const fileRate = 8;

/** Parameters of those that need some, such that a run meets all their moods often. */
const examples: Record<string, object> = {
  gamma: { cv: 3 },
  weibull: { cv: 2 },
  mmpp: { rates: [4, 16, 0], stays: [1, 0.5, 0.25] },
  day: { swing: 0.8, period: 60 },
  clients: { count: 20, sigma: 1.5, cv: 2 },
  trace: { file: 'requests.csv', start: 'anywhere' },
  metronome: { everySeconds: 0.25 },
};

/** Every demand, with parameters. */
const entries: [string, Demand, Record<string, unknown>][] = [...Object.values(demands), metronome].map((demand) => [
  demand.kind,
  demand.replay ? replaying(requestsFile) : demand,
  { kind: demand.kind, ...examples[demand.kind] },
]);

const market = new Market();

/** Gaps of a run, in mean times between jobs. */
function gapsOf(demand: Demand, params: object, seed = 'demand'): Float64Array {
  const gaps = new Float64Array(jobs);
  const rate = demand.rate(params, fileRate);
  const play = demand.create(params, (purpose) => createStream(seed, 0, purpose), rate);
  for (let first = 0; first < jobs; first += LOT) play.fill(first, { gap: gaps.subarray(first, first + LOT) });
  return gaps;
}

/** Whether gaps are those of a Poisson stream, as far as these four counts tell: exponential, and one not by the other. */
function looksPoisson(gaps: Float64Array): boolean {
  const share = (isMeant: (gap: number, i: number) => boolean) => gaps.filter(isMeant).length / gaps.length;
  const isNear = (found: number, chance: number) =>
    Math.abs(found - chance) < 4 * Math.sqrt((chance * (1 - chance)) / gaps.length);
  const [short, long] = [Math.exp(-0.5), Math.exp(-2)];
  const isPair = (gap: number, i: number) => i % 2 === 1 && gap > 0.5 && gaps[i - 1]! > 0.5;
  const pairs = 2 * share(isPair);
  return (
    isNear(
      share((gap) => gap > 0.5),
      short,
    ) &&
    isNear(
      share((gap) => gap > 2),
      long,
    ) &&
    Math.abs(pairs - short * short) < 4 * Math.sqrt((2 * short * short * (1 - short * short)) / gaps.length)
  );
}

/** What a market tells of its arrivals. */
function play(traffic: Traffic, given: Partial<Settings['market']>, count = 4000) {
  const base = buildSettings({ run: { jobs: count } });
  const settings = { ...base, market: { ...base.market, jobsPerSecond: fileRate, ...given } };
  const arrivals: { time: number; node: number }[] = [];
  const listener = {
    wants: ['arrived'] as const,
    hear: (event: MarketEvent) => event.kind === 'arrived' && arrivals.push({ time: event.time, node: event.node }),
  };
  const cast = stage(settings, honestArm, builtIn);
  market.run(posp, { settings, cast, traffic, money: moneyOf(settings), seed: 'demand', replication: 0, listener });
  return arrivals;
}

describe.each(entries)('%s', (_, demand, params) => {
  const gaps = gapsOf(demand, params);
  const dispersion = demand.dispersion(params);
  const rate = demand.rate(params, fileRate);
  const cycle = demand.cycle?.(params, rate);
  const { excess = 0 } = cycle ?? {};

  test('never goes back in time, and comes as often as it says', () => {
    expect(gaps.every((gap) => gap >= 0)).toBe(true);
    const mean = gaps.reduce((sum, gap) => sum + gap, 0) / jobs;
    expect(Math.abs(mean - 1)).toBeLessThanOrEqual(4 * Math.sqrt(dispersion / jobs) + excess / jobs);
  });

  test('varies as much as it says', () => {
    // Whole cycles; elsewhere so long that what is remembered from one window to the next is next to nothing.
    const memory = demand.memory?.(params, rate) ?? 0;
    const window = cycle?.jobs ?? Math.max(50, 50 * memory);
    const counts = new Float64Array(Math.floor((0.9 * jobs) / window));
    let time = 0;
    for (const gap of gaps) {
      time += gap;
      if (time < window * counts.length) counts[Math.floor(time / window)]!++;
    }
    const { variance } = Summary.of(counts);
    // The variance of a sample variance is about 2 σ⁴ / n; the ends of a window are worth an arrival, or what is remembered.
    const error = dispersion * (Math.sqrt(2 / counts.length) + memory / window / 4);
    expect(Math.abs(variance / window - dispersion)).toBeLessThan(4 * error + 1 / window);
  });

  test('is a Poisson stream where it says so, and there alone', () => {
    expect(looksPoisson(gaps)).toBe(demand.isMemoryless === true);
  });

  test('comes alike for the same seed, and at the rate it says in a market', () => {
    expect(gapsOf(demand, params)).toEqual(gaps);
    const traffic = { demand, dispatch: uniform };
    const arrivals = play(traffic, { demand: params as never });
    expect(arrivals).toEqual(play(traffic, { demand: params as never }));
    const times = arrivals.map(({ time }) => time);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    const expected = times.length / rate;
    const allowed = (4 * Math.sqrt(times.length * dispersion) + excess) / rate + 1e-9 * expected;
    expect(Math.abs(times.at(-1)! - expected)).toBeLessThan(allowed);
  });

  test('moves nothing but times: every job goes to the node it would go to', () => {
    const nodes = (traffic: Traffic, spec: object) => play(traffic, { demand: spec as never }).map(({ node }) => node);
    const own = nodes({ demand, dispatch: uniform }, params);
    expect(own).toEqual(nodes({ demand: demands.poisson, dispatch: uniform }, { kind: 'poisson' }));
  });
});

describe('a market to the beat of a metronome', () => {
  const needs = { validatorsMax: 0, checksPerJob: 0 };
  const timed = (everySeconds: number, given: Partial<Settings['market']> = {}) => {
    const base = buildSettings();
    const beat = { kind: 'metronome', everySeconds };
    return { ...base, market: { ...base.market, nodeCount: 2, demand: beat, ...given } };
  };

  test('beats', () => {
    const arrivals = play(
      { demand: metronome, dispatch: uniform },
      { demand: { kind: 'metronome', everySeconds: 2 } },
      9,
    );
    expect(arrivals.map(({ time }) => time)).toEqual([2, 4, 6, 8, 10, 12, 14, 16, 18]);
  });

  test('asks nothing of the formulas of Poisson streams, and is planned by its own rate', () => {
    const settings = timed(0.8);
    const flow = flowOf(settings, needs, { demand: metronome, dispatch: uniform });
    expect(streamAt(flow, 1).load).toBeCloseTo(0.625, 12);
    expect(planTime(settings, flow)).toMatchObject({ method: 'market', isTooLong: false });
    const plain = flowOf(settings, needs, { demand: demands.poisson, dispatch: uniform });
    expect(planTime(settings, plain).method).toBe('queue-by-queue');
  });

  test('keeps nobody waiting where another node is always free', () => {
    const settings = timed(1, { serviceSeconds: { kind: 'deterministic', value: 1.5 } });
    const flow = flowOf(settings, needs, { demand: metronome, dispatch: idlest });
    const run = { ...settings.run, jobs: 500, warmUpJobs: 0 };
    const row = new QueueNetwork().run({ ...settings, run }, flow, stage(settings, honestArm, builtIn), 'beat', 0);
    expect(row[timeAt.seconds]! / row[timeAt.jobs]!).toBeCloseTo(1.5, 12);
    expect(row[timeAt.noise]).toBe(0);
  });

  test('waits as long as D/M/1 does where one node serves everybody', () => {
    const settings = timed(1.25, { serviceSeconds: { kind: 'exponential', mean: 1 } });
    const flow = flowOf(settings, needs, { demand: metronome, dispatch: firstInLine });
    const run = { ...settings.run, jobs: 4000, warmUpJobs: 400 };
    const network = new QueueNetwork();
    const cast = stage(settings, honestArm, builtIn);
    const sojourns = Array.from({ length: 60 }, (_, replication) => {
      const row = network.run({ ...settings, run }, flow, cast, 'beat', replication);
      return row[timeAt.seconds]! / row[timeAt.jobs]!;
    });
    const { mean, variance, count } = Summary.of(sojourns);
    // A job finds a geometric number of others, by the root of x = exp(-(1 - x) 1.25): Asmussen (2003), X.5.
    let root = 0.5;
    for (let step = 0; step < 200; step++) root = Math.exp(-1.25 * (1 - root));
    expect(Math.abs(mean - 1 / (1 - root))).toBeLessThan(4 * Math.sqrt(variance / count));
  });

  test('has no steady state that is known where nodes are favoured', () => {
    const settings = timed(1.25);
    const flow = flowOf(settings, needs, { demand: metronome, dispatch: firstInLine });
    expect(planTime(settings, flow).obstacle).toBe(
      'whoever stands first gets every job, so nobody knows how much work the busiest of them gets',
    );
  });
});

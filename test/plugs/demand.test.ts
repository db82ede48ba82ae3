/** Demand held to what is known of it: rates, gaps, and how counts vary over a second, ten and a minute. */
import { describe, expect, test } from 'vitest';
import { createStream } from '../../src/kernel/stream.ts';
import type { Demand } from '../../src/market/demand.ts';
import { flowOf } from '../../src/market/waiting/flow.ts';
import { planTime } from '../../src/market/waiting/time-plan.ts';
import { clients, day, gamma, mmpp, weibull } from '../../src/plugs/demand/index.ts';
import { uniform } from '../../src/plugs/dispatch/index.ts';
import { Summary } from '../../src/stats/summary.ts';
import { buildSettings } from '../fixtures/settings.ts';

const LOT = 128;

/** Times at which jobs arrive before a horizon [s]. */
function timesOf(demand: Demand, params: object, horizon: number, replication = 0, jobsPerSecond = 5): number[] {
  const rate = demand.rate(params, jobsPerSecond);
  const play = demand.create(params, (purpose) => createStream('known', replication, purpose), rate);
  const gap = new Float64Array(LOT);
  const times: number[] = [];
  for (let first = 0, time = 0; ; first += LOT) {
    play.fill(first, { gap });
    for (const each of gap) {
      time += each / rate;
      if (time >= horizon) return times;
      times.push(time);
    }
  }
}

function gapsOf(times: readonly number[]): number[] {
  return times.slice(1).map((time, i) => time - times[i]!);
}

/** Jobs in each of the windows, one after the other, that lie before a horizon. */
function countIn(times: readonly number[], window: number, horizon: number): number[] {
  const counts = Array.from({ length: Math.floor(horizon / window) }, () => 0);
  for (const time of times) {
    const place = Math.floor(time / window);
    if (place < counts.length) counts[place]!++;
  }
  return counts;
}

/** Variance over mean of counts, and its standard error: from the means of blocks, which what is remembered does not reach across. */
function dispersionOf(counts: readonly number[], mean: number): { value: number; error: number } {
  const squares = counts.map((count) => (count - mean) ** 2 / mean);
  const size = Math.ceil(squares.length / 50);
  const blocks = Array.from({ length: Math.floor(squares.length / size) }, (_, i) =>
    Summary.of(squares.slice(i * size, (i + 1) * size)),
  ).map((block) => block.mean);
  const { mean: value, variance } = Summary.of(blocks);
  return { value, error: Math.sqrt(variance / blocks.length) };
}

describe.each([
  ['gamma', gamma, 0.5],
  ['gamma', gamma, 2.3],
  ['weibull', weibull, 0.5],
  ['weibull', weibull, 2.3],
] as const)('times of a %s law with cv %s', (_, demand, cv) => {
  const times = timesOf(demand, { cv }, 40_000);
  const gaps = gapsOf(times);

  test('have the mean and the coefficient of variation that were asked for', () => {
    const { mean, variance, count } = Summary.of(gaps);
    expect(Math.abs(mean - 0.2)).toBeLessThan(4 * Math.sqrt(variance / count));
    const fourth = gaps.reduce((sum, gap) => sum + (gap - mean) ** 4, 0) / count;
    const error = Math.sqrt((fourth - variance ** 2) / count);
    expect(Math.abs(variance - (cv * 0.2) ** 2)).toBeLessThan(4 * error);
  });

  test('are independent: over a long time jobs vary by the square of it', () => {
    const { value, error } = dispersionOf(countIn(times, 60, 40_000), 300);
    // What a window begins and ends with is worth (1 - cv⁴) / 6 of a gamma law's jobs, and of the order of cv⁴ elsewhere.
    expect(Math.abs(value - cv * cv)).toBeLessThan(4 * error + cv ** 4 / 300 + 1 / 300);
    expect(demand.dispersion({ cv })).toBeCloseTo(cv * cv, 12);
  });
});

test.each([gamma, weibull])('a cv of 0 is a metronome, and one near it nearly is: $kind', (demand) => {
  expect(gapsOf(timesOf(demand, { cv: 0 }, 10)).every((gap) => Math.abs(gap - 0.2) < 1e-12)).toBe(true);
  const { variance } = Summary.of(gapsOf(timesOf(demand, { cv: 1e-3 }, 4000)));
  expect(Math.sqrt(variance) / 0.2).toBeCloseTo(1e-3, 4);
});

/** How counts of a two-state MMPP vary over a window: the closed form of the cookbook. */
function closedForm([one, two]: number[], [stay, other]: number[], window: number): number {
  const [up, down] = [1 / stay!, 1 / other!];
  const mean = (one! * stay! + two! * other!) / (stay! + other!);
  const limit = (2 * up * down * (one! - two!) ** 2) / ((up + down) ** 3 * mean);
  const x = (up + down) * window;
  return 1 + limit * (1 - (1 - Math.exp(-x)) / x);
}

const conversation = { rates: [4.62, 7.01], stays: [122, 75.6] };

describe('states that change the rate', () => {
  test('have the mean rate by shares of time, and the dispersion of the closed form in the long run', () => {
    expect(mmpp.rate(conversation, 99)).toBeCloseTo((4.62 * 122 + 7.01 * 75.6) / 197.6, 12);
    expect(mmpp.dispersion(conversation)).toBeCloseTo(closedForm(conversation.rates, conversation.stays, 1e12), 6);
    const alike = { rates: [3, 3, 3], stays: [1, 2, 3] };
    expect(mmpp.dispersion(alike)).toBeCloseTo(1, 12);
  });

  test.each([1, 10, 60])('vary over %s s as the closed form says', (window) => {
    const horizon = 400_000;
    const times = timesOf(mmpp, conversation, horizon);
    const rate = mmpp.rate(conversation, 0);
    const { value, error } = dispersionOf(countIn(times, window, horizon), rate * window);
    expect(Math.abs(value - closedForm(conversation.rates, conversation.stays, window))).toBeLessThan(4 * error);
  });

  // Azure LLM inference trace 2023, conversation, as published and counted over windows in a row.
  test.each([
    [10, 3.86],
    [60, 16.1],
  ])('fitted to an hour of conversations vary over %s s within a factor 1.5 of that hour', (window, measured) => {
    const ratio = measured / closedForm(conversation.rates, conversation.stays, window);
    expect(Math.max(ratio, 1 / ratio)).toBeLessThan(1.5);
  });

  test('three of them vary in the long run as the sum over their deviations says', () => {
    const three = { rates: [0, 12, 3], stays: [2, 2, 2] };
    // Of equal stays s every deviation dies out as exp(-3 t / 2 s).
    const horizon = 60_000;
    const { value, error } = dispersionOf(countIn(timesOf(mmpp, three, horizon), 200, horizon), 1000);
    const limit = mmpp.dispersion(three);
    const decay = 1.5 / 2;
    const finite = 1 + (limit - 1) * (1 - (1 - Math.exp(-decay * 200)) / (decay * 200));
    expect(limit).toBeCloseTo(1 + (2 * (26 / 5)) / decay, 12);
    expect(Math.abs(value - finite)).toBeLessThan(4 * error);
  });

  test('begin in the state that any moment finds', () => {
    const slow = { rates: [1, 9], stays: [3e6, 1e6] };
    const busy = Array.from({ length: 800 }, (_, i) => (timesOf(mmpp, slow, 20, i).length > 80 ? 1 : 0));
    const { mean } = Summary.of(busy);
    expect(Math.abs(mean - 0.25)).toBeLessThan(4 * Math.sqrt((0.25 * 0.75) / 800));
  });
});

describe('a day', () => {
  test('has its mean rate over whole days, its peak as high as it says, and its phase anywhere', () => {
    const params = { swing: 0.6, period: 200 };
    const phases: number[] = [];
    let jobs = 0;
    for (let i = 0; i < 400; i++) {
      const times = timesOf(day, params, 200, i);
      jobs += times.length;
      // The first harmonic of a day points at its peak.
      const [x, y] = [Math.cos, Math.sin].map((part) =>
        times.reduce((sum, time) => sum + part((2 * Math.PI * time) / 200), 0),
      );
      phases.push((Math.atan2(y!, x!) / (2 * Math.PI) + 1) % 1);
      const height = (2 * Math.hypot(x!, y!)) / 1000;
      expect(Math.abs(height - 0.6)).toBeLessThan(5 * Math.sqrt(2 / 1000));
    }
    expect(Math.abs(jobs - 400_000)).toBeLessThan(4 * Math.sqrt(400_000));
    expect(Math.abs(Summary.of(phases).mean - 0.5)).toBeLessThan(4 * Math.sqrt(1 / 12 / 400));
  });

  test('without a swing is a Poisson stream', () => {
    const times = timesOf(day, { swing: 0, period: 100 }, 20_000);
    const { value, error } = dispersionOf(countIn(times, 10, 20_000), 50);
    expect(Math.abs(value - 1)).toBeLessThan(4 * error);
  });

  test('comes round, and strays by no more than it says', () => {
    const { jobs, excess } = day.round!({ swing: 0.5, period: 100 }, 5);
    expect(jobs).toBe(500);
    // From the morning's mean to the evening's: half a period of a sine.
    let most = 0;
    for (let step = 0; step < 1000; step++) most += 0.5 * Math.sin((Math.PI * (step + 0.5)) / 1000) * (500 / 2000);
    expect(excess).toBeCloseTo(most, 3);
  });
});

describe('clients', () => {
  test('are a Poisson stream together where each is one, whatever their sizes', () => {
    const times = timesOf(clients, { count: 160, sigma: 1.8, cv: 1 }, 20_000);
    for (const window of [1, 10, 60]) {
      const { value, error } = dispersionOf(countIn(times, window, 20_000), 5 * window);
      expect(Math.abs(value - 1)).toBeLessThan(4 * error);
    }
  });

  test('keep the rate and bring their own variance along: even over a second where one has them all', () => {
    const horizon = 40_000;
    const one = timesOf(clients, { count: 1, sigma: 2, cv: 3 }, horizon);
    expect(Math.abs(one.length - 200_000)).toBeLessThan(4 * 3 * Math.sqrt(200_000));
    // Of many small clients who keep a beat hardly two jobs in a second are of one: there the whole is a Poisson stream.
    const many = timesOf(clients, { count: 5000, sigma: 0, cv: 0.3 }, horizon);
    const together = dispersionOf(countIn(many, 1, horizon), 5);
    expect(Math.abs(together.value - 1)).toBeLessThan(4 * together.error);
    const { value, error } = dispersionOf(countIn(one, 60, horizon), 300);
    expect(Math.abs(value - 9)).toBeLessThan(4 * error + 81 / 300);
  });

  test('leave their bursts in the whole where some are large, and drown them where all are small', () => {
    const horizon = 20_000;
    const [equal, unequal] = [0, 2.1].map((sigma) => {
      const all = Array.from({ length: 3 }, (_, i) => timesOf(clients, { count: 162, sigma, cv: 3 }, horizon, i));
      return all.flatMap((times) => countIn(times, 10, horizon));
    });
    const [less, more] = [equal!, unequal!].map((counts) => dispersionOf(counts, 50));
    expect(more!.value - less!.value).toBeGreaterThan(4 * Math.hypot(less!.error, more!.error));
  });
});

describe('runs that measure time', () => {
  /** A market whose nodes forget within a few jobs, so that demand alone decides how long runs are. */
  const planUnder = (demand: Demand, params: object) => {
    const base = buildSettings();
    const market = { ...base.market, demand: { kind: demand.kind, ...params }, jobsPerSecond: 10 };
    const settings = {
      ...base,
      market: { ...market, serviceSeconds: { kind: 'deterministic', value: 1e-3 } as const },
    };
    return planTime(settings, flowOf(settings, { validatorsMax: 0, checksPerJob: 0 }, { demand, dispatch: uniform }));
  };

  test('give demand ten times as long as it takes to forget, and are watched as long', () => {
    // Of stays of 600 s each half is forgotten in 300 s, at 10 jobs a second.
    const plan = planUnder(mmpp, { rates: [5, 15], stays: [600, 600] });
    expect(plan).toMatchObject({ method: 'market', warmUpJobs: 30_000, jobs: 60_000, isTooLong: false });
    expect(planUnder(mmpp, { rates: [5, 15], stays: [6e5, 6e5] }).obstacle).toBe(
      'a run that forgets how its queues began would take 60,000,000 jobs; at most 10,000,000 are simulated',
    );
    expect(planUnder(clients, { count: 1000, sigma: 1, cv: 2 }).warmUpJobs).toBe(40_000);
  });

  test('are watched for whole periods, and say so where one is too long', () => {
    const { jobs, warmUpJobs } = planUnder(day, { swing: 0.5, period: 3600 });
    expect([warmUpJobs, jobs]).toEqual([36_000, 72_000]);
    const short = planUnder(day, { swing: 0.5, period: 70 });
    expect((short.jobs - short.warmUpJobs) % 700).toBe(0);
    expect(planUnder(day, { swing: 0.5, period: 86_400 * 7 }).isTooLong).toBe(true);
  });
});

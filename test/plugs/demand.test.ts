/** Demand held to what is known of it: rates, gaps, and how counts vary over a second, ten and a minute. */
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createStream } from '../../src/kernel/stream.ts';
import type { Demand } from '../../src/market/demand.ts';
import { flowOf } from '../../src/market/waiting/flow.ts';
import { planTime } from '../../src/market/waiting/time-plan.ts';
import { clients, day, gamma, mmpp, weibull } from '../../src/plugs/demand/index.ts';
import { uniform } from '../../src/plugs/dispatch/index.ts';
import { Summary } from '../../src/stats/summary.ts';
import { recorded, replaying, requestsFile } from '../fixtures/replay.ts';
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

  test('repeats itself, and strays by no more than it says', () => {
    const { jobs, excess } = day.cycle!({ swing: 0.5, period: 100 }, 5);
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

/** What counts over windows in a row vary by, over their mean, as statistics of traces are given. */
function publishedDispersion(times: readonly number[], window: number, horizon: number): number {
  const counts = countIn(times, window, Math.floor(horizon / window) * window);
  const { mean, variance, count } = Summary.of(counts);
  return (variance * (count - 1)) / count / mean;
}

/** What is told of a trace: rows, seconds, jobs per second, variation of gaps, dispersion over 1, 10 and 60 s. */
function describeTrace(file: string) {
  const demand = replaying(file);
  const params = { file, start: 'first-row' };
  const { times: rows } = recorded(file);
  const span = rows.at(-1)!;
  // Replayed at its own pace, up to the last row.
  const times = timesOf(demand, params, span + 1e-6);
  const { mean, variance, count } = Summary.of(gapsOf(times));
  return {
    rows: times.length,
    span,
    rate: demand.rate(params, 99),
    cv: Math.sqrt((variance * (count - 1)) / count) / mean,
    dispersion: [1, 10, 60].map((window) => publishedDispersion(times, window, span)),
  };
}

describe('a trace', () => {
  const demand = replaying(requestsFile);
  const params = { file: 'requests.csv', start: 'first-row' };
  const { times: rows } = recorded(requestsFile);

  test('comes back as it was: its statistics were worked out from its stamps in whole numbers, elsewhere', () => {
    const told = describeTrace(requestsFile);
    expect(told).toMatchObject({ rows: 240, span: 183.4715549 });
    expect(told.rate).toBeCloseTo(239 / 183.4715549, 12);
    expect(told.cv).toBeCloseTo(1.4559895469985429, 9);
    const expected = [2.1155915214492 * (182 / 183), 8.4117647058824 * (17 / 18), 9.323404255319 * (2 / 3)];
    for (const [i, value] of told.dispersion.entries()) expect(value).toBeCloseTo(expected[i]!, 9);
  });

  test('begins again a mean gap behind its last row', () => {
    const times = timesOf(demand, params, 400);
    const mean = 183.4715549 / 239;
    for (const [i, time] of times.entries()) {
      const expected = rows[i % 240]! + Math.floor(i / 240) * 240 * mean;
      expect(Math.abs(time - expected)).toBeLessThan(1e-9);
    }
    expect(times.length).toBeGreaterThan(480);
  });

  test('is replayed faster, slower, and at a rate that was asked for', () => {
    const own = demand.rate(params, 5);
    expect(demand.rate({ ...params, timeScale: 0.5 }, 5)).toBeCloseTo(2 * own, 12);
    expect(demand.rate({ ...params, jobsPerSecond: 7 }, 5)).toBe(7);
    const half = timesOf(demand, { ...params, timeScale: 0.5 }, 91);
    for (const [i, time] of half.entries()) expect(time).toBeCloseTo(rows[i]! / 2, 9);
  });

  test('begins anywhere, and from there on goes through all its rows', () => {
    const starts = Array.from({ length: 400 }, (_, i) => {
      const times = timesOf(demand, { ...params, start: 'anywhere' }, 250, i);
      const [first] = times;
      // Its first gap that is one of the trace's own says where it is.
      const gaps = gapsOf(times).slice(0, 240);
      const row = rows.findIndex((time, k) => k > 2 && Math.abs(time - rows[k - 1]! - gaps[2]!) < 1e-9);
      expect(gaps.filter((gap) => Math.abs(gap - gaps[2]!) < 1e-9)).toHaveLength(1);
      expect(gaps.reduce((sum, gap) => sum + gap, 0)).toBeCloseTo((240 * 183.4715549) / 239, 6);
      const cycle = (240 * 183.4715549) / 239;
      return (((rows[(row + 240 - 3) % 240]! - first!) / cycle + 1) % 1) + 0;
    });
    // Uniform over the time of a cycle.
    const { mean, variance } = Summary.of(starts);
    expect(Math.abs(mean - 0.5)).toBeLessThan(4 * Math.sqrt(1 / 12 / 400));
    expect(Math.abs(variance - 1 / 12)).toBeLessThan((4 / 12) * Math.sqrt(0.8 / 400));
  });

  test('strays from its mean by what it says, and no further', () => {
    const { excess } = demand.cycle!(params, 1);
    const rate = demand.rate(params, 0);
    let most = 0;
    for (const [i, from] of rows.entries()) {
      for (let to = i; to < rows.length; to++) {
        const count = to - i + 1;
        most = Math.max(most, Math.abs(count - rate * (rows[to]! - from)), rate * (rows[to]! - from) - count + 2);
      }
    }
    expect(excess).toBeGreaterThanOrEqual(most - 1e-9);
    expect(excess).toBeLessThan(most + 1.001);
  });
});

/** Published of them: `README.md` beside the files. */
const azure = [
  ['AzureLLMInferenceTrace_conv.csv', 19_366, 3501.7, 5.53, 1.094, [1.39, 3.86, 16.1]],
  ['AzureLLMInferenceTrace_code.csv', 8819, 3435.9, 2.567, 13.15, [13.2, 71.6, 164]],
] as const;

describe.skipIf(!process.env.POSP_TRACES)('traces of Azure, in the folder that POSP_TRACES names', () => {
  test.each(azure)('%s', (file, rows, span, rate, cv, dispersion) => {
    const told = describeTrace(join(process.env.POSP_TRACES!, file));
    expect(told.rows).toBe(rows);
    expect(told.span).toBeCloseTo(span, 1);
    // As many digits as are published.
    expect(Math.abs(told.rate - rate)).toBeLessThan(1e-3);
    expect(Math.abs(told.cv / cv - 1)).toBeLessThan(1e-3);
    for (const [i, value] of told.dispersion.entries()) expect(Math.abs(value / dispersion[i]! - 1)).toBeLessThan(5e-3);
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

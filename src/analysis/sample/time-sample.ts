/**
 * How long jobs take and how busy nodes are, from runs that measure nothing else.
 *
 * Each run counts once, however much of it hangs together. The interval of a quantile is that of the values at which the
 * share of jobs that were faster may be the level: unlike the mean of quantiles it has no error that more runs would not
 * remove, and no density to be guessed.
 *
 * @source Student (1908) for the mean of runs; Lavenberg and Welch (1981) for taking known noise out of it
 */

import { flowAt } from '../../catalogue/traffic.ts';
import { type Rate, timeRates } from '../../findings/findings.ts';
import type { Arm, Settings } from '../../market/settings.ts';
import { streamAt } from '../../market/waiting/flow.ts';
import { edgeOf } from '../../market/waiting/latency-bins.ts';
import { binsFrom, timeAt, timeRowLength } from '../../market/waiting/time-record.ts';
import { studentQuantile } from '../../stats/interval.ts';
import { computeRatioInfluence } from '../../stats/ratio-influence.ts';
import { Summary } from '../../stats/summary.ts';
import { exactTime, levelOf } from '../round/exact-time.ts';
import type { Comparison } from './comparison.ts';
import type { Looks } from './looks.ts';

/** The rates of time. */
export type TimeRates = Record<(typeof timeRates)[number], Rate>;

/** What is known of the rates of time: from runs, if there are any, and exactly. */
export function listTimeRates(sample: TimeSample | undefined, settings: Settings, looks: Looks): TimeRates {
  const rates = timeRates.map((name): [string, Rate] => {
    const found = sample?.estimate(name, settings, looks) ?? unknown;
    return [name, { ...found, exact: exactTime(name, settings), per: name === 'utilisation' ? 'node second' : 'job' }];
  });
  return Object.fromEntries(rates) as TimeRates;
}

/** How many jobs of one run took less than the edge of each bin, from the first that held one to the last. */
interface Ladder {
  firstBin: number;
  /** Jobs below the upper edge of each bin [count]. */
  below: Float64Array;
}

/** The runs that measured time at a design point, as they come in. */
export class TimeSample {
  readonly #sums: Float64Array[];
  readonly #ladders: Ladder[];
  /** Some run met a node that cannot serve what it gets. */
  isEndless = false;

  /** Begins with the runs of another sample, if there is one. */
  constructor(other?: TimeSample) {
    this.#sums = other ? [...other.#sums] : [];
    this.#ladders = other ? [...other.#ladders] : [];
  }

  /** Runs there are [count]. */
  get runs(): number {
    return this.#sums.length;
  }

  /** Adds the rows of runs, one behind the other. */
  add(rows: Float64Array): void {
    for (let from = 0; from < rows.length; from += timeRowLength) {
      const row = rows.subarray(from, from + timeRowLength);
      if (Number.isNaN(row[timeAt.jobs])) this.isEndless = true;
      this.#sums.push(row.slice(0, binsFrom));
      this.#ladders.push(climb(row.subarray(binsFrom)));
    }
  }

  /** What the runs say of a rate at their look. */
  estimate(rate: keyof TimeRates, settings: Settings, looks: Looks): Found {
    if (this.runs < 2 || this.isEndless) return unknown;
    if (rate !== 'latencySeconds' && rate !== 'utilisation') return this.#quantile(levelOf[rate], looks);
    const { mean, standardError, degrees, unseen, count } = this.#meanOf(rate, settings);
    const halfWidth = looks.halfWidth(this.runs, standardError, degrees) + unseen;
    return { value: mean, halfWidth: Number.isFinite(halfWidth) ? halfWidth : null, count };
  }

  /** Rates whose exact value is known, to be compared with it. */
  compare(settings: Settings, arm: Arm): Comparison[] {
    if (this.runs < 2 || this.isEndless) return [];
    return (['latencySeconds', 'utilisation'] as const).flatMap((rate) => {
      const exact = exactTime(rate, settings);
      const { mean: observed, standardError, degrees, unseen } = this.#meanOf(rate, settings);
      if (exact === null || !Number.isFinite(unseen)) return [];
      const law = { kind: 'mean', standardError, degrees, rounding: unseen } as const;
      const name = `${rate} in the steady state`;
      return [{ arm, name, observed, exact, law, findReplication: () => 0, madeBy: this.#describe() }];
    });
  }

  #describe(): string {
    const watched = this.#sums[0][timeAt.jobs].toLocaleString('en-US');
    return `${this.runs} runs that measure time alone, ${watched} jobs watched in each`;
  }

  #meanOf(rate: 'latencySeconds' | 'utilisation', settings: Settings): Mean & { unseen: number; count: number } {
    const isLatency = rate === 'latencySeconds';
    const count = sum(this.#column(isLatency ? timeAt.jobs : timeAt.nodeSeconds));
    const unseen = boundUnseen(settings, isLatency) / count;
    return { ...(isLatency ? this.#latency() : this.#busyShare()), unseen, count };
  }

  /** Mean time of the runs [s]. */
  #latency(): Mean {
    const plain = this.#sums.map((sums) => sums[timeAt.seconds] / sums[timeAt.jobs]);
    const freed = this.#sums.map((sums) => (sums[timeAt.seconds] - sums[timeAt.noise]) / sums[timeAt.jobs]);
    const [all, less] = [Summary.of(plain), Summary.of(freed)];
    // Noise that was foretold to first order is taken out where that clearly helps; on either side the mean is the same.
    const { mean, variance, count } = less.variance < all.variance / 2 ? less : all;
    return { mean, standardError: Math.sqrt(variance / count), degrees: count - 1 };
  }

  /** The share of time nodes were working, over all runs. */
  #busyShare(): Mean {
    const [busy, all] = [this.#column(timeAt.busySeconds), this.#column(timeAt.nodeSeconds)];
    const influence = computeRatioInfluence(busy, all);
    const n = influence.length;
    const squares = influence.reduce((total, term) => total + term * term, 0);
    return { mean: sum(busy) / sum(all), standardError: Math.sqrt(squares / (n * (n - 1))), degrees: n - 1 };
  }

  #column(index: number): Float64Array {
    return Float64Array.from(this.#sums, (sums) => sums[index]);
  }

  #quantile(level: number, looks: Looks): Found {
    const allowed = studentQuantile(1 - looks.tail(this.runs), this.runs - 1);
    const first = Math.min(...this.#ladders.map(({ firstBin }) => firstBin));
    const last = Math.max(...this.#ladders.map(({ firstBin, below }) => firstBin + below.length));
    const bin = this.#binOf(level, first, last);
    let low = bin;
    while (low > first && -this.#excess(low, level).score <= allowed) low--;
    let high = bin + 1;
    while (high < last && this.#excess(high, level).score <= allowed) high++;
    const value = this.#interpolate(bin, level);
    const halfWidth = Math.max(value - edgeOf(low), edgeOf(high) - value);
    return Number.isFinite(halfWidth) ? { value, halfWidth, count: sum(this.#column(timeAt.jobs)) } : unknown;
  }

  /** The bin in which the level lies: shares below an edge only grow. */
  #binOf(level: number, first: number, last: number): number {
    let [low, high] = [first, last];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#excess(middle + 1, level).mean < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** By how much the share of jobs below a bin's edge exceeds the level, and in standard errors. */
  #excess(bin: number, level: number): { mean: number; score: number } {
    const { mean, variance, count } = Summary.of(
      this.#ladders.map((ladder, run) => this.#shareBelow(ladder, run, bin)),
    );
    const gap = mean - level;
    return { mean: gap, score: gap === 0 ? 0 : gap / Math.sqrt(variance / count) };
  }

  #shareBelow({ firstBin, below }: Ladder, run: number, bin: number): number {
    const jobs = this.#sums[run][timeAt.jobs];
    const step = bin - firstBin - 1;
    return step < 0 ? 0 : below[Math.min(step, below.length - 1)] / jobs;
  }

  /** Where in a bin the level lies, times in it taken as spread evenly [s]. */
  #interpolate(bin: number, level: number): number {
    const [start, end] = [this.#excess(bin, level).mean, this.#excess(bin + 1, level).mean];
    const part = end > start ? -start / (end - start) : 1;
    return edgeOf(bin) + Math.min(1, Math.max(0, part)) * (edgeOf(bin + 1) - edgeOf(bin));
  }
}

/** A mean over runs. */
interface Mean {
  mean: number;
  standardError: number;
  degrees: number;
}

/** More events than this are seen at least once but for one time in twenty thousand [count]. */
const SELDOM = 10;
/** Where the squared coefficient of variation is larger, means rest on services that few runs have. */
const VARIABILITY_MAX = 25;

/**
 * What jobs that wait, or are checked, too seldom to be seen may add to all times together, or to the time nodes work
 * [s]; without limit where services vary so much that a mean cannot be told from any number of jobs one would simulate.
 */
function boundUnseen(settings: Settings, isLatency: boolean): number {
  const flow = flowAt(settings);
  const { mean, squares, load, dispersion } = streamAt(flow, 1 / flow.speed.mean);
  if (mean === 0) return 0;
  if (isLatency && squares / (mean * mean) - 1 > VARIABILITY_MAX) return Number.POSITIVE_INFINITY;
  // A job that waits finds a service in progress, and what came before it.
  const wait = (dispersion * squares) / mean / 2 / (1 - load);
  const { verification, checks } = flow;
  const check = checks.chance > 0 ? verification.mean / flow.speed.mean : 0;
  return SELDOM * (isLatency ? wait + (checks.chance > 0 ? check + wait : 0) : check);
}

/** What runs say of a rate; `null` where they say nothing. */
interface Found {
  value: number | null;
  halfWidth: number | null;
  count: number;
}

const unknown: Found = { value: null, halfWidth: null, count: 0 };

function climb(counts: Float64Array): Ladder {
  let first = 0;
  while (first < counts.length - 1 && counts[first] === 0) first++;
  let end = counts.length;
  while (end > first + 1 && counts[end - 1] === 0) end--;
  const below = counts.slice(first, end);
  for (let i = 1; i < below.length; i++) below[i] += below[i - 1];
  return { firstBin: first, below };
}

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0);
}

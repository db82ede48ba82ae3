/**
 * What the best plan of a node is worth, between two numbers that hold for every plan there is, with any memory.
 *
 * Values are improved sweep by sweep, forwards and backwards in turn. That they are right is not left to the sweeps: one
 * more application of Bellman's operator T to whatever values V there are bounds the best plan from both sides, and a plan
 * that is greedy in them attains the lower bound (MacQueen 1966, Porteus 1971; for long-run means Odoni 1969). A rule that
 * stops when values hardly move bounds nothing (Haddad and Monmege 2018).
 */
import type { DecisionProcess } from './decision-process.ts';

/** Bounds on what the best plan is worth, and a plan that is worth the lower one. */
export interface Bounds {
  /** Of the state in which a life begins [credits]; of a long-run mean [credits per choice]. */
  low: number;
  high: number;
  /** The action taken in each state, as its column. */
  plan: Int32Array;
  sweeps: number;
}

interface Effort {
  /** Gap between the bounds that is small enough [credits]. */
  gap?: number;
  sweepsMax?: number;
}

/** Half the distance of neighbouring numbers around 1. */
const rounding = 2 ** -53;
/** Actions whose worth differs by less than this are worth the same, of that worth [1]. */
const tie = 1e-12;
/** Sweeps between two looks at the bounds. */
const sweepsBetweenLooks = 16;

/**
 * The discounted income of a life.
 *
 * @throws RangeError when the weights of an action do not stay below 1: nothing then bounds a life
 */
export function boundLife(process: DecisionProcess, { gap = 1e-11, sweepsMax = 400_000 }: Effort = {}): Bounds {
  const discount = largestWeight(process);
  if (!(discount < 1))
    throw new RangeError(`a choice is followed with weight ${discount}; lives of any length need one below 1`);
  const values = new Float64Array(process.states.length);
  const plan = new Int32Array(values.length);
  let sweeps = 0;
  for (;;) {
    const { most, least, size } = improve(process, values, plan);
    // Each application is wrong by its rounding, and lives are as long as their discount lets them.
    const slack = (longestSum(process) + 4) * rounding * size;
    const beyond = (change: number) => (change > 0 ? change / (1 - discount) : change);
    const value = values[process.start];
    const high = value + beyond(most + slack);
    const low = value - beyond(slack - least);
    if (high - low <= gap + (4 * slack) / (1 - discount) || sweeps >= sweepsMax) return { low, high, plan, sweeps };
    for (let i = 0; i < sweepsBetweenLooks; i++) sweep(process, values, (sweeps + i) % 2 === 0);
    sweeps += sweepsBetweenLooks;
  }
}

/**
 * The long-run mean of income per choice, of a process in which nothing is discounted and nothing ends.
 *
 * The bounds hold for every start; where one cannot reach what another can they stay apart.
 */
export function boundMean(process: DecisionProcess, { gap = 1e-11, sweepsMax = 400_000 }: Effort = {}): Bounds {
  const values = new Float64Array(process.states.length);
  const plan = new Int32Array(values.length);
  const next = new Float64Array(values.length);
  let sweeps = 0;
  for (;;) {
    const { most, least, size } = improve(process, values, plan, next);
    const slack = (longestSum(process) + 4) * rounding * size;
    if (most - least <= gap + 2 * slack || sweeps >= sweepsMax) {
      return { low: least - slack, high: most + slack, plan, sweeps };
    }
    // Half a step, so that a process with a period comes to rest; values are kept near 0, for only differences count.
    const origin = (values[0] + next[0]) / 2;
    for (let at = 0; at < values.length; at++) values[at] = (values[at] + next[at]) / 2 - origin;
    sweeps++;
  }
}

/** How far Bellman's operator raises values at most, how far its greedy plan raises them at least, and that plan. */
function improve(process: DecisionProcess, values: Float64Array, plan: Int32Array, next?: Float64Array) {
  let most = Number.NEGATIVE_INFINITY;
  let least = Number.POSITIVE_INFINITY;
  let size = 0;
  for (let at = 0; at < values.length; at++) {
    let chosen = process.actionsFrom[at];
    let worth = worthOf(process, values, chosen);
    let best = worth;
    for (let action = chosen + 1; action < process.actionsFrom[at + 1]; action++) {
      const other = worthOf(process, values, action);
      if (other > best) best = other;
      // Of two that differ by their rounding alone the first is kept, so that a plan does not hang on it.
      if (other <= worth + tie * Math.abs(worth)) continue;
      worth = other;
      chosen = action;
    }
    plan[at] = chosen;
    most = Math.max(most, best - values[at]);
    least = Math.min(least, worth - values[at]);
    size = Math.max(size, Math.abs(best), Math.abs(values[at]), Math.abs(process.incomes[chosen]));
    if (next) next[at] = best;
  }
  return { most, least, size };
}

/** One pass of improvements, each from the values as they are by then. */
function sweep(process: DecisionProcess, values: Float64Array, isForwards: boolean): void {
  const { length } = values;
  for (let i = 0; i < length; i++) {
    const at = isForwards ? i : length - 1 - i;
    let best = Number.NEGATIVE_INFINITY;
    for (let action = process.actionsFrom[at]; action < process.actionsFrom[at + 1]; action++) {
      const worth = worthOf(process, values, action);
      if (worth > best) best = worth;
    }
    values[at] = best;
  }
}

function worthOf(
  { incomes, outcomesFrom, nextStates, weights }: DecisionProcess,
  values: Float64Array,
  action: number,
): number {
  let worth = incomes[action];
  for (let i = outcomesFrom[action]; i < outcomesFrom[action + 1]; i++) worth += weights[i] * values[nextStates[i]];
  return worth;
}

function largestWeight({ names, outcomesFrom, weights }: DecisionProcess): number {
  let largest = 0;
  for (let action = 0; action < names.length; action++) {
    let sum = 0;
    for (let i = outcomesFrom[action]; i < outcomesFrom[action + 1]; i++) sum += weights[i];
    largest = Math.max(largest, sum);
  }
  return largest;
}

function longestSum({ names, outcomesFrom }: DecisionProcess): number {
  let longest = 0;
  for (let action = 0; action < names.length; action++)
    longest = Math.max(longest, outcomesFrom[action + 1] - outcomesFrom[action]);
  return longest;
}

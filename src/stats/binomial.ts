/** Intervals from counts alone, whatever the law behind them: of a probability, and of a quantile. */
import { exp, log, log1p } from '../kernel/mathematics/index.ts';
import { incompleteBeta } from './beta.ts';

/** Chance of at least `successes` successes among `trials`, each with probability `chance`. */
export function atLeast(successes: number, trials: number, chance: number): number {
  if (successes <= 0) return 1;
  return successes > trials ? 0 : incompleteBeta(chance, successes, trials - successes + 1);
}

/**
 * How surprising a binomial count is on either side: twice the smaller of its two tails, at most 1.
 *
 * @param successes  0 ≤ successes ≤ trials
 * @param chance     of each trial, in [0, 1]; at 0 and 1 any other count than the certain one has no chance at all
 * @returns under the stated law below any value x with probability at most x
 * @example
 * binomialSurprise(0, 10, 0.5) // => 0.001953125 = 2 / 2 ^ 10
 */
export function binomialSurprise(successes: number, trials: number, chance: number): number {
  // Each tail is that of its own success, so that no small one is the rest of a large one.
  const tail = Math.min(atLeast(successes, trials, chance), atLeast(trials - successes, trials, 1 - chance));
  return Math.min(1, 2 * tail);
}

/**
 * Interval of a probability that errs on either side with at most probability `tail`.
 *
 * @param successes  0 ≤ successes ≤ trials, which were independent
 * @returns low and high in [0, 1]; the whole of it without trials
 * @throws RangeError when the counts or the tail are out of range
 * @source Clopper and Pearson (1934), The use of confidence or fiducial limits illustrated in the case of the binomial
 * @example
 * clopperPearson(0, 20, 0.025).high // => 0.1684… = 1 - 0.025 ^ (1 / 20)
 */
export function clopperPearson(successes: number, trials: number, tail: number): { low: number; high: number } {
  if (!(successes >= 0 && successes <= trials)) throw new RangeError(`${successes} successes in ${trials} trials`);
  requireTail(tail);
  const low = successes === 0 ? 0 : solveRising((chance) => atLeast(successes, trials, chance), tail);
  const high = successes === trials ? 1 : solveRising((chance) => atLeast(successes + 1, trials, chance), 1 - tail);
  return { low, high };
}

/**
 * Which of `count` ascending independent values bound a quantile from below and from above, each wrong with at most
 * probability `tail`, whatever their law: the first is 1; 0 and count + 1 mean that none does.
 *
 * @param level  the quantile, in (0, 1)
 * @throws RangeError when the level or the tail are out of range
 * @source David and Nagaraja (2003), Order Statistics, section 7.1
 */
export function boundQuantile(count: number, level: number, tail: number): { low: number; high: number } {
  if (!(level > 0 && level < 1)) throw new RangeError(`level is ${level}; it lies in (0, 1)`);
  requireTail(tail);
  // At most `rank` values below the quantile have probability 1 - atLeast(rank + 1): as large a rank as may be.
  const low = findLast(count, (rank) => 1 - atLeast(rank, count, level) <= tail);
  const high = findLast(count, (rank) => atLeast(rank, count, level) > tail) + 1;
  return { low, high };
}

/** The largest rank in 1 … count up to which something holds, or 0. */
function findLast(count: number, holds: (rank: number) => boolean): number {
  let [yes, no] = [0, count + 1];
  while (no - yes > 1) {
    const middle = Math.floor((yes + no) / 2);
    if (holds(middle)) yes = middle;
    else no = middle;
  }
  return yes;
}

/** Where a function that rises from 0 to 1 reaches a value. */
function solveRising(rising: (chance: number) => number, value: number): number {
  let [low, high] = [0, 1];
  for (let step = 0; step < 200; step++) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high) break;
    if (rising(middle) < value) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

function requireTail(tail: number): void {
  if (!(tail > 0 && tail < 0.5)) throw new RangeError(`tail is ${tail}; it lies in (0, 0.5)`);
}

/**
 * Chance of at most `successes` successes among `trials`, each with probability `chance`: summed from its largest term
 * down, which keeps all digits but the last few for any number of trials that a double can count.
 */
export function atMost(successes: number, trials: number, chance: number): number {
  if (successes < 0) return 0;
  if (successes >= trials || chance === 0) return 1;
  if (chance === 1) return 0;
  // Of the two tails the one that lies beyond the middle is the smaller.
  if (successes > trials * chance) return 1 - atMost(trials - successes - 1, trials, 1 - chance);
  const odds = chance / (1 - chance);
  let term = binomialTerm(successes, trials, chance);
  let sum = 0;
  for (let k = successes; k >= 0 && term > 1e-18 * sum; k--) {
    sum += term;
    term *= k / ((trials - k + 1) * odds);
  }
  return Math.min(1, sum);
}

/**
 * Chance of exactly so many successes.
 *
 * @source Loader (2000), Fast and accurate computation of binomial probabilities
 */
function binomialTerm(successes: number, trials: number, chance: number): number {
  const failures = trials - successes;
  if (successes === 0) return exp(trials * log1p(-chance));
  if (failures === 0) return exp(trials * log(chance));
  const shape = stirlingError(trials) - stirlingError(successes) - stirlingError(failures);
  const distance = deviance(successes, trials * chance) + deviance(failures, trials * (1 - chance));
  return exp(shape - distance) * Math.sqrt(trials / (2 * Math.PI * successes * failures));
}

/** What Stirling's formula leaves of log n!. */
function stirlingError(n: number): number {
  if (n < 16) {
    let factorial = 1;
    for (let k = 2; k <= n; k++) factorial *= k;
    return log(factorial) - (n + 0.5) * log(n) + n - 0.5 * log(2 * Math.PI);
  }
  const square = n * n;
  return (1 / 12 - (1 / 360 - (1 / 1260 - 1 / 1680 / square) / square) / square) / n;
}

/** x log(x / mean) + mean - x, to all digits also where the two are close. */
function deviance(x: number, mean: number): number {
  const v = (x - mean) / (x + mean);
  if (Math.abs(v) >= 0.1) return x * log(x / mean) + mean - x;
  let sum = (x - mean) * v;
  let term = 2 * x * v;
  for (let odd = 3; odd < 200; odd += 2) {
    term *= v * v;
    const next = sum + term / odd;
    if (next === sum) break;
    sum = next;
  }
  return sum;
}

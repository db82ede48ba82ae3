/**
 * How surprising a sum of independent draws from a known discrete law is, without appeal to a normal law: rare and dear
 * values are what these sums are made of.
 */
import { exp, expm1, log1p } from '../kernel/mathematics/index.ts';

/** One value a draw can take. */
export interface Weighted {
  probability: number;
  value: number;
}

// Twice what a normal law leaves beyond so many standard deviations, 0.0027, surprises nobody.
const UNSURPRISING = 3;

/**
 * Chance of a sum of `count` independent draws at least as far from 0 as `sum`, bounded from above.
 *
 * Chernoff's bound on either side, exact to within a factor that grows with the distance like that of a normal law does.
 *
 * @param values  the law of one draw, whose mean is 0
 * @returns in [0, 1]; 1 where the sum lies within three standard deviations
 * @source Chernoff (1952), A measure of asymptotic efficiency for tests of a hypothesis based on the sum of observations
 * @example
 * boundSum(20, 20, [{ probability: 0.5, value: 1 }, { probability: 0.5, value: -1 }]) // => 2 / 2 ^ 20
 */
export function boundSum(sum: number, count: number, values: readonly Weighted[]): number {
  const possible = values.filter(({ probability }) => probability > 0);
  const variance = possible.reduce((total, { probability, value }) => total + probability * value * value, 0);
  if (Math.abs(sum) <= UNSURPRISING * Math.sqrt(count * variance)) return 1;
  const towards = possible.map(({ probability, value }) => ({ probability, value: Math.sign(sum) * value }));
  const goal = Math.abs(sum) / count;
  const reach = Math.max(...towards.map(({ value }) => value));
  if (goal > reach * (1 + 1e-12)) return 0;
  const tilt = solveTilt(towards, goal, reach);
  return Math.min(1, 2 * exp(count * (logMoment(towards, tilt) - tilt * goal)));
}

/** The exponential tilt under which a draw has mean `goal`; any tilt gives a bound, this one the least. */
function solveTilt(values: readonly Weighted[], goal: number, reach: number): number {
  let [low, high] = [0, 1 / reach];
  while (tiltedMean(values, high) < goal && high * reach < 500) high *= 2;
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (tiltedMean(values, middle) < goal) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

function tiltedMean(values: readonly Weighted[], tilt: number): number {
  let [mass, moment] = [0, 0];
  for (const { probability, value } of values) {
    const weight = probability * exp(tilt * value);
    mass += weight;
    moment += weight * value;
  }
  return moment / mass;
}

/** Logarithm of the moment generating function. */
function logMoment(values: readonly Weighted[], tilt: number): number {
  // Probabilities sum to 1, so that what is small may be added up apart from it.
  return log1p(values.reduce((total, { probability, value }) => total + probability * expm1(tilt * value), 0));
}

// Standard deviations at which the wagers below win most.
const WAGERS = [4, 6, 8, 12, 24, 96];

/**
 * The same of a sum that was taken in turn, where how many draws there were may depend on the draws before.
 *
 * A fixed set of wagers is placed, each a martingale that starts at 1; their mean exceeds 1 / x with probability at most
 * x, whenever one stops and however often one looks.
 *
 * @param planned  about how many draws were to be expected beforehand; a wager must not depend on what came
 * @source Ville (1939); Robbins (1970), Statistical methods related to the law of the iterated logarithm
 */
export function boundSumInTurn(sum: number, count: number, values: readonly Weighted[], planned: number): number {
  const variance = values.reduce((total, { probability, value }) => total + probability * value * value, 0);
  if (variance === 0) return sum === 0 ? 1 : 0;
  const tilts = WAGERS.flatMap((far) => [far, -far]).map((far) => far / Math.sqrt(planned * variance));
  const gains = tilts.map((tilt) => tilt * sum - count * logMoment(values, tilt));
  const best = Math.max(...gains);
  const mean = gains.reduce((total, gain) => total + exp(gain - best), 0) / gains.length;
  return Math.min(1, exp(-best) / mean);
}

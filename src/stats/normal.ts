import { exp, log } from '../kernel/mathematics/index.ts';

const ROOT_TWO_PI = Math.sqrt(2 * Math.PI);
const SERIES_LIMIT = 3;

/**
 * Probability that a standard normal value is at most x. Relative error below 1e-13, in the lower tail too.
 *
 * @source Marsaglia (2004), Evaluating the normal distribution (series); Laplace's continued fraction for the tail
 */
export function normalCdf(x: number): number {
  if (Number.isNaN(x)) return Number.NaN;
  return x < 0 ? upperTail(-x) : 1 - upperTail(x);
}

/** Density of the standard normal distribution. */
export function normalDensity(x: number): number {
  return exp(-0.5 * x * x) / ROOT_TWO_PI;
}

/**
 * The x below which a standard normal value lies with probability p: the inverse of `normalCdf`.
 *
 * @throws RangeError when p is outside [0, 1]
 * @example
 * normalQuantile(0.975) // => 1.959963984540054
 */
export function normalQuantile(p: number): number {
  if (!(p >= 0 && p <= 1)) throw new RangeError(`a probability lies in [0, 1]; got ${p}`);
  return p < 0.5 ? -tailQuantile(p) : tailQuantile(1 - p);
}

function upperTail(x: number): number {
  if (x < SERIES_LIMIT) {
    let term = x;
    let sum = x;
    for (let odd = 3; term > sum * 1e-17; odd += 2) {
      term *= (x * x) / odd;
      sum += term;
    }
    return 0.5 - normalDensity(x) * sum;
  }
  const density = normalDensity(x);
  if (density === 0) return 0;
  let fraction = x;
  for (let k = 120; k >= 1; k--) fraction = x + k / fraction;
  return density / fraction;
}

// The start is within 5e-4 (Abramowitz and Stegun 26.2.23); each of Halley's steps triples the digits.
function tailQuantile(tail: number): number {
  if (tail === 0) return Number.POSITIVE_INFINITY;
  if (tail === 0.5) return 0;
  const t = Math.sqrt(-2 * log(tail));
  let x = t - (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308)));
  for (let step = 0; step < 3; step++) {
    const error = (tail - (x < 0 ? 1 - upperTail(-x) : upperTail(x))) / normalDensity(x);
    if (!Number.isFinite(error)) break;
    x -= error / (1 + 0.5 * x * error);
  }
  return x;
}

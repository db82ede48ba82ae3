import { exp, log, log1p } from '../kernel/mathematics/index.ts';
import { betaFraction } from './beta.ts';
import { normalCdf, normalQuantile } from './normal.ts';

const LARGE_DEGREES = 1e6;

/**
 * Probability that a Student value with `degrees` degrees of freedom is at most x; absolute error below 1e-11.
 *
 * @param degrees  positive, not necessarily whole; Infinity is the normal distribution
 * @throws RangeError when degrees is not positive
 */
export function studentCdf(x: number, degrees: number): number {
  requireDegrees(degrees);
  if (Number.isNaN(x)) return Number.NaN;
  return x < 0 ? upperTail(-x, degrees) : 1 - upperTail(x, degrees);
}

/**
 * The x below which a Student value lies with probability p: the inverse of `studentCdf`.
 *
 * @throws RangeError when p is outside [0, 1] or degrees is not positive
 * @example
 * studentQuantile(0.975, 10) // => 2.228138851986273 (2.228 in tables)
 */
export function studentQuantile(p: number, degrees: number): number {
  requireDegrees(degrees);
  const start = Math.abs(normalQuantile(p));
  const tail = Math.min(p, 1 - p);
  if (tail === 0 || start === 0 || degrees === Number.POSITIVE_INFINITY) return p < 0.5 ? -start : start;
  const known = remembered.get(p)?.get(degrees);
  if (known !== undefined) return known;
  const quantile = climb(start, tail, degrees);
  return remember(p, degrees, p < 0.5 ? -quantile : quantile);
}

/** Degrees that are remembered at a probability, and probabilities [count]: a study asks for the same few at every design point. */
const rememberedMax = 256;
const remembered = new Map<number, Map<number, number>>();

function remember(p: number, degrees: number, quantile: number): number {
  let known = remembered.get(p);
  if (!known || known.size >= rememberedMax) {
    if (remembered.size >= rememberedMax) remembered.clear();
    known = new Map();
    remembered.set(p, known);
  }
  known.set(degrees, quantile);
  return quantile;
}

function climb(start: number, tail: number, degrees: number): number {
  // The tail is convex and the normal quantile lies left of the root, so Newton climbs to it without overshooting.
  let x = start;
  for (let step = 0; step < 200; step++) {
    const move = (upperTail(x, degrees) - tail) / density(x, degrees);
    x += move;
    if (!(move > 1e-15 * x)) break;
  }
  return x;
}

// Half the regularised incomplete beta function I(degrees / (degrees + x^2); degrees / 2, 1 / 2).
function upperTail(x: number, degrees: number): number {
  if (degrees > LARGE_DEGREES) {
    // Abramowitz and Stegun 26.7.8; the error is of the order degrees^-2.
    return normalCdf((-x * (1 - 1 / (4 * degrees))) / Math.sqrt(1 + (x * x) / (2 * degrees)));
  }
  const a = degrees / 2;
  const square = x * x;
  if (square === Number.POSITIVE_INFINITY) return 0;
  const inner = degrees / (degrees + square);
  const outer = square / (degrees + square);
  // Taken from the smaller of the two shares, which carries its digits.
  const logInner = outer < 0.5 ? log1p(-outer) : log(inner);
  const front = (gammaRatio(a) / Math.sqrt(Math.PI)) * exp(a * logInner + 0.5 * log(outer));
  if (outer === 0) return 0.5;
  return inner < (a + 1) / (a + 2.5)
    ? (0.5 * front * betaFraction(inner, a, 0.5)) / a
    : 0.5 - front * betaFraction(outer, 0.5, a);
}

function density(x: number, degrees: number): number {
  const a = degrees / 2;
  return (gammaRatio(a) / Math.sqrt(Math.PI * degrees)) * exp(-(a + 0.5) * log1p((x * x) / degrees));
}

// Gamma(a + 1/2) / Gamma(a). The ratio of two gamma functions taken apart would lose all digits at large a; recurrence up to a
// large argument, where Stirling's series of the ratio is exact to the last digit.
function gammaRatio(a: number): number {
  let factor = 1;
  let x = a;
  for (; x < 40; x++) factor *= x / (x + 0.5);
  const y = 1 / x;
  const series = 1 + y * (-1 / 8 + y * (1 / 128 + y * (5 / 1024 + y * (-21 / 32768 - y * (399 / 262144)))));
  return factor * Math.sqrt(x) * series;
}

function requireDegrees(degrees: number): void {
  if (!(degrees > 0)) throw new RangeError(`degrees of freedom are ${degrees}; they must be positive`);
}

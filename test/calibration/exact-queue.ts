/**
 * The law of the time in an M/G/1 queue by a route of its own: no simulation, and no sampler of the product.
 *
 * The wait is a geometric number of services found in progress, put on a grid and summed by Panjer's recursion; the time
 * in the system is the wait and a service. Values go to the nearest place of the grid, so that errors are of second order.
 *
 * @source Panjer (1981), Recursive evaluation of a family of compound distributions; Asmussen (2003), VIII.5
 */

import type { Settings } from '../../src/market/settings.ts';

type ServiceSpec = Settings['market']['serviceSeconds'];

/** A service law of mean 1: the chance of at most x, and the mean of what lies below x. */
export interface ServiceLaw {
  chanceBelow: (x: number) => number;
  /** E[S; S at most x]. */
  partBelow: (x: number) => number;
  /** Squared coefficient of variation. */
  variability: number;
}

/** Every service takes 1. */
export const constantService: ServiceLaw = {
  chanceBelow: (x) => (x >= 1 ? 1 : 0),
  partBelow: (x) => (x >= 1 ? 1 : 0),
  variability: 0,
};

/** Log-normal services of mean 1 and a squared coefficient of variation. */
export function logNormalService(variability: number): ServiceLaw & { spec: ServiceSpec } {
  const sigma = Math.sqrt(Math.log1p(variability));
  const mu = (-sigma * sigma) / 2;
  return {
    chanceBelow: (x) => (x <= 0 ? 0 : phi((Math.log(x) - mu) / sigma)),
    partBelow: (x) => (x <= 0 ? 0 : phi((Math.log(x) - mu) / sigma - sigma)),
    variability,
    spec: { kind: 'log-normal', median: Math.exp(mu), sigma },
  };
}

/** Gamma services of mean 1 and a squared coefficient of variation; 1 is the exponential. */
export function gammaService(variability: number): ServiceLaw & { spec: ServiceSpec } {
  const shape = 1 / variability;
  return {
    chanceBelow: (x) => (x <= 0 ? 0 : gammaPart(shape, x * shape)),
    partBelow: (x) => (x <= 0 ? 0 : gammaPart(shape + 1, x * shape)),
    variability,
    spec: { kind: 'gamma', shape, scale: variability },
  };
}

/** Mean time in the system at a load, mean service 1 (Pollaczek and Khinchine). */
export function meanTime({ variability }: ServiceLaw, load: number): number {
  return 1 + (load * (1 + variability)) / (2 * (1 - load));
}

/** The time that a share `level` of the jobs take at most, mean service 1; exact to about one in ten thousand. */
export function quantileTime(law: ServiceLaw, load: number, level: number): number {
  const [coarse, fine] = [4000, 8000].map((places) => quantileOnGrid(law, load, level, places));
  // What halving the grid changes is three quarters of the error that goes with its square.
  return fine! + (fine! - coarse!) / 3;
}

function quantileOnGrid(law: ServiceLaw, load: number, level: number, places: number): number {
  // The tail of the time in the system is not longer than this for the levels asked about.
  const reach = Math.max(6, 3.5 * -Math.log(1 - level) * meanTime(law, load));
  const step = reach / places;
  // Integral of the chance of more than x: what is left of a service found in progress has this law.
  const residualBelow = (x: number) => law.partBelow(x) + x * (1 - law.chanceBelow(x));
  const residual = onGrid(residualBelow, places, step);
  const service = onGrid(law.chanceBelow, places, step);
  const wait = new Float64Array(places);
  const scale = 1 / (1 - load * residual[0]!);
  wait[0] = (1 - load) * scale;
  for (let k = 1; k < places; k++) {
    let sum = 0;
    for (let j = 1; j <= k; j++) sum += residual[j]! * wait[k - j]!;
    wait[k] = load * scale * sum;
  }
  let below = 0;
  for (let k = 0; k < places; k++) {
    let mass = 0;
    for (let j = 0; j <= k; j++) mass += service[j]! * wait[k - j]!;
    // The mass of a place is spread over the cell around it.
    if (below + mass >= level) return (k - 0.5 + (level - below) / mass) * step;
    below += mass;
  }
  throw new RangeError(`the grid ends before level ${level}`);
}

function onGrid(below: (x: number) => number, places: number, step: number): Float64Array {
  return Float64Array.from(
    { length: places },
    (_, k) => below((k + 0.5) * step) - (k === 0 ? 0 : below((k - 0.5) * step)),
  );
}

function phi(z: number): number {
  // Half of the chi-square law of one degree.
  const half = gammaPart(0.5, (z * z) / 2) / 2;
  return z > 0 ? 0.5 + half : 0.5 - half;
}

/** Regularised incomplete gamma function P(a, x), by its series or its continued fraction (Abramowitz and Stegun 6.5). */
function gammaPart(a: number, x: number): number {
  if (x <= 0) return 0;
  const front = Math.exp(a * Math.log(x) - x - logGamma(a));
  if (x < a + 1) {
    let [term, sum] = [1 / a, 1 / a];
    for (let n = 1; n < 1000 && term > sum * 1e-16; n++) {
      term *= x / (a + n);
      sum += term;
    }
    return front * sum;
  }
  let b = x + 1 - a;
  let c = 1e300;
  let d = 1 / b;
  let h = d;
  for (let n = 1; n < 1000; n++) {
    const an = -n * (n - a);
    b += 2;
    d = 1 / (an * d + b);
    c = b + an / c;
    h *= d * c;
    if (Math.abs(d * c - 1) < 1e-15) break;
  }
  return 1 - front * h;
}

/** Lanczos. */
function logGamma(x: number): number {
  const terms = [
    76.18009172947146, -86.5053203294168, 24.01409824083091, -1.231739572450155, 0.001208650973866, -0.0000053952393849,
  ];
  let sum = 1.000000000190015;
  for (const [i, term] of terms.entries()) sum += term / (x + 1 + i);
  const shifted = x + 5.5;
  return (x + 0.5) * Math.log(shifted) - shifted + Math.log((2.506628274631 * sum) / x);
}

/**
 * What a sum of many independent amounts of one law may come to, in bounds that hold for certain.
 *
 * Four routes, each as good as its reach. Of one amount or two the sum is known exactly: it counts how often the second
 * came. A few thousand values are added up by doubling. Beyond those, the laws of blocks are laid on a grid and raised to
 * a power at one go; each block is moved by less than a cell and by nothing on average, so that all of them together move
 * a sum by some roots of their number (Hoeffding 1963). And where there are millions, the normal law with its proven error
 * says the rest. Where two routes speak, both are right, and the narrower end of either counts.
 *
 * @source Hoeffding (1963), Probability inequalities for sums of bounded random variables; Bernstein's inequality for the
 * width of the grid; Shevtsova (2011), On the absolute constants in the Berry-Esseen type inequalities (0.4748)
 */
import { log, pow } from '../kernel/mathematics/index.ts';
import { atMost } from './binomial.ts';
import { transform } from './fourier.ts';
import { addLaws, chanceAbove, type Law, meanOf, point, quantileOf, totalOf } from './law.ts';
import { normalCdf, normalQuantile } from './normal.ts';

/** From `low` to `high`. */
export interface Bounds {
  low: number;
  high: number;
}

/** What is known of a sum. */
export interface SumBounds {
  /** The smallest amount that is not exceeded with this probability. */
  quantile: (level: number) => Bounds;
  /** The chance to exceed an amount. */
  chanceAbove: (amount: number) => Bounds;
}

/** Values up to which sums are added up as they are [count]. */
const VALUES_MAX = 512;
/** What levels may differ by and still be met, as in {@link quantileOf}. */
const TIE = 1e-12;

/** Bounds on the sum of `count` independent amounts. */
export function boundSum(law: Law, count: number): SumBounds {
  if (law.amounts.length === 2) return countSecond(law, count);
  const { sum, block, jobs, rest } = addUp(law, count);
  if (sum) return readLaw(sum);
  return intersect(onGrid(law, count, { block, jobs, rest }), byNormalLaw(law, count));
}

/** A law that is known: what is missing of its probability may lie anywhere. */
export function readLaw(law: Law): SumBounds {
  const { resolution } = law;
  const missing = Math.max(0, 1 - totalOf(law) - 1e-13 * law.amounts.length);
  return {
    quantile: (level) => ({
      low: missing === 0 || level > missing ? quantileOf(law, level - missing) - resolution : Number.NEGATIVE_INFINITY,
      high: quantileOf(law, level) + resolution,
    }),
    chanceAbove: (amount) => ({
      low: chanceAbove(law, amount + resolution),
      high: Math.min(1, chanceAbove(law, amount - resolution) + missing),
    }),
  };
}

/** The number of times the second of two amounts comes is binomial. */
function countSecond({ amounts, probabilities }: Law, count: number): SumBounds {
  const [lower, upper] = amounts as [number, number];
  const chance = probabilities[1] / (probabilities[0] + probabilities[1]);
  const sumOf = (uppers: number) => Number((lower * (count - uppers) + upper * uppers).toPrecision(12));
  // Rounding in a product of as many factors.
  const error = Number.EPSILON * count;
  // The largest number of uppers at which a sum is at most an amount.
  const uppersAt = (amount: number) => findLast(count, (uppers) => sumOf(uppers) <= amount);
  const quantile = (level: number) => {
    const found = findLast(count, (uppers) => atMost(uppers, count, chance) < level - TIE);
    return sumOf(Math.min(count, found + 1));
  };
  return {
    quantile: (level) => ({ low: quantile(level - error), high: quantile(level + error) }),
    chanceAbove: (amount) => {
      const above = 1 - atMost(uppersAt(amount), count, chance);
      return { low: Math.max(0, above - error), high: Math.min(1, above + error) };
    },
  };
}

/** The largest of 0 … count at which something holds that holds up to some number; -1 where it never does. */
function findLast(count: number, holds: (number: number) => boolean): number {
  let [yes, no] = [-1, count + 1];
  while (no - yes > 1) {
    const middle = Math.floor((yes + no) / 2);
    if (holds(middle)) yes = middle;
    else no = middle;
  }
  return yes;
}

/** Blocks of a sum: the law of one, how many amounts are in it, and the law of those that fill no block. */
interface Blocks {
  block: Law;
  jobs: number;
  rest: Law;
}

/** Adds up by doubling, as long as there are not too many values; then the largest block it came to. */
function addUp(law: Law, count: number): Blocks & { sum?: Law } {
  let [rest, block, jobs] = [point(0), law, 1];
  let left = count;
  for (; left > 0; left = Math.floor(left / 2)) {
    if (block.amounts.length > VALUES_MAX) break;
    if (left % 2 === 1) rest = addLaws(rest, block, Number.POSITIVE_INFINITY);
    if (left === 1) return { sum: rest, block, jobs, rest };
    const doubled = addLaws(block, block, Number.POSITIVE_INFINITY);
    [block, jobs] = [doubled, 2 * jobs];
  }
  return { block, jobs, rest };
}

// What the certain bounds may fail with, all together, beside what numbers lose by rounding: nobody's verdict.
const FAILURE = 1e-10;
const logFailure = log(2 / FAILURE);
/** Points of a grid at least and at most, as powers of two. */
const [GRID_LEAST, GRID_MOST] = [14, 18];

/** The power of a block's law on a grid wide enough for the sum. */
function onGrid(law: Law, count: number, { block, jobs, rest }: Blocks): SumBounds {
  const { mean, deviation, reach } = describe(law);
  const blocks = Math.floor(count / jobs);
  const share = (logFailure * reach) / 3;
  const halfWidth = share + Math.sqrt(share * share + 2 * logFailure * count * deviation * deviation);
  const root = Math.sqrt(((blocks + 1) * logFailure) / 2);
  let bits = GRID_LEAST;
  while (bits < GRID_MOST && (2 * halfWidth * root) / pow(2, bits) > 1e-3 * deviation * Math.sqrt(count)) bits++;
  const size = pow(2, bits);
  const cell = (2 * halfWidth) / size;
  const moved = cell * root;
  // Blocks in the real part, the rest in the imaginary one: one transform serves both.
  const real = layOut(block, jobs * mean, cell, size);
  const imaginary = layOut(rest, (count - blocks * jobs) * mean, cell, size);
  transform(real, imaginary);
  raise(real, imaginary, blocks);
  transform(real, imaginary, true);
  const chances = cumulate(real);
  const missing = blocks * Math.max(0, 1 - totalOf(block)) + Math.max(0, 1 - totalOf(rest));
  // A root of unity errs by some units in the last place, its power by as many as it has factors.
  const error = 2 * FAILURE + 1e-13 * blocks + missing;
  const start = count * mean - halfWidth;
  const at = (index: number) => start + index * cell;
  const below = (amount: number) => chances[Math.max(-1, Math.min(size - 1, Math.floor((amount - start) / cell)))] ?? 0;
  const locate = (level: number) => findLast(size - 1, (index) => chances[index] < level) + 1;
  return {
    quantile: (level) => ({
      low: level - error > 0 ? at(locate(level - error)) - moved : Number.NEGATIVE_INFINITY,
      high: level + error < 1 ? at(locate(level + error)) + moved : Number.POSITIVE_INFINITY,
    }),
    chanceAbove: (amount) => ({
      low: 1 - below(amount + moved) - error,
      high: 1 - below(amount - moved) + error,
    }),
  };
}

/** A law on a grid that goes round: each amount, less a middle, split between its neighbours so that its mean stays. */
function layOut({ amounts, probabilities }: Law, middle: number, cell: number, size: number): Float64Array {
  const laid = new Float64Array(size);
  amounts.forEach((amount, i) => {
    const place = (amount - middle) / cell;
    const lower = Math.floor(place);
    const index = ((lower % size) + size) % size;
    laid[index] += probabilities[i] * (1 - (place - lower));
    laid[(index + 1) % size] += probabilities[i] * (place - lower);
  });
  return laid;
}

/** From the transform of a + i b, that of the product of b and the power of a. */
function raise(real: Float64Array, imaginary: Float64Array, exponent: number): void {
  const size = real.length;
  for (let k = 0; k <= size / 2; k++) {
    const mirror = (size - k) % size;
    const [x, y, u, v] = [real[k], imaginary[k], real[mirror], imaginary[mirror]];
    const a = powerOf((x + u) / 2, (y - v) / 2, exponent);
    const b = { x: (y + v) / 2, y: (u - x) / 2 };
    const product = { x: a.x * b.x - a.y * b.y, y: a.x * b.y + a.y * b.x };
    [real[k], imaginary[k]] = [product.x, product.y];
    // What it comes from is real, so the other half of the circle mirrors this one.
    [real[mirror], imaginary[mirror]] = [product.x, k === mirror ? product.y : -product.y];
  }
}

function powerOf(x: number, y: number, exponent: number): { x: number; y: number } {
  let [a, b, p, q] = [x, y, 1, 0];
  for (let left = exponent; left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) [p, q] = [p * a - q * b, p * b + q * a];
    [a, b] = [a * a - b * b, 2 * a * b];
  }
  return { x: p, y: q };
}

/** Chances up to each point of the grid, which begins in the middle of what goes round. */
function cumulate(chances: Float64Array): Float64Array {
  const size = chances.length;
  const sums = new Float64Array(size);
  let sum = 0;
  for (let i = 0; i < size; i++) {
    sum += Math.max(0, chances[(i + size / 2) % size]);
    sums[i] = Math.min(1, sum);
  }
  return sums;
}

/** The normal law, and how far the sum can be from it. */
function byNormalLaw(law: Law, count: number): SumBounds {
  const { mean, deviation, cube } = describe(law);
  const spread = deviation * Math.sqrt(count);
  const error = (0.4748 * cube) / (deviation * deviation * deviation * Math.sqrt(count));
  const at = (level: number) => count * mean + spread * normalQuantile(level);
  return {
    quantile: (level) => ({
      low: level > error ? at(level - error) : Number.NEGATIVE_INFINITY,
      high: level < 1 - error ? at(level + error) : Number.POSITIVE_INFINITY,
    }),
    chanceAbove: (amount) => {
      const above = normalCdf((count * mean - amount) / spread);
      return { low: above - error, high: above + error };
    },
  };
}

/** Mean, standard deviation and third absolute moment about the mean; and how far from it an amount can be. */
function describe(law: Law): { mean: number; deviation: number; cube: number; reach: number } {
  const mean = meanOf(law) / totalOf(law);
  const moment = (order: number) =>
    law.amounts.reduce((sum, amount, i) => sum + law.probabilities[i] * pow(Math.abs(amount - mean), order), 0);
  const reach = law.amounts.reduce((most, amount) => Math.max(most, Math.abs(amount - mean)), 0);
  return { mean, deviation: Math.sqrt(moment(2)), cube: moment(3), reach };
}

function intersect(one: SumBounds, other: SumBounds): SumBounds {
  const both = (a: Bounds, b: Bounds) => ({ low: Math.max(a.low, b.low), high: Math.min(a.high, b.high) });
  return {
    quantile: (level) => both(one.quantile(level), other.quantile(level)),
    chanceAbove: (amount) => {
      const { low, high } = both(one.chanceAbove(amount), other.chanceAbove(amount));
      return { low: Math.max(0, low), high: Math.min(1, high) };
    },
  };
}

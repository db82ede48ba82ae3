import { powerOfTwo, scale } from './words.ts';

// Arguments beyond which the result is infinite, or zero.
const OVERFLOW = 709.782712893384;
const UNDERFLOW = -745.1332191019411;

// ln 2 in two parts: whole multiples of the first, up to 2^11, are exact.
const LN2_HIGH = 0.6931471803691238;
const LN2_LOW = 1.9082149292705877e-10;
const LOG2_E = Math.LOG2E;

// Half and three halves of ln 2, to the 20 bits at which arguments are told apart.
const HALF_LN2 = 0.3465735912322998;
const THREE_HALVES_LN2 = 1.0397205352783203;

/**
 * e^x, within one unit in the last place, and the same bits on every engine.
 *
 * x = k ln 2 + r with |r| ≤ ln 2 / 2; e^r from a rational function of r²; then the exponent is raised by k.
 *
 * @source fdlibm 5.3, e_exp.c, whose notice stands in index.ts
 */
export function exp(x: number): number {
  const size = Math.abs(x);
  if (!(size <= 700)) {
    if (Number.isNaN(x)) return x;
    if (x > OVERFLOW) return Number.POSITIVE_INFINITY;
    if (x < UNDERFLOW) return 0;
  }
  if (size < HALF_LN2) return size < 2 ** -28 ? 1 + x : expSmall(x);
  // The rational function would miss the number e by one unit.
  if (x === 1) return Math.E;
  const k = countLn2(x, size);
  const high = x - k * LN2_HIGH;
  const low = k * LN2_LOW;
  const r = high - low;
  const c = bend(r);
  return scale(1 - (low - (r * c) / (2 - c) - high), k);
}

/** e^r for |r| ≤ ln 2 / 2. */
function expSmall(r: number): number {
  const c = bend(r);
  return 1 - ((r * c) / (c - 2) - r);
}

/** r - r² P(r²): what is left of r (e^r + 1) / (e^r - 1) - 2. */
function bend(r: number): number {
  const square = r * r;
  const tail = 6.613756321437934e-5 + square * (-1.6533902205465252e-6 + square * 4.1381367970572385e-8);
  return r - square * (0.16666666666666602 + square * (-0.0027777777777015593 + square * tail));
}

/** How many times ln 2 goes into x, rounded; never 0, as asked only beyond half of ln 2. */
function countLn2(x: number, size: number): number {
  if (size < THREE_HALVES_LN2) return x < 0 ? -1 : 1;
  return (LOG2_E * x + (x < 0 ? -0.5 : 0.5)) | 0;
}

/**
 * e^x - 1 without the cancellation near 0, within one unit in the last place, and the same bits on every engine.
 *
 * @source fdlibm 5.3, s_expm1.c, whose notice stands in index.ts
 */
export function expm1(x: number): number {
  const size = Math.abs(x);
  // From 56 ln 2 on nothing of e^x is left beside the 1.
  if (!(size < 38.81622314453125)) {
    if (Number.isNaN(x)) return x;
    if (x > OVERFLOW) return Number.POSITIVE_INFINITY;
    if (x < 0) return -1;
  }
  if (size < HALF_LN2) return size < 2 ** -54 ? x : addSmall(x);
  const k = countLn2(x, size);
  const high = x - k * LN2_HIGH;
  const low = k * LN2_LOW;
  const r = high - low;
  return raise(r, high - r - low, k);
}

/** e^r - 1 for |r| ≤ ln 2 / 2. */
function addSmall(r: number): number {
  const halfSquare = r * (0.5 * r);
  return r - (r * correction(r) - halfSquare);
}

/** 2^k e^(r + rest) - 1, each size of k by the sum that loses least. */
function raise(r: number, rest: number, k: number): number {
  const e = r * (correction(r) - rest) - rest - r * (0.5 * r);
  if (k === -1) return 0.5 * (r - e) - 0.5;
  if (k === 1) return r < -0.25 ? -2 * (e - (r + 0.5)) : 1 + 2 * (r - e);
  if (k <= -2 || k > 56) return scale(1 - (e - r), k) - 1;
  if (k < 20) return (1 - powerOfTwo(-k) - (e - r)) * powerOfTwo(k);
  return (r - (e + powerOfTwo(-k)) + 1) * powerOfTwo(k);
}

/** The part of e^r - 1 - r - r²/2 that is left after division by r. */
function correction(r: number): number {
  const half = 0.5 * r;
  const z = r * half;
  const tail = -7.93650757867488e-5 + z * (4.008217827329362e-6 + z * -2.0109921818362437e-7);
  const ratio = 1 + z * (-0.03333333333333313 + z * (0.0015873015872548146 + z * tail));
  const t = 3 - ratio * half;
  return z * ((ratio - t) / (6 - r * t));
}

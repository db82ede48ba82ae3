import { highWord, powerOfTwo, scale } from './words.ts';

// 2 / (3 ln 2) and 1 / ln 2, each whole and in two parts of which the first is short enough for exact products.
const THIRDS = 0.9617966939259756;
const THIRDS_HIGH = 0.9617967009544373;
const THIRDS_LOW = -7.028461650952758e-9;
const LOG2_E = Math.LOG2E;
const LOG2_E_HIGH = 1.4426950216293335;
const LOG2_E_LOW = 1.9259629911266175e-8;
const LN2 = Math.LN2;
const LN2_HIGH = 0.6931471824645996;
const LN2_LOW = -1.904654299957768e-9;
// log2(3/2), in two parts.
const LOG2_OF_3_2_HIGH = 0.5849624872207642;
const LOG2_OF_3_2_LOW = 1.350039202129749e-8;
// 1024 - log2 of the greatest number and half a unit.
const ROOM_AT_THE_TOP = 8.008566259537294e-17;

/** log2 of a number in two parts, the first with 29 trailing zeros. */
const logarithm = { high: 0, low: 0 };

/**
 * x to the power y, within 0.8 units in the last place, and the same bits on every engine; `x ** y` is not: engines
 * compute it differently, and one engine differently before and after it has optimized the code.
 *
 * 2^(y log2 x), the logarithm carried with 29 bits more than a double has, its halves cut in single precision. Whole
 * powers of whole numbers are exact as far as doubles reach, and powers of ten are what the decimal number says.
 *
 * @source fdlibm 5.3, e_pow.c, whose notice stands in index.ts
 */
export function pow(x: number, y: number): number {
  if (y === 0) return 1;
  if (y === 1) return x;
  if (y === 2) return x * x;
  if (x === 10 && Number.isInteger(y) && Math.abs(y) < 400) return Number(`1e${y}`);
  if (x > 0 && x !== 1 && x < Number.POSITIVE_INFINITY && Number.isFinite(y)) return powOfPositive(x, y);
  return powOfOther(x, y);
}

/** Powers of what is negative, 0, 1 or infinite, and powers that are infinite, as the language lays them down. */
function powOfOther(x: number, y: number): number {
  if (Number.isNaN(x) || Number.isNaN(y)) return Number.NaN;
  const size = Math.abs(x);
  if (!Number.isFinite(y)) return size === 1 ? Number.NaN : size > 1 === y > 0 ? Number.POSITIVE_INFINITY : 0;
  const negative = x < 0 || Object.is(x, -0);
  const whole = Number.isInteger(y);
  // Zero and infinity have powers that are not whole as well, and they are positive.
  if (x < 0 && x !== Number.NEGATIVE_INFINITY && !whole) return Number.NaN;
  const simple = size === 0 || size === 1 || size === Number.POSITIVE_INFINITY;
  const value = simple ? (y < 0 ? 1 / size : size) : powOfPositive(size, y);
  return negative && whole && y % 2 !== 0 ? -value : value;
}

/** The power of a finite number above 0 that is not 1. */
function powOfPositive(x: number, y: number): number {
  if (y === 0.5) return Math.sqrt(x);
  if (y === -1) return 1 / x;
  if (Math.abs(y) > 2 ** 31) {
    const high = highWord(x);
    const far = Math.abs(y) > 2 ** 64 || high < 0x3fefffff || high > 0x3ff00000;
    if (far) return x > 1 === y > 0 ? Number.POSITIVE_INFINITY : 0;
    takeLogarithmNearOne(x);
  } else {
    takeLogarithm(x);
  }
  const firstOfY = Math.fround(y);
  const low = (y - firstOfY) * logarithm.high + y * logarithm.low;
  const high = firstOfY * logarithm.high;
  const exponent = low + high;
  if (exponent > 1024 || (exponent === 1024 && low + ROOM_AT_THE_TOP > exponent - high)) {
    return Number.POSITIVE_INFINITY;
  }
  if (exponent < -1075 || (exponent === -1075 && low <= exponent - high)) return 0;
  return raiseTwo(high, low, exponent);
}

/** |x - 1| < 2^-20: log2 x from four terms. */
function takeLogarithmNearOne(x: number): void {
  const t = x - 1;
  const w = t * t * (0.5 - t * (0.3333333333333333 - t * 0.25));
  const u = LOG2_E_HIGH * t;
  const v = t * LOG2_E_LOW - w * LOG2_E;
  logarithm.high = Math.fround(u + v);
  logarithm.low = v - (logarithm.high - u);
}

/** log2 x for any other x: the fraction is compared with 1 or with 3/2, whichever lies nearer. */
function takeLogarithm(x: number): void {
  const lifted = x < 2 ** -1022 ? x * 2 ** 53 : x;
  const high = highWord(lifted);
  const bits = high & 0xfffff;
  // Up to √(3/2) compared with 1, up to √3 with 3/2, beyond with 2.
  const middle = bits > 0x3988e && bits < 0xbb67a;
  const beyond = bits >= 0xbb67a;
  const exponent = (high >> 20) - 1023 + (beyond ? 1 : 0);
  const fraction = lifted * powerOfTwo(-exponent);
  const near = middle ? 1.5 : 1;

  // s = (x - near) / (x + near), in two parts.
  const u = fraction - near;
  const v = 1 / (fraction + near);
  const s = u * v;
  const sHigh = Math.fround(s);
  const sumHigh = Math.fround(fraction + near);
  const sumLow = fraction - (sumHigh - near);
  const sLow = v * (u - sHigh * sumHigh - sHigh * sumLow);

  // ln x - ln near = 2s + 2s³/3 + …, in two parts.
  const square = s * s;
  const series = square * square * seriesOf(square) + sLow * (sHigh + s);
  const highSquare = sHigh * sHigh;
  const tHigh = Math.fround(3 + highSquare + series);
  const tLow = series - (tHigh - 3 - highSquare);
  const product = sHigh * tHigh;
  const rest = sLow * tHigh + tLow * s;
  const pHigh = Math.fround(product + rest);
  const pLow = rest - (pHigh - product);
  const zHigh = THIRDS_HIGH * pHigh;
  const zLow = THIRDS_LOW * pHigh + pLow * THIRDS + (middle ? LOG2_OF_3_2_LOW : 0);
  const nearHigh = middle ? LOG2_OF_3_2_HIGH : 0;
  const k = exponent - (x < 2 ** -1022 ? 53 : 0);
  logarithm.high = Math.fround(zHigh + zLow + nearHigh + k);
  logarithm.low = zLow - (logarithm.high - k - nearHigh - zHigh);
}

function seriesOf(z: number): number {
  const tail = 0.272728123808534 + z * (0.23066074577556175 + z * 0.20697501780033842);
  return 0.5999999999999946 + z * (0.4285714285785502 + z * (0.33333332981837743 + z * tail));
}

/** 2^(high + low); exponent is their rounded sum, -1075 ≤ exponent ≤ 1024. */
function raiseTwo(high: number, low: number, exponent: number): number {
  const whole = Math.abs(exponent) > 0.5 ? Math.sign(exponent) * Math.floor(Math.abs(exponent) + 0.5) : 0;
  const fraction = high - whole;
  const t = Math.fround(low + fraction);
  const u = t * LN2_HIGH;
  const v = (low - (t - fraction)) * LN2 + t * LN2_LOW;
  const z = u + v;
  const w = v - (z - u);
  const square = z * z;
  const tail = 6.613756321437934e-5 + square * (-1.6533902205465252e-6 + square * 4.1381367970572385e-8);
  const c = z - square * (0.16666666666666602 + square * (-0.0027777777777015593 + square * tail));
  const value = 1 - ((z * c) / (c - 2) - (w + z * w) - z);
  return scale(value, whole);
}

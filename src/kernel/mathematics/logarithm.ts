import { clearLowWord, highWord, powerOfTwo } from './words.ts';

// ln 2 in two parts: whole multiples of the first, up to 2^11, are exact.
const LN2_HIGH = 0.6931471803691238;
const LN2_LOW = 1.9082149292705877e-10;

const LEAST_NORMAL = 2 ** -1022;

/**
 * Natural logarithm, within one unit in the last place, and the same bits on every engine.
 *
 * x = 2^k (1 + f) with 1 + f between √½ and √2; the logarithm of 1 + f from a polynomial in f / (2 + f).
 *
 * @source fdlibm 5.3, e_log.c, whose notice stands in index.ts
 */
export function log(x: number): number {
  if (!(x > 0) || x === Number.POSITIVE_INFINITY) return logOfNoNumber(x);
  const lifted = x < LEAST_NORMAL ? x * 2 ** 54 : x;
  const high = highWord(lifted);
  const fraction = high & 0xfffff;
  // One when the fraction lies above √2: half of it is taken, and the exponent is one more.
  const above = (fraction + 0x95f64) & 0x100000;
  const exponent = (high >> 20) - 1023 + (above >> 20);
  const k = exponent - (x < LEAST_NORMAL ? 54 : 0);
  const f = lifted * powerOfTwo(-exponent) - 1;
  if ((0xfffff & (2 + fraction)) < 3) return logNearOne(f, k);

  const s = f / (2 + f);
  const series = sumSeries(s * s);
  // Away from 1 the square of f is kept apart, which saves half a unit.
  if (((fraction - 0x6147a) | (0x6b851 - fraction)) > 0) {
    const halfSquare = 0.5 * f * f;
    if (k === 0) return f - (halfSquare - s * (halfSquare + series));
    return k * LN2_HIGH - (halfSquare - (s * (halfSquare + series) + k * LN2_LOW) - f);
  }
  if (k === 0) return f - s * (f - series);
  return k * LN2_HIGH - (s * (f - series) - k * LN2_LOW - f);
}

/** What the logarithm is of 0, of what is below, of infinity and of what is no number. */
function logOfNoNumber(x: number): number {
  if (x === 0) return Number.NEGATIVE_INFINITY;
  return x > 0 ? x : Number.NaN;
}

/** |f| < 2^-20: three terms suffice. */
function logNearOne(f: number, k: number): number {
  if (f === 0) return k === 0 ? 0 : k * LN2_HIGH + k * LN2_LOW;
  const rest = f * f * (0.5 - 0.3333333333333333 * f);
  return k === 0 ? f - rest : k * LN2_HIGH - (rest - k * LN2_LOW - f);
}

/** ln(1 + f) = 2s + s·series for s = f / (2 + f), from the square of s; odd and even terms apart, for speed. */
function sumSeries(z: number): number {
  const w = z * z;
  const even = w * (0.3999999999940942 + w * (0.22222198432149784 + w * 0.15313837699209373));
  const odd = z * (0.6666666666666735 + w * (0.2857142874366239 + w * (0.1818357216161805 + w * 0.14798198605116586)));
  return odd + even;
}

/**
 * ln(1 + x) without the rounding of 1 + x, within one unit in the last place, and the same bits on every engine.
 *
 * @source fdlibm 5.3, s_log1p.c, whose notice stands in index.ts
 */
export function log1p(x: number): number {
  if (!(x > -1) || x === Number.POSITIVE_INFINITY) return x === -1 ? Number.NEGATIVE_INFINITY : logOfNoNumber(x);
  const size = Math.abs(x);
  if (size < 2 ** -29) return size < 2 ** -54 ? x : x - x * x * 0.5;
  // Between √½ - 1 and √2 - 1, to 20 bits, there is nothing to take out.
  if (x > -0.292893648147583 && x < 0.4142136573791504) return logOfOnePlus(x, 0, 0);

  const sum = x < 2 ** 53 ? 1 + x : x;
  const high = highWord(sum);
  const exponent = (high >> 20) - 1023;
  // What the rounding of the sum lost, relative to it.
  const lost = x < 2 ** 53 ? (exponent > 0 ? 1 - (sum - x) : x - (sum - 1)) / sum : 0;
  const fraction = high & 0xfffff;
  if (fraction < 0x6a09e) return logOfOnePlus(sum * powerOfTwo(-exponent) - 1, exponent, lost, fraction === 0);
  return logOfOnePlus(sum * powerOfTwo(-exponent - 1) - 1, exponent + 1, lost, fraction > 0x100000 - 4);
}

/** ln(2^k (1 + f) (1 + lost)), lost being tiny; `near` when |f| < 2^-20, where three terms suffice. */
function logOfOnePlus(f: number, k: number, lost: number, near = false): number {
  const halfSquare = 0.5 * f * f;
  if (near) {
    if (f === 0) return k === 0 ? 0 : k * LN2_HIGH + (lost + k * LN2_LOW);
    const rest = halfSquare * (1 - 0.6666666666666666 * f);
    return k === 0 ? f - rest : k * LN2_HIGH - (rest - (k * LN2_LOW + lost) - f);
  }
  const s = f / (2 + f);
  const z = s * s;
  const tail = 0.22222198432149784 + z * (0.1818357216161805 + z * (0.15313837699209373 + z * 0.14798198605116586));
  const series = z * (0.6666666666666735 + z * (0.3999999999940942 + z * (0.2857142874366239 + z * tail)));
  if (k === 0) return f - (halfSquare - s * (halfSquare + series));
  return k * LN2_HIGH - (halfSquare - (s * (halfSquare + series) + (k * LN2_LOW + lost)) - f);
}

/**
 * Logarithm to base 2, exact for powers of two, and the same bits on every engine.
 *
 * @source FreeBSD's e_log2.c after fdlibm, whose notice stands in index.ts
 */
export function log2(x: number): number {
  if (!(x > 0) || x === Number.POSITIVE_INFINITY) return logOfNoNumber(x);
  if (x === 1) return 0;
  const lifted = x < LEAST_NORMAL ? x * 2 ** 54 : x;
  const bits = highWord(lifted);
  const above = ((bits & 0xfffff) + 0x95f64) & 0x100000;
  const exponent = (bits >> 20) - 1023 + (above >> 20);
  const k = exponent - (x < LEAST_NORMAL ? 54 : 0);
  const f = lifted * powerOfTwo(-exponent) - 1;
  const halfSquare = 0.5 * f * f;
  const s = f / (2 + f);
  const series = s * (halfSquare + sumSeries(s * s));

  // f - f²/2 + series in two parts, times 1 / ln 2 in two parts, plus k: near √2 and √½ the sum nearly cancels.
  const high = clearLowWord(f - halfSquare);
  const low = f - high - halfSquare + series;
  const first = high * 1.4426950407214463;
  const second = (low + high) * 1.6751713164886512e-10 + low * 1.4426950407214463;
  const sum = k + first;
  return second + (k - sum + first) + sum;
}

/**
 * Logarithm to base 10, exact for 10^0 … 10^22, and the same bits on every engine.
 *
 * @source fdlibm 5.3, e_log10.c, whose notice stands in index.ts
 */
export function log10(x: number): number {
  if (!(x > 0) || x === Number.POSITIVE_INFINITY) return logOfNoNumber(x);
  if (x === 1) return 0;
  const lifted = x < LEAST_NORMAL ? x * 2 ** 54 : x;
  const lift = x < LEAST_NORMAL ? 54 : 0;
  const floor = (highWord(lifted) >> 20) - 1023;
  // Below 1 the fraction is halved and the exponent one more, so that the two parts of the sum have one sign.
  const exponent = floor - lift < 0 ? floor + 1 : floor;
  const k = exponent - lift;
  const rest = k * 3.694239077158931e-13 + Math.LOG10E * log(lifted * powerOfTwo(-exponent));
  return rest + k * 0.30102999566361177;
}

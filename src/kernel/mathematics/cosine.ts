import { fromHighWord, highWord } from './words.ts';

// π/2 in parts of 33 bits, each with what follows it.
const FIRST = 1.5707963267341256;
const AFTER_FIRST = 6.077100506506192e-11;
const SECOND = 6.077100506303966e-11;
const AFTER_SECOND = 2.0222662487959506e-21;
const THIRD = 2.0222662487111665e-21;
const AFTER_THIRD = 8.4784276603689e-32;

/** Largest argument: 2^19·π/2, up to which three parts of π/2 suffice. */
const LARGEST = 823_549;

/** The argument less its multiple of π/2, in two parts. */
const rest = { high: 0, low: 0 };

/**
 * Cosine of an angle in radians, within one unit in the last place, and the same bits on every engine.
 *
 * @param x  at most 823 549 in size: no circle of ours is walked further
 * @throws RangeError beyond
 * @source fdlibm 5.3, s_cos.c, e_rem_pio2.c, k_cos.c and k_sin.c, whose notice stands in index.ts
 */
export function cos(x: number): number {
  const size = Math.abs(x);
  if (!(size < LARGEST)) throw new RangeError(`cos(${x}): angles reach up to ${LARGEST}`);
  // The cosine is even: the sign of the argument is gone from here on.
  if (size < 0.7853984832763672) return cosineNearZero(size, 0);
  const quarter = reduce(size) & 3;
  if (quarter === 0) return cosineNearZero(rest.high, rest.low);
  if (quarter === 1) return -sineNearZero(rest.high, rest.low);
  return quarter === 2 ? -cosineNearZero(rest.high, rest.low) : sineNearZero(rest.high, rest.low);
}

/** Takes the nearest multiple of π/2 off and returns which one it was. */
function reduce(x: number): number {
  const count = x < 2.3561935424804688 ? 1 : (x * 0.6366197723675814 + 0.5) | 0;
  const exponent = highWord(x) >> 20;
  let first = x - count * FIRST;
  let less = count * AFTER_FIRST;
  rest.high = first - less;
  // Each time most of the digits cancelled, another part of π/2 is taken off.
  if (exponent - ((highWord(rest.high) >> 20) & 0x7ff) > 16) {
    const before = first;
    first = before - count * SECOND;
    less = count * AFTER_SECOND - (before - first - count * SECOND);
    rest.high = first - less;
    if (exponent - ((highWord(rest.high) >> 20) & 0x7ff) > 49) {
      const again = first;
      first = again - count * THIRD;
      less = count * AFTER_THIRD - (again - first - count * THIRD);
      rest.high = first - less;
    }
  }
  rest.low = first - rest.high - less;
  return count;
}

/** cos(x + tail) for |x| ≤ π/4. */
function cosineNearZero(x: number, tail: number): number {
  const size = Math.abs(x);
  if (size < 2 ** -27) return 1;
  const z = x * x;
  const last = -2.7557314351390663e-7 + z * (2.087572321298175e-9 + z * -1.1359647557788195e-11);
  const series = z * (0.0416666666666666 + z * (-0.001388888888887411 + z * (2.480158728947673e-5 + z * last)));
  if (size < 0.2999999523162842) return 1 - (0.5 * z - (z * series - x * tail));
  // From 0.3 on a quarter of x, short enough to be exact, is taken out first.
  const quarter = size >= 0.7812504768371582 ? 0.28125 : fromHighWord(highWord(size) - 0x200000);
  return 1 - quarter - (0.5 * z - quarter - (z * series - x * tail));
}

/** sin(x + tail) for |x| ≤ π/4. */
function sineNearZero(x: number, tail: number): number {
  if (Math.abs(x) < 2 ** -27) return x;
  const z = x * x;
  const v = z * x;
  const last = 2.7557313707070068e-6 + z * (-2.5050760253406863e-8 + z * 1.58969099521155e-10);
  const series = 0.00833333333332249 + z * (-0.0001984126982985795 + z * last);
  return x - (z * (0.5 * tail - v * series) - tail - v * -0.16666666666666632);
}

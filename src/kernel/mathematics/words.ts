/**
 * A double seen as two words of 32 bits: the high one holds sign, exponent and the first 20 bits of the fraction.
 *
 * One scratch for all: a typed array made per call costs more than the function that asks for it.
 */
const double = new Float64Array(1);
const words = new Int32Array(double.buffer);
const HIGH = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1 ? 1 : 0;
const LOW = 1 - HIGH;

/** The high word, negative for negative numbers. */
export function highWord(x: number): number {
  double[0] = x;
  return words[HIGH];
}

/** The number of which this is the high word, and 0 the low one. */
export function fromHighWord(high: number): number {
  words[LOW] = 0;
  words[HIGH] = high;
  return double[0];
}

/** The number without the last 32 bits of its fraction, which makes products with it exact. */
export function clearLowWord(x: number): number {
  double[0] = x;
  words[LOW] = 0;
  return double[0];
}

// Every power of two a double can be, the least first. Looked up, because a number put together from its words and read
// at once makes the processor wait.
const LEAST_EXPONENT = -1074;
const powersOfTwo = new Float64Array(1024 - LEAST_EXPONENT);
for (let i = 0, power = Number.MIN_VALUE; i < powersOfTwo.length; i++, power *= 2) powersOfTwo[i] = power;

/** 2^k, -1074 ≤ k ≤ 1023. */
export function powerOfTwo(k: number): number {
  return powersOfTwo[k - LEAST_EXPONENT];
}

/** x·2^k for 1/2 < x < 2 and -1075 ≤ k ≤ 1024, rounded once, also where the result is below the normal numbers. */
export function scale(x: number, k: number): number {
  if (k > 1023) return x * 2 * powerOfTwo(k - 1);
  return k > -1022 ? x * powerOfTwo(k) : x * powerOfTwo(k + 54) * 2 ** -54;
}

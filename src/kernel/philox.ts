const MULTIPLIER_0 = 0xd2511f53;
const MULTIPLIER_1 = 0xcd9e8d57;
const WEYL_0 = 0x9e3779b9;
const WEYL_1 = 0xbb67ae85;
const ROUNDS = 10;

/**
 * Philox4x32-10: a bijection of 128-bit counters for each 64-bit key; writes four 32-bit words into `block`.
 *
 * It has no state, so draws can be taken in any order. Checked against the three known-answer vectors of its authors.
 *
 * @source Salmon, Moraes, Dror, Shaw (2011), Parallel random numbers: as easy as 1, 2, 3 (Random123)
 */
export function philox(
  block: Int32Array,
  counter0: number,
  counter1: number,
  counter2: number,
  counter3: number,
  key0: number,
  key1: number,
): void {
  let c0 = counter0 | 0;
  let c1 = counter1 | 0;
  let c2 = counter2 | 0;
  let c3 = counter3 | 0;
  let k0 = key0 | 0;
  let k1 = key1 | 0;
  for (let round = 0; round < ROUNDS; round++) {
    const high0 = multiplyHigh(MULTIPLIER_0 >>> 16, MULTIPLIER_0 & 0xffff, c0);
    const low0 = Math.imul(MULTIPLIER_0, c0);
    const high1 = multiplyHigh(MULTIPLIER_1 >>> 16, MULTIPLIER_1 & 0xffff, c2);
    const low1 = Math.imul(MULTIPLIER_1, c2);
    c0 = high1 ^ c1 ^ k0;
    c1 = low1;
    c2 = high0 ^ c3 ^ k1;
    c3 = low0;
    k0 = (k0 + WEYL_0) | 0;
    k1 = (k1 + WEYL_1) | 0;
  }
  block[0] = c0;
  block[1] = c1;
  block[2] = c2;
  block[3] = c3;
}

// The upper half of a 64-bit product from 16-bit halves: JavaScript multiplies 32-bit integers only modulo 2^32.
function multiplyHigh(factorHigh: number, factorLow: number, word: number): number {
  const low = word & 0xffff;
  const high = word >>> 16;
  const carry = Math.imul(factorLow, low) >>> 16;
  const middle = (Math.imul(factorLow, high) + carry) >>> 0;
  const cross = (Math.imul(factorHigh, low) + (middle & 0xffff)) >>> 0;
  return (Math.imul(factorHigh, high) + (middle >>> 16) + (cross >>> 16)) | 0;
}

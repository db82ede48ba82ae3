import { createHash } from 'node:crypto';
import type { Uniforms } from '../../src/kernel/stream.ts';

/** Draws arguments over the range where each function is used, and beyond it. */
export const argumentsOf: Record<string, (uniforms: Uniforms) => number[]> = {
  exp: (u) => [either(u, between(u, -1, 1), between(u, -760, 720))],
  expm1: (u) => [either(u, small(u), between(u, -60, 720))],
  log: (u) => [either(u, anySize(u), 1 + between(u, -1e-6, 1e-6))],
  log1p: (u) => [either(u, small(u), anySize(u))],
  log2: (u) => [either(u, anySize(u), between(u, 0, 4))],
  log10: (u) => [either(u, anySize(u), between(u, 0, 4))],
  cos: (u) => [either(u, between(u, 0, 2 * Math.PI), between(u, -8e5, 8e5))],
  pow: (u) => either(u, [between(u, 0, 1), between(u, -300, 1200)], [anySize(u), between(u, -3, 3)]),
  hypot: (u) => Array.from({ length: 1 + Math.floor(between(u, 0, 5)) }, () => between(u, -3, 3)),
};

const between = (uniforms: Uniforms, low: number, high: number) => low + (high - low) * uniforms.next();

const either = <T>(uniforms: Uniforms, one: T, other: T) => (uniforms.next() < 0.5 ? one : other);

/** A number of either sign down to 10⁻²⁰. */
const small = (uniforms: Uniforms) => between(uniforms, -1, 1) * Number(`1e-${Math.floor(between(uniforms, 0, 20))}`);

/** A positive number of any size, the ones below the normal numbers included. */
const anySize = (uniforms: Uniforms) => (1 + uniforms.next()) * 2 ** Math.floor(between(uniforms, -1074, 1024));

/** How many doubles lie between two, plus one; 0 for the same. */
export function countUnits(one: number, other: number): number {
  if (Object.is(one, other)) return 0;
  if (Number.isNaN(one) || Number.isNaN(other)) return Number.POSITIVE_INFINITY;
  return Math.abs(Number(rank(one) - rank(other)));
}

function rank(x: number): bigint {
  const bits = new BigInt64Array(Float64Array.of(x).buffer)[0]!;
  return bits < 0n ? -(bits & 0x7fff_ffff_ffff_ffffn) : bits;
}

/** One word for all the bits of these numbers, in whatever order the machine keeps its bytes. */
export function hashOf(values: readonly number[]): string {
  const view = new DataView(new ArrayBuffer(8 * values.length));
  for (const [i, value] of values.entries()) view.setFloat64(8 * i, value);
  return createHash('sha256').update(view).digest('hex').slice(0, 16);
}

/** Binary places of the long numbers below. */
const PLACES = 400n;
const ONE = 1n << PLACES;

/** A double as a long number: an integer count of 2^-400. */
export function toLong(x: number): bigint {
  const { mantissa, exponent } = split(x);
  const shift = PLACES + BigInt(exponent);
  return shift >= 0n ? mantissa << shift : mantissa >> -shift;
}

/** e^x of a long number by its series, after halving the argument until it is small. */
export function longExp(x: bigint): bigint {
  const halvings = 16n;
  let term = ONE;
  let sum = ONE;
  for (let n = 1n; term !== 0n; n++) {
    term = (term * (x >> halvings)) / (n << PLACES);
    sum += term;
  }
  for (let i = 0n; i < halvings; i++) sum = (sum * sum) >> PLACES;
  return sum;
}

/** cos x of a long number by its series. */
export function longCos(x: bigint): bigint {
  let term = ONE;
  let sum = ONE;
  for (let n = 1n; term !== 0n; n += 2n) {
    term = -(((term * x) / (n << PLACES)) * x) / ((n + 1n) << PLACES);
    sum += term;
  }
  return sum;
}

/** How far a double lies from a long number, in units of the double's last place. */
export function missBy(x: number, truth: bigint): number {
  const { exponent } = split(x);
  const unit = 1n << (PLACES + BigInt(exponent));
  return Math.abs(Number(((toLong(x) - truth) * 1_000_000n) / unit)) / 1e6;
}

/** How far a double lies from a ratio of whole numbers, in units of the double's last place. */
export function missRatioBy(x: number, above: bigint, below: bigint): number {
  const { mantissa, exponent } = split(x);
  const [up, down] = exponent < 0 ? [above << BigInt(-exponent), below] : [above, below << BigInt(exponent)];
  return Math.abs(Number((up * 1_000_000n) / down - mantissa * 1_000_000n)) / 1e6;
}

/** x = mantissa · 2^exponent with a mantissa of 53 bits; x a normal number. */
export function split(x: number): { mantissa: bigint; exponent: number } {
  let exponent = 0;
  let scaled = x;
  for (; Math.abs(scaled) < 2 ** 52; exponent--) scaled *= 2;
  for (; Math.abs(scaled) >= 2 ** 53; exponent++) scaled /= 2;
  return { mantissa: BigInt(scaled), exponent };
}

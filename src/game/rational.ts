/**
 * Fractions of big integers, for the few places where a tie must be a tie.
 *
 * A fraction is always in lowest terms with a positive denominator, so equal values have equal parts.
 */

/** numerator / denominator in lowest terms, denominator > 0. */
export interface Fraction {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

/**
 * Builds a fraction in lowest terms.
 *
 * @throws RangeError when the denominator is zero
 * @example
 * toNumber(buildFraction(6n, -4n)) // => -1.5
 */
export function buildFraction(numerator: bigint, denominator = 1n): Fraction {
  if (denominator === 0n) throw new RangeError('a fraction needs a denominator other than zero');
  const divisor = greatestCommonDivisor(numerator, denominator) * (denominator < 0n ? -1n : 1n);
  return { numerator: numerator / divisor, denominator: denominator / divisor };
}

/** a + b */
export function add(a: Fraction, b: Fraction): Fraction {
  return buildFraction(a.numerator * b.denominator + b.numerator * a.denominator, a.denominator * b.denominator);
}

/** a - b */
export function subtract(a: Fraction, b: Fraction): Fraction {
  return buildFraction(a.numerator * b.denominator - b.numerator * a.denominator, a.denominator * b.denominator);
}

/** a b */
export function multiply(a: Fraction, b: Fraction): Fraction {
  return buildFraction(a.numerator * b.numerator, a.denominator * b.denominator);
}

/** a / b; throws RangeError when b is zero. */
export function divide(a: Fraction, b: Fraction): Fraction {
  return buildFraction(a.numerator * b.denominator, a.denominator * b.numerator);
}

/** -1, 0 or 1. */
export function sign(a: Fraction): -1 | 0 | 1 {
  if (a.numerator === 0n) return 0;
  return a.numerator > 0n ? 1 : -1;
}

/** Nearest double to within two units in the last place, whatever the size of the parts. */
export function toNumber(a: Fraction): number {
  return divideToNumber(a.numerator, a.denominator);
}

/** numerator / denominator as a double, also when neither part fits into one. */
export function divideToNumber(numerator: bigint, denominator: bigint): number {
  const bits = Math.max(numerator.toString(2).length, denominator.toString(2).length);
  if (bits <= 1000) return Number(numerator) / Number(denominator);
  const shift = BigInt(bits - 1000);
  return Number(numerator >> shift) / Number(denominator >> shift);
}

/**
 * Solves M z = b exactly by elimination.
 *
 * @param matrix  square, shape n x n
 * @returns the solution and the dimension of the kernel of M; `solution` is undefined when M is singular, and then
 *   `kernel` holds one kernel vector if the kernel has dimension one
 */
export function solveExactly(
  matrix: readonly (readonly Fraction[])[],
  right: readonly Fraction[],
): { solution?: Fraction[]; kernel?: Fraction[]; kernelDimension: number } {
  const size = matrix.length;
  const rows = matrix.map((row, i) => [...row, right[i]]);
  const pivots: number[] = [];
  for (let column = 0; column < size; column += 1) {
    const top = pivots.length;
    const pivot = rows.findIndex((row, i) => i >= top && sign(row[column]) !== 0);
    if (pivot < 0) continue;
    [rows[top], rows[pivot]] = [rows[pivot], rows[top]];
    const lead = rows[top][column];
    rows[top] = rows[top].map((entry) => divide(entry, lead));
    for (let i = 0; i < size; i += 1) {
      const factor = rows[i][column];
      if (i === top || sign(factor) === 0) continue;
      rows[i] = rows[i].map((entry, j) => subtract(entry, multiply(factor, rows[top][j])));
    }
    pivots.push(column);
  }
  const kernelDimension = size - pivots.length;
  if (kernelDimension === 0) return { solution: rows.map((row) => row[size]), kernelDimension };
  if (kernelDimension > 1) return { kernelDimension };
  const free = Array.from({ length: size }, (_, j) => j).find((j) => !pivots.includes(j)) ?? 0;
  const kernel = Array.from({ length: size }, () => buildFraction(0n));
  kernel[free] = buildFraction(1n);
  pivots.forEach((column, i) => {
    kernel[column] = subtract(buildFraction(0n), rows[i][free]);
  });
  return { kernel, kernelDimension };
}

function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  let [x, y] = [a < 0n ? -a : a, b < 0n ? -b : b];
  while (y !== 0n) [x, y] = [y, x % y];
  return x;
}

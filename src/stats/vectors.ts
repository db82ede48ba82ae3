/** Sums over columns of numbers, always in the order of their rows. */

/** Sum of products, row by row. */
export function dot(a: Float64Array, b: Float64Array): number {
  let total = 0;
  for (let i = 0; i < a.length; i++) total += a[i] * b[i];
  return total;
}

/** Takes `factor` times a column from another, in place. */
export function subtract(from: Float64Array, factor: number, column: Float64Array): void {
  for (let i = 0; i < from.length; i++) from[i] -= factor * column[i];
}

/**
 * Solves M z = b in doubles by elimination with partial pivoting.
 *
 * @param matrix  square, shape n x n
 * @returns z, or undefined when a pivot falls below 1e-14 of its column's scale (singular to working precision)
 * @example
 * solveLinearSystem([[2, 0], [0, 4]], [1, 1]) // => [0.5, 0.25]
 */
export function solveLinearSystem(
  matrix: readonly (readonly number[])[],
  right: readonly number[],
): number[] | undefined {
  const size = matrix.length;
  const rows = matrix.map((row, i) => [...row, right[i]]);
  for (let k = 0; k < size; k += 1) {
    const scale = Math.max(...matrix.map((row) => Math.abs(row[k])));
    let pivot = k;
    for (let i = k + 1; i < size; i += 1) if (Math.abs(rows[i][k]) > Math.abs(rows[pivot][k])) pivot = i;
    if (!(Math.abs(rows[pivot][k]) > 1e-14 * scale)) return undefined;
    [rows[k], rows[pivot]] = [rows[pivot], rows[k]];
    for (let i = k + 1; i < size; i += 1) {
      const factor = rows[i][k] / rows[k][k];
      if (factor !== 0) for (let j = k; j <= size; j += 1) rows[i][j] -= factor * rows[k][j];
    }
  }
  const z = Array.from({ length: size }, () => 0);
  for (let k = size - 1; k >= 0; k -= 1) {
    let value = rows[k][size];
    for (let j = k + 1; j < size; j += 1) value -= rows[k][j] * z[j];
    z[k] = value / rows[k][k];
  }
  return z;
}

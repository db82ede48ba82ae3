import Fraction from 'fraction.js';

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
    const pivot = rows.findIndex((row, i) => i >= top && row[column].n !== 0n);
    if (pivot < 0) continue;
    [rows[top], rows[pivot]] = [rows[pivot], rows[top]];
    const lead = rows[top][column];
    rows[top] = rows[top].map((entry) => entry.div(lead));
    for (let i = 0; i < size; i += 1) {
      const factor = rows[i][column];
      if (i === top || factor.n === 0n) continue;
      rows[i] = rows[i].map((entry, j) => entry.sub(factor.mul(rows[top][j])));
    }
    pivots.push(column);
  }
  const kernelDimension = size - pivots.length;
  if (kernelDimension === 0) return { solution: rows.map((row) => row[size]), kernelDimension };
  if (kernelDimension > 1) return { kernelDimension };
  const free = Array.from({ length: size }, (_, j) => j).find((j) => !pivots.includes(j)) ?? 0;
  const kernel = Array.from({ length: size }, () => new Fraction(0n));
  kernel[free] = new Fraction(1n);
  pivots.forEach((column, i) => {
    kernel[column] = rows[i][free].neg();
  });
  return { kernel, kernelDimension };
}

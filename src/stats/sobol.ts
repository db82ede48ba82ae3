/**
 * Which inputs a quantity's variance comes from: Sobol indices by two samples of the inputs and their crossings.
 *
 * A and B are independent samples, shape rows x inputs; AB_i is A with column i from B. Over the variance, first-order indices
 * are the mean of f(B) (f(AB_i) - f(A)), because f(B) shares input i with AB_i alone; total ones are half the mean square of
 * f(A) - f(AB_i), which share all other inputs. Half-widths come from leaving out one of twenty blocks of rows at a time.
 *
 * @source Saltelli et al. (2010), Comput. Phys. Commun. 181, estimators (b) and (f) of table 2; Miller (1974), Biometrika 61,
 *   for the jackknife
 */
import { studentQuantile } from './student.ts';

/** An index with its half-width. */
export interface SobolIndex {
  value: number;
  halfWidth: number;
}

/** What one input accounts for: alone, and together with all others. */
export interface SobolPair {
  first: SobolIndex;
  total: SobolIndex;
}

/** Indices of every input, and the moments of the quantity over the sample. */
export interface SobolIndices {
  inputs: SobolPair[];
  mean: number;
  variance: number;
  evaluations: number;
}

const blocks = 20;

/**
 * Estimates the indices of `f` over the unit cube.
 *
 * @param f       finite on [0, 1)^inputs
 * @param sample  rows x (2 inputs) uniform numbers: columns of A, then columns of B; at least 40 rows
 * @param confidence  of the half-widths, 0.95 unless told
 * @returns zeros where nothing varies
 * @throws RangeError when the sample has another shape, or f returns no finite number
 */
export function estimateSobol(
  f: (point: readonly number[]) => number,
  inputs: number,
  sample: readonly (readonly number[])[],
  confidence = 0.95,
): SobolIndices {
  if (sample.length < 2 * blocks || sample.some((row) => row.length !== 2 * inputs)) {
    throw new RangeError(`a sample of at least ${2 * blocks} rows and ${2 * inputs} columns is needed`);
  }
  const evaluate = (point: readonly number[]) => {
    const value = f(point);
    if (!Number.isFinite(value)) throw new RangeError(`the quantity is ${value} at [${point.join(', ')}]`);
    return value;
  };
  const a = sample.map((row) => evaluate(row.slice(0, inputs)));
  const b = sample.map((row) => evaluate(row.slice(inputs)));
  const crossed = Array.from({ length: inputs }, (_, i) =>
    sample.map((row) => evaluate(row.slice(0, inputs).map((value, j) => (j === i ? row[inputs + i]! : value)))),
  );
  const all = [...a, ...b];
  const mean = meanOf(all);
  const variance = meanOf(all.map((value) => (value - mean) ** 2));
  const critical = studentQuantile((1 + confidence) / 2, blocks - 1);
  const jackknife = (estimate: (rows: readonly number[]) => number): SobolIndex => {
    const rows = sample.map((_, row) => row);
    const left = Array.from({ length: blocks }, (_, block) => estimate(rows.filter((row) => row % blocks !== block)));
    const middle = meanOf(left);
    const spread = left.reduce((sum, value) => sum + (value - middle) ** 2, 0);
    return { value: estimate(rows), halfWidth: critical * Math.sqrt(((blocks - 1) / blocks) * spread) };
  };
  // Sums of squares of numbers that are all alike leave rounding behind; less than this is no variance.
  const varies = variance > 1e-24 * Math.max(...all.map((value) => value * value), 1e-300);
  const none: SobolIndex = { value: 0, halfWidth: 0 };
  return {
    inputs: crossed.map((ab) =>
      varies
        ? {
            first: jackknife((rows) => meanProduct(rows, a, b, ab, mean) / varianceOf(rows, a, b)),
            total: jackknife((rows) => halfMeanSquare(rows, a, ab) / varianceOf(rows, a, b)),
          }
        : { first: none, total: none },
    ),
    mean,
    variance,
    evaluations: sample.length * (inputs + 2),
  };
}

/** Taking the mean off f(B) changes no expectation and most of the noise. */
function meanProduct(
  rows: readonly number[],
  a: readonly number[],
  b: readonly number[],
  ab: readonly number[],
  center: number,
): number {
  return rows.reduce((sum, row) => sum + (b[row]! - center) * (ab[row]! - a[row]!), 0) / rows.length;
}

function halfMeanSquare(rows: readonly number[], x: readonly number[], y: readonly number[]): number {
  return rows.reduce((sum, row) => sum + (x[row]! - y[row]!) ** 2, 0) / (2 * rows.length);
}

function varianceOf(rows: readonly number[], a: readonly number[], b: readonly number[]): number {
  const values = rows.flatMap((row) => [a[row]!, b[row]!]);
  const mean = meanOf(values);
  return meanOf(values.map((value) => (value - mean) ** 2));
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

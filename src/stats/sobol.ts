/**
 * Which inputs a quantity's variance comes from: Sobol indices by two samples of the inputs and their crossings.
 *
 * A and B are independent samples, shape rows x inputs; AB_i is A with column i from B. Over the variance, total indices
 * are half the mean square of f(A) - f(AB_i), which share all inputs but i. First-order ones have two unbiased estimators: the
 * mean of f(B) (f(AB_i) - f(A)), quiet where i matters little, and what half the mean square of f(B) - f(AB_i), which share i
 * alone, leaves of the variance, quiet where i matters most. They are mixed by the total index. Everything is
 * done on several samples that were drawn independently of each other: their mean is the estimate, their spread its error.
 *
 * @source Saltelli et al. (2010), Comput. Phys. Commun. 181, estimators (b), (c) and (f) of table 2
 */
import { square } from '../kernel/mathematics/index.ts';
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

/**
 * Estimates the indices of `f` over the unit cube.
 *
 * @param f        finite on [0, 1)^inputs
 * @param samples  at least 2, each rows x (2 inputs) uniform numbers: columns of A, then columns of B
 * @param confidence  of the half-widths, 0.95 unless told
 * @returns zeros where nothing varies
 * @throws RangeError when a sample has another shape, or f returns no finite number
 */
export function estimateSobol(
  f: (point: readonly number[]) => number,
  inputs: number,
  samples: readonly (readonly (readonly number[])[])[],
  confidence = 0.95,
): SobolIndices {
  if (samples.length < 2 || samples.some((rows) => rows.length < 2 || rows.some((row) => row.length !== 2 * inputs))) {
    throw new RangeError(`at least 2 samples of at least 2 rows and ${2 * inputs} columns are needed`);
  }
  const evaluate = (point: readonly number[]) => {
    const value = f(point);
    if (!Number.isFinite(value)) throw new RangeError(`the quantity is ${value} at [${point.join(', ')}]`);
    return value;
  };
  const plain = samples.map((rows) => ({
    a: rows.map((row) => evaluate(row.slice(0, inputs))),
    b: rows.map((row) => evaluate(row.slice(inputs))),
  }));
  const all = plain.flatMap(({ a, b }) => [...a, ...b]);
  const mean = meanOf(all);
  const variance = varianceOf(all);
  // Sums of squares of numbers that are all alike leave rounding behind; less than this is no variance.
  const varies = variance > 1e-24 * Math.max(...all.map((value) => value * value), 1e-300);
  const estimates = Array.from({ length: inputs }, (_, i) =>
    samples.map((rows, k) => {
      const { a, b } = plain[k];
      const ab = rows.map((row) =>
        evaluate(row.slice(0, inputs).map((value, j) => (j === i ? row[inputs + i] : value))),
      );
      if (!varies) return { quiet: 0, loud: 0, total: 0 };
      // Of this sample alone: a variance that all samples share would hide its own error from their spread.
      const own = varianceOf([...a, ...b]);
      const total = halfMeanSquare(a, ab) / own;
      return { quiet: meanProduct(a, b, ab, mean) / own, loud: 1 - halfMeanSquare(b, ab) / own, total };
    }),
  );
  return {
    inputs: estimates.map((ofInput) => {
      const total = summarize(
        ofInput.map((one) => one.total),
        confidence,
      );
      const weight = Math.min(1, total.value);
      const first = ofInput.map(({ quiet, loud }) => (1 - weight) * quiet + weight * loud);
      return { first: summarize(first, confidence), total };
    }),
    mean,
    variance,
    evaluations: samples.reduce((sum, rows) => sum + rows.length * (inputs + 2), 0),
  };
}

function summarize(estimates: readonly number[], confidence: number): SobolIndex {
  const n = estimates.length;
  const mean = meanOf(estimates);
  const squares = estimates.reduce((sum, estimate) => sum + square(estimate - mean), 0);
  // A share lies between nothing and all: what noise adds beyond is known to be wrong.
  const value = Math.min(1, Math.max(0, mean));
  return { value, halfWidth: studentQuantile((1 + confidence) / 2, n - 1) * Math.sqrt(squares / (n * (n - 1))) };
}

/** Taking the mean off f(B) changes no expectation and most of the noise. */
function meanProduct(a: readonly number[], b: readonly number[], ab: readonly number[], center: number): number {
  return meanOf(ab.map((value, row) => (b[row] - center) * (value - a[row])));
}

function halfMeanSquare(x: readonly number[], y: readonly number[]): number {
  return meanOf(x.map((value, row) => square(value - y[row]))) / 2;
}

function varianceOf(values: readonly number[]): number {
  const mean = meanOf(values);
  return meanOf(values.map((value) => square(value - mean)));
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

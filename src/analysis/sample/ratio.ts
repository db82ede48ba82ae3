/**
 * A ratio of sums from replications, known noise taken out: least squares of the numerators on the denominators and on
 * controls whose expectation is zero, each replication weighed by its size.
 *
 * Without controls the slope on the denominators is the ratio of the sums. Adjusting the ratio of the sums afterwards
 * instead would leave an error of second order, in which larger replications weigh more, that no residual shows.
 *
 * @source Lavenberg and Welch (1981), with the number of jobs in the place of the constant
 */
import { dot, subtract } from '../../stats/vectors.ts';

/** A ratio with what is left of each replication. */
export interface RatioFit {
  ratio: number;
  standardError: number;
  degrees: number;
  /** What each replication contributes to the error of the ratio; they sum to zero. */
  influence: Float64Array;
  /** Controls that were used; constant and collinear ones are dropped. */
  kept: number;
}

const COLLINEAR_SHARE = 1e-10;

/**
 * Fits a ratio.
 *
 * @param values, jobs  numerator and denominator of each replication; denominators are positive
 * @param controls      columns of the same length, expectation zero; the first ones win among collinear ones, and some
 *                      degree of freedom is always left
 */
export function fitRatio(values: Float64Array, jobs: Float64Array, controls: readonly Float64Array[]): RatioFit {
  const n = values.length;
  const scale = (column: Float64Array) => column.map((value, i) => (jobs[i] > 0 ? value / Math.sqrt(jobs[i]) : 0));
  const basis: Float64Array[] = [];
  const clear = (column: Float64Array) => {
    for (const earlier of basis) subtract(column, dot(column, earlier) / dot(earlier, earlier), earlier);
    return column;
  };
  for (const control of controls) {
    if (basis.length >= n - 2) break;
    const column = scale(control);
    const size = dot(column, column);
    clear(column);
    if (dot(column, column) > COLLINEAR_SHARE * size) basis.push(column);
  }
  const base = clear(scale(jobs));
  const residuals = clear(scale(values));
  const weight = dot(base, base);
  const ratio = dot(residuals, base) / weight;
  subtract(residuals, ratio, base);
  const degrees = n - 1 - basis.length;
  const variance = degrees > 0 ? dot(residuals, residuals) / degrees : Number.POSITIVE_INFINITY;
  return {
    ratio,
    standardError: Math.sqrt(variance / weight),
    degrees,
    influence: residuals.map((residual, i) => (n * residual * base[i]) / weight),
    kept: basis.length,
  };
}

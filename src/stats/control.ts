import { type Estimate, makeEstimate } from './interval.ts';
import { dot, subtract } from './vectors.ts';

const COLLINEAR_SHARE = 1e-10;

/** A mean from which known noise was taken out, and the controls that did it. */
export interface ControlledEstimate extends Estimate {
  /** Indices of the controls used; constant and collinear ones are dropped. */
  readonly kept: readonly number[];
  /** Standard deviation of an observation after the adjustment. */
  readonly residualDeviation: number;
  /** What is left of each observation, centred; for the covariance of two adjusted means. */
  readonly residuals: Float64Array;
}

/**
 * Mean of the values, adjusted by least squares for controls whose true mean is known to be zero.
 *
 * A control is a by-product of the same replication, such as arrivals minus their expectation. The price is one degree of
 * freedom each; with normal data the interval is exact.
 *
 * @param values    one per replication
 * @param controls  columns of the same length, expectation zero; the first ones win among collinear ones
 * @throws RangeError when a column has another length or confidence is outside (0, 1)
 * @source Lavenberg and Welch (1981), A perspective on the use of control variables
 */
export function adjustByControls(
  values: ArrayLike<number>,
  controls: readonly ArrayLike<number>[],
  confidence: number,
): ControlledEstimate {
  const count = values.length;
  const [residuals, mean] = center(values);
  let adjusted = mean;
  let leverage = 1 / count;
  const kept: number[] = [];
  const basis: { column: Float64Array; mean: number; norm: number }[] = [];

  for (const [index, control] of controls.entries()) {
    if (control.length !== count) throw new RangeError(`control ${index} has ${control.length} values, not ${count}`);
    if (kept.length >= count - 2) break;
    const [column, ownMean] = center(control);
    const size = dot(column, column);
    let controlMean = ownMean;
    for (const earlier of basis) {
      const slope = dot(column, earlier.column) / earlier.norm;
      subtract(column, slope, earlier.column);
      controlMean -= slope * earlier.mean;
    }
    const norm = dot(column, column);
    if (!(norm > COLLINEAR_SHARE * size)) continue;
    const slope = dot(residuals, column) / norm;
    subtract(residuals, slope, column);
    adjusted -= slope * controlMean;
    leverage += (controlMean * controlMean) / norm;
    basis.push({ column, mean: controlMean, norm });
    kept.push(index);
  }

  const degrees = count - 1 - kept.length;
  const residualDeviation = Math.sqrt(dot(residuals, residuals) / degrees);
  return {
    ...makeEstimate(adjusted, residualDeviation * Math.sqrt(leverage), count, degrees, confidence),
    kept,
    residuals,
    residualDeviation: degrees > 0 ? residualDeviation : Number.POSITIVE_INFINITY,
  };
}

function center(values: ArrayLike<number>): [Float64Array, number] {
  const column = Float64Array.from(values);
  const mean = column.reduce((total, value) => total + value, 0) / column.length;
  return [column.map((value) => value - mean), mean];
}

import { normalQuantile } from './normal.ts';
import { studentQuantile } from './student.ts';
import type { Summary } from './summary.ts';

export { normalCdf, normalQuantile } from './normal.ts';
export { studentCdf, studentQuantile } from './student.ts';

/** A number with its uncertainty: the interval is mean ± halfWidth. */
export interface Estimate {
  /** The estimate; NaN when there is none, such as a ratio to nothing. */
  readonly mean: number;
  /** Half a confidence interval; Infinity when the data cannot tell, never NaN. */
  readonly halfWidth: number;
  /** Standard error of the mean; Infinity when the data cannot tell. */
  readonly standardError: number;
  /** Independent observations behind it. */
  readonly count: number;
  /** Degrees of freedom of the Student quantile used. */
  readonly degrees: number;
}

/**
 * Confidence interval of a mean from independent observations, by Student's distribution.
 *
 * @param confidence  in (0, 1), such as 0.95
 * @throws RangeError when confidence is outside (0, 1)
 * @example
 * estimateMean(Summary.of([1, 2, 3]), 0.95).halfWidth // => 2.484… = 4.303 × 1 / √3
 */
export function estimateMean(summary: Summary, confidence: number): Estimate {
  const { count, mean, variance } = summary;
  return makeEstimate(mean, Math.sqrt(variance / count), count, count - 1, confidence);
}

/** An estimate from its parts; a standard error that is no finite number, or no degrees, makes the interval infinite. */
export function makeEstimate(
  mean: number,
  standardError: number,
  count: number,
  degrees: number,
  confidence: number,
): Estimate {
  requireConfidence(confidence);
  if (!(degrees > 0 && Number.isFinite(mean) && Number.isFinite(standardError))) {
    const none = Number.POSITIVE_INFINITY;
    return { mean, halfWidth: none, standardError: none, count, degrees: Math.max(0, degrees) };
  }
  const quantile = studentQuantile((1 + confidence) / 2, degrees);
  return { mean, halfWidth: quantile * standardError, standardError, count, degrees };
}

/**
 * Confidence interval of a probability, sound for few trials and near 0 and 1.
 *
 * @param successes  0 ≤ successes ≤ trials
 * @returns low and high in [0, 1]; the whole of it without trials
 * @throws RangeError when the counts or the confidence are out of range
 * @source Wilson (1927), Probable inference, the law of succession, and statistical inference
 */
export function wilsonInterval(
  successes: number,
  trials: number,
  confidence: number,
): { readonly low: number; readonly high: number } {
  requireConfidence(confidence);
  if (!(successes >= 0 && successes <= trials)) throw new RangeError(`${successes} successes in ${trials} trials`);
  if (trials === 0) return { low: 0, high: 1 };
  const z = normalQuantile((1 + confidence) / 2);
  const share = successes / trials;
  const weight = 1 + (z * z) / trials;
  const centre = (share + (z * z) / (2 * trials)) / weight;
  const half = (z / weight) * Math.sqrt((share * (1 - share)) / trials + (z * z) / (4 * trials * trials));
  // At the ends the bound is exactly 0 or 1; rounding would leave a speck.
  return { low: successes === 0 ? 0 : centre - half, high: successes === trials ? 1 : centre + half };
}

function requireConfidence(confidence: number): void {
  if (!(confidence > 0 && confidence < 1)) throw new RangeError(`confidence is ${confidence}; it lies in (0, 1)`);
}

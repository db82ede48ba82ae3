import { type Estimate, estimateMean, makeEstimate } from './interval.ts';
import { Summary } from './summary.ts';

/**
 * Mean of a - b over paired observations; what the pairs share cancels.
 *
 * @param a, b  same length; element i of both comes from replication i
 * @throws RangeError when the lengths differ or confidence is outside (0, 1)
 */
export function estimatePairedMean(a: ArrayLike<number>, b: ArrayLike<number>, confidence: number): Estimate {
  requireSameLength(a, b);
  const differences = new Summary();
  for (let i = 0; i < a.length; i++) differences.add(a[i] - b[i]);
  return estimateMean(differences, confidence);
}

/**
 * Ratio of two sums over replications, such as income per job, with the standard error of the delta method.
 *
 * The mean of the replications' own ratios would be biased, since long replications would count no more than short ones.
 *
 * @param numerators, denominators  one of each per replication, same length
 * @throws RangeError when the lengths differ or confidence is outside (0, 1)
 * @source Cochran (1977), Sampling Techniques, chapter 6
 * @example
 * estimateRatio([2, 4], [1, 2], 0.95) // => mean 2, halfWidth 0
 */
export function estimateRatio(
  numerators: ArrayLike<number>,
  denominators: ArrayLike<number>,
  confidence: number,
): Estimate {
  const influence = computeRatioInfluence(numerators, denominators);
  return estimateFromInfluence(sum(numerators) / sum(denominators), influence, confidence);
}

/**
 * Difference of two ratios, A - B, over paired replications; identical arms give exactly 0 ± 0.
 *
 * @throws RangeError when the lengths differ or confidence is outside (0, 1)
 */
export function estimatePairedRatioDifference(
  numeratorsA: ArrayLike<number>,
  denominatorsA: ArrayLike<number>,
  numeratorsB: ArrayLike<number>,
  denominatorsB: ArrayLike<number>,
  confidence: number,
): Estimate {
  const influence = computeRatioDifferenceInfluence(numeratorsA, denominatorsA, numeratorsB, denominatorsB);
  const difference = sum(numeratorsA) / sum(denominatorsA) - sum(numeratorsB) / sum(denominatorsB);
  return estimateFromInfluence(difference, influence, confidence);
}

/**
 * Influence of each replication on a ratio of sums: (numerator - ratio × denominator) / mean denominator.
 *
 * They sum to zero; their covariance over n replications, divided by n, is the covariance of two ratios.
 */
export function computeRatioInfluence(numerators: ArrayLike<number>, denominators: ArrayLike<number>): Float64Array {
  requireSameLength(numerators, denominators);
  const total = sum(denominators);
  const ratio = sum(numerators) / total;
  const mean = total / denominators.length;
  const influence = new Float64Array(numerators.length);
  for (let i = 0; i < influence.length; i++) influence[i] = (numerators[i] - ratio * denominators[i]) / mean;
  return influence;
}

/** Influence of each replication on the difference of two ratios, A - B, over paired replications. */
export function computeRatioDifferenceInfluence(
  numeratorsA: ArrayLike<number>,
  denominatorsA: ArrayLike<number>,
  numeratorsB: ArrayLike<number>,
  denominatorsB: ArrayLike<number>,
): Float64Array {
  requireSameLength(numeratorsA, numeratorsB);
  const influenceA = computeRatioInfluence(numeratorsA, denominatorsA);
  const influenceB = computeRatioInfluence(numeratorsB, denominatorsB);
  return influenceA.map((value, i) => value - influenceB[i]);
}

/** Covariance of two estimates from the influences of the same replications on each; NaN below two replications. */
export function computeInfluenceCovariance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  requireSameLength(a, b);
  let products = 0;
  for (let i = 0; i < a.length; i++) products += a[i] * b[i];
  return products / (a.length * (a.length - 1));
}

/** An estimate whose standard error comes from the influence of each replication on it. */
export function estimateFromInfluence(value: number, influence: ArrayLike<number>, confidence: number): Estimate {
  const count = influence.length;
  const standardError = Math.sqrt(computeInfluenceCovariance(influence, influence));
  return makeEstimate(value, standardError, count, count - 1, confidence);
}

function sum(values: ArrayLike<number>): number {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += values[i];
  return total;
}

function requireSameLength(a: ArrayLike<number>, b: ArrayLike<number>): void {
  if (a.length !== b.length) throw new RangeError(`pairs need columns of one length; got ${a.length} and ${b.length}`);
}

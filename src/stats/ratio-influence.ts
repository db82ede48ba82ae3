/**
 * Influence of each replication on a ratio of sums: (numerator - ratio × denominator) / mean denominator.
 *
 * They sum to zero; their covariance over n replications, divided by n, is the covariance of two ratios. The mean of the
 * replications' own ratios would be biased, since long replications would count no more than short ones.
 *
 * @param numerators, denominators  one of each per replication
 * @throws RangeError when the lengths differ
 * @source Cochran (1977), Sampling Techniques, chapter 6
 */
export function computeRatioInfluence(numerators: ArrayLike<number>, denominators: ArrayLike<number>): Float64Array {
  if (numerators.length !== denominators.length) {
    throw new RangeError(`a ratio needs columns of one length; got ${numerators.length} and ${denominators.length}`);
  }
  const total = sum(denominators);
  const ratio = sum(numerators) / total;
  const mean = total / denominators.length;
  const influence = new Float64Array(numerators.length);
  for (let i = 0; i < influence.length; i++) influence[i] = (numerators[i] - ratio * denominators[i]) / mean;
  return influence;
}

function sum(values: ArrayLike<number>): number {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += values[i];
  return total;
}

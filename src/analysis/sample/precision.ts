/** How sure an estimate is, as plain data, and the interval that follows. */

import { studentQuantile } from '../../stats/interval.ts';
import type { Looks } from './looks.ts';
import { boundOf, type Unseen } from './unseen.ts';

/** What an interval is made of. */
export interface Precision {
  standardError: number;
  degrees: number;
  /** What is added to any interval for outcomes too rare to be seen. */
  unseen: Unseen;
  /** How lopsided the law of the mean is: its skewness by the exact law of a job, the most it can be without one [1]. */
  skewness: number;
}

// Beyond this the expansion does not hold; such laws have outcomes that are set apart as rare.
const SKEWNESS_MAX = 0.2;

/** Half-width of an estimate's interval at its look, one of `comparisons` that hold together. */
export function halfWidthOf(estimate: Precision & { replications: number }, looks: Looks, comparisons = 1): number {
  return reachOf(estimate, looks.tail(estimate.replications, comparisons));
}

/** Half-width of an estimate's interval. @param tail  one-sided error probability */
export function reachOf(estimate: Precision, tail: number): number {
  const { spread, allowance } = partsOf(estimate, tail);
  return spread + allowance;
}

/** An interval's half-width in its two parts: noise that averages out, and what may have gone unseen. */
export function partsOf(estimate: Precision, tail: number): { spread: number; allowance: number } {
  const { standardError, degrees } = estimate;
  if (standardError === 0) return { spread: 0, allowance: 0 };
  if (!(degrees >= 1) || !Number.isFinite(standardError)) return { spread: Number.POSITIVE_INFINITY, allowance: 0 };
  // Where both parts matter each may spend half of the error.
  const allowance = boundOf(estimate.unseen, tail / 2);
  const share = allowance > 0 ? tail / 2 : tail;
  const quantile = studentQuantile(1 - share, degrees);
  // A lopsided law misses more often on one side than on the other. By the first term of Edgeworth's expansion of
  // Student's statistic (Hall 1992) this much more keeps the error of the worse side at what it may spend.
  const lopsided = (Math.min(estimate.skewness, SKEWNESS_MAX) * (2 * quantile * quantile + 1)) / 6;
  return { spread: (quantile + lopsided) * standardError, allowance };
}

/** Means of batches of one long run, which stand for replications as far as neighbours do not resemble each other. */

import { square } from '../kernel/mathematics/index.ts';
import { normalQuantile } from './normal.ts';

/** Beyond this a series of batch means says next to nothing. */
const CORRELATION_MAX = 0.9;
const SIGNIFICANCE = 0.05;

/** What the resemblance of neighbouring batches does to the standard error of their mean. */
export interface BatchCorrelation {
  /** Correlation of neighbouring batches by von Neumann's ratio; near 0 when batches are long enough. */
  readonly correlation: number;
  /** How much larger the standard error is than that of as many independent values; at least 1. */
  readonly inflation: number;
  /** As many independent values would be worth as much [count]. */
  readonly effectiveCount: number;
}

/**
 * Correlation of neighbouring batch means, and what it costs: as in an autoregressive series of first order, of which
 * batch means keep little else.
 *
 * Chance alone makes half of all series of independent batches look correlated, by about 1 / √count.
 *
 * @param runs        the batch means of each run in order, all with the same expectation
 * @param isExpected  whether neighbours are known to resemble each other: then any correlation is believed, at the price
 *                    of intervals a few per cent too wide; otherwise only what chance does in one case of twenty
 * @source von Neumann (1941), Distribution of the ratio of the mean square successive difference to the variance;
 * Fishman (1978), Grouping observations in digital simulation
 * @example
 * correlateBatches([[1, 3, 1, 3]]).inflation // => 1
 */
export function correlateBatches(runs: readonly ArrayLike<number>[], isExpected = true): BatchCorrelation {
  const values = runs.flatMap((run) => Array.from(run));
  const count = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  const squares = values.reduce((sum, value) => sum + square(value - mean), 0);
  let [steps, pairs] = [0, 0];
  for (const run of runs) {
    for (let i = 1; i < run.length; i++) steps += square(run[i] - run[i - 1]);
    pairs += Math.max(0, run.length - 1);
  }
  const correlation = squares > 0 && pairs > 0 ? 1 - (steps / (2 * pairs)) * ((count - 1) / squares) : 0;
  // Of independent normal values the ratio has this deviation.
  const deviation = Math.sqrt(Math.max(0, count - 2) / (count * count - 1));
  const least = isExpected ? 0 : normalQuantile(1 - SIGNIFICANCE) * deviation;
  const believed = correlation > least ? Math.min(CORRELATION_MAX, correlation) : 0;
  const factor = (1 + believed) / (1 - believed);
  return { correlation, inflation: Math.sqrt(factor), effectiveCount: count / factor };
}

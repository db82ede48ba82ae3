import { correlateBatches } from './batch-correlation.ts';
import { type Estimate, estimateMean } from './interval.ts';
import { normalQuantile } from './normal.ts';
import { Summary } from './summary.ts';

const SIGNIFICANCE = 0.05;

/** A mean from one long run, and whether its batches may pass for independent. */
export interface BatchEstimate extends Estimate {
  readonly batchSize: number;
  /** Correlation of neighbouring batch means by von Neumann's ratio; near 0 when batches are long enough. */
  readonly batchCorrelation: number;
  /** False when that correlation is larger than chance allows (5 %, one-sided): the interval is then too short. */
  readonly areBatchesIndependent: boolean;
}

/**
 * Confidence interval of the mean of one stationary, correlated series, by the means of equal batches.
 *
 * @param series      after warm-up; a remainder that fills no batch is discarded from the start
 * @param batchCount  10 to 30 is usual: fewer are safer, more are useless
 * @throws RangeError when batchCount is below 3 or above the length, or confidence is outside (0, 1)
 * @source Fishman (1978), Grouping observations in digital simulation; Schmeiser (1982)
 */
export function estimateByBatchMeans(series: ArrayLike<number>, confidence: number, batchCount = 20): BatchEstimate {
  if (!(Number.isInteger(batchCount) && batchCount >= 3 && batchCount <= series.length)) {
    throw new RangeError(
      `${batchCount} batches of ${series.length} values; there must be at least 3, none of them empty`,
    );
  }
  const batchSize = Math.floor(series.length / batchCount);
  const means = computeBatchMeans(series, batchCount, batchSize);
  const summary = Summary.of(means);
  const batchCorrelation = correlateBatches([means]).correlation;
  // Of independent normal means the statistic has mean 0 and this deviation.
  const deviation = Math.sqrt((batchCount - 2) / (batchCount * batchCount - 1));
  const areBatchesIndependent = batchCorrelation <= normalQuantile(1 - SIGNIFICANCE) * deviation;
  return { ...estimateMean(summary, confidence), batchSize, batchCorrelation, areBatchesIndependent };
}

function computeBatchMeans(series: ArrayLike<number>, batchCount: number, batchSize: number): Float64Array {
  const offset = series.length - batchCount * batchSize;
  return Float64Array.from({ length: batchCount }, (_, batch) => {
    let sum = 0;
    for (let i = 0; i < batchSize; i++) sum += series[offset + batch * batchSize + i];
    return sum / batchSize;
  });
}

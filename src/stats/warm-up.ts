const BATCH = 5;
const BATCHES_MIN = 10;

/** Where the warm-up of a run ends. */
export interface WarmUp {
  /** Observations (or batches, where batches were given) to discard from the start. */
  readonly length: number;
  /** False when the series is too short to tell: the best cut lies at the end of its first half, or there are under 50 values. */
  readonly isSettled: boolean;
}

/**
 * MSER-5: discards the start that makes the mean of the rest most precise, in batches of five observations.
 *
 * The cut d minimises the sum of squares of the n - d batch means left, divided by (n - d)^2. Only the first half may be
 * cut: near the end few values are left, and agree by chance.
 *
 * @source White (1997), An effective truncation heuristic for bias reduction in simulation output; Franklin and White (2008)
 * @example
 * findWarmUp([9, 9, 9, 9, 9, ...Array(95).fill(1)]) // => { length: 5, isSettled: true }
 */
export function findWarmUp(series: ArrayLike<number>): WarmUp {
  const batches = Math.floor(series.length / BATCH);
  const means = Float64Array.from({ length: batches }, (_, batch) => batchMean(series, batch));
  const { length, isSettled } = findWarmUpBatch(means);
  return { length: length * BATCH, isSettled };
}

/** The same for a series that is there as means of equal batches; `length` counts batches. */
export function findWarmUpBatch(means: ArrayLike<number>): WarmUp {
  const batches = means.length;
  const latest = Math.floor(batches / 2);
  let [best, bestCut] = [Number.POSITIVE_INFINITY, 0];
  let [count, mean, squares] = [0, 0, 0];
  for (let cut = batches - 1; cut >= 0; cut--) {
    const value = means[cut];
    const before = value - mean;
    mean += before / ++count;
    squares += before * (value - mean);
    // On equal terms the shorter warm-up wins.
    if (cut <= latest && squares / (count * count) <= best) {
      best = squares / (count * count);
      bestCut = cut;
    }
  }
  return { length: bestCut, isSettled: batches >= BATCHES_MIN && bestCut < latest };
}

function batchMean(series: ArrayLike<number>, batch: number): number {
  let sum = 0;
  for (let i = batch * BATCH; i < (batch + 1) * BATCH; i++) sum += series[i];
  return sum / BATCH;
}

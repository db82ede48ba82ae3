import { correlateBatches } from '../../stats/batch-correlation.ts';

/**
 * What it costs that rows are batches of runs instead of runs: how much larger a standard error is, and what share of
 * the degrees of freedom is left. Nothing where every row is a run.
 *
 * @param influence  what each row contributes to an estimate, the batches of a run one after the other; rows that do
 *                   not count are NaN
 * @param batches    rows of a run [count]
 */
export function judgeBatches(influence: Float64Array, batches = 1): { inflation: number; share: number } {
  if (batches === 1) return { inflation: 1, share: 1 };
  const runs = Array.from({ length: Math.ceil(influence.length / batches) }, (_, run) =>
    influence.subarray(run * batches, (run + 1) * batches).filter((value) => !Number.isNaN(value)),
  );
  const count = runs.reduce((sum, run) => sum + run.length, 0);
  const { inflation, effectiveCount } = correlateBatches(runs, false);
  return { inflation, share: effectiveCount / count };
}

/**
 * Which of several hypotheses to reject so that one or more true ones are rejected with probability at most alpha, whatever
 * the dependence between them.
 *
 * @param pValues  one per hypothesis; NaN is never rejected and counts as 1
 * @param count    how many hypotheses there are, if only those are given that might be rejected: the others' p-values exceed alpha
 * @returns true where rejected, in the order given
 * @source Holm (1979), A simple sequentially rejective multiple test procedure
 * @example
 * holm([0.01, 0.04, 0.03], 0.05) // => [true, false, false]
 */
export function holm(pValues: readonly number[], alpha: number, count = pValues.length): boolean[] {
  const known = pValues.map((p) => (Number.isNaN(p) ? 1 : p));
  const order = known.map((_, i) => i).sort((i, j) => known[i] - known[j]);
  const passed = order.findIndex((hypothesis, rank) => known[hypothesis] > alpha / (count - rank));
  const rejected = new Set(passed < 0 ? order : order.slice(0, passed));
  return known.map((_, i) => rejected.has(i));
}

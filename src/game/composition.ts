/** Ways to spread indistinguishable players over strategies, and how likely each is. */

/**
 * All vectors of `parts` non-negative integers that sum to `total`, first entry largest first.
 *
 * @example
 * listCompositions(2, 2) // => [[2, 0], [1, 1], [0, 2]]
 */
export function listCompositions(total: number, parts: number): number[][] {
  if (parts === 1) return [[total]];
  const found: number[][] = [];
  for (let first = total; first >= 0; first -= 1) {
    for (const rest of listCompositions(total - first, parts - 1)) found.push([first, ...rest]);
  }
  return found;
}

/** How many of them there are; in doubles, so that a large number is near enough and never wraps. */
export function countCompositions(total: number, parts: number): number {
  let count = 1;
  for (let k = 1; k < parts; k += 1) count *= (total + k) / k;
  return count;
}

/**
 * Probability that independent draws with probabilities `mix` fall exactly into `counts`.
 *
 * Multiplied factor by factor, so it neither overflows nor loses more than rounding per player.
 */
export function computeMultinomial(counts: readonly number[], mix: readonly number[]): number {
  let probability = 1;
  let drawn = 0;
  for (let part = 0; part < counts.length; part += 1) {
    for (let k = 1; k <= counts[part]; k += 1) {
      drawn += 1;
      probability *= (drawn / k) * mix[part];
    }
  }
  return probability;
}

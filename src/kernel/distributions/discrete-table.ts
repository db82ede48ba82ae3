import type { Uniforms } from '../stream.ts';

/** Draws index i with a probability proportional to weight i. */
export interface DiscreteTable {
  draw(uniforms: Uniforms): number;
}

/**
 * Distribution function of a finite law with a guide to where the search begins: one uniform and about two look-ups per
 * draw, however long the table.
 *
 * @param weights  non-negative, with a positive sum
 * @source Chen and Asau (1974), On generating random variates from an empirical distribution
 */
export function buildDiscreteTable(weights: ArrayLike<number>): DiscreteTable {
  const length = weights.length;
  const cumulative = new Float64Array(length);
  let sum = 0;
  let last = 0;
  for (let i = 0; i < length; i++) {
    sum += weights[i];
    cumulative[i] = sum;
    if (weights[i] > 0) last = i;
  }
  for (let i = 0; i < length; i++) cumulative[i] /= sum;
  // Rounding must not leave a gap below 1 that no entry covers, nor give a zero weight a chance.
  cumulative.fill(1, last);

  const guide = new Int32Array(length);
  for (let cell = 0, i = 0; cell < length; cell++) {
    while (cumulative[i] <= cell / length) i++;
    guide[cell] = i;
  }
  return {
    draw: (uniforms) => {
      const u = uniforms.next();
      let i = guide[Math.floor(u * length)];
      while (cumulative[i] <= u) i++;
      return i;
    },
  };
}

/**
 * Draws from a unimodal law on whole numbers low … high, tabulated outwards from its mode until a weight is below 1e-20 of
 * the largest. No factorial is computed, so nothing overflows.
 *
 * @param ratio  P(k + 1) / P(k)
 */
export function buildUnimodalTable(
  low: number,
  mode: number,
  high: number,
  ratio: (k: number) => number,
): DiscreteTable {
  const above: number[] = [];
  for (let k = mode, weight = 1; k < high; k++) {
    weight *= ratio(k);
    if (!(weight >= 1e-20)) break;
    above.push(weight);
  }
  const below: number[] = [];
  for (let k = mode, weight = 1; k > low; k--) {
    weight /= ratio(k - 1);
    if (!(weight >= 1e-20)) break;
    below.push(weight);
  }
  const first = mode - below.length;
  const table = buildDiscreteTable([...below.reverse(), 1, ...above]);
  return { draw: (uniforms) => first + table.draw(uniforms) };
}

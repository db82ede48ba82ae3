/**
 * Fictitious play: each round both players best respond to how often the other has played what so far.
 *
 * Converges in zero-sum games, 2 x n games, potential games and games solvable by strict dominance; in Shapley's game it
 * cycles for ever, ever more slowly.
 *
 * @source Brown (1951); Robinson (1951); Shapley (1964)
 */
import { computeRegret } from './best-response.ts';
import { checkNormalForm, flattenNormalForm, type NormalForm } from './normal-form.ts';

/** Frequencies after the last round, how far they are from equilibrium, and how often anybody changed strategy. */
export interface FictitiousPlay {
  readonly frequencies: readonly (readonly number[])[];
  readonly regret: number;
  readonly rounds: number;
  readonly changes: number;
  readonly last: readonly [number, number];
}

/**
 * Plays `rounds` rounds, both players moving at once; ties go to the lowest strategy.
 *
 * @param start  first choices of row and column
 * @throws RangeError when the game is malformed, the start does not exist, or rounds is no positive integer
 * @example
 * const coordination = buildNormalForm([[2, 0], [0, 1]], [[2, 0], [0, 1]]);
 * playFictitiously(coordination, 100, [1, 1]).frequencies // => [[0, 1], [0, 1]]
 */
export function playFictitiously(
  game: NormalForm,
  rounds: number,
  start: readonly [number, number] = [0, 0],
): FictitiousPlay {
  checkNormalForm(game);
  const [m, n] = [game.strategies[0].length, game.strategies[1].length];
  if (!Number.isSafeInteger(rounds) || rounds < 1) throw new RangeError(`${rounds} rounds; play at least one`);
  if (!(start[0] in game.strategies[0]) || !(start[1] in game.strategies[1])) {
    throw new RangeError(`the start [${start.join(', ')}] is no pure profile of this game`);
  }
  const counts = [new Float64Array(m), new Float64Array(n)];
  // Totals against everything seen so far; adding one column per round replaces a matrix product.
  const totals = [new Float64Array(m), new Float64Array(n)];
  let [i, j] = start;
  let changes = 0;
  for (let round = 1; round <= rounds; round += 1) {
    counts[0][i] += 1;
    counts[1][j] += 1;
    if (round === rounds) break;
    for (let k = 0; k < m; k += 1) totals[0][k] += game.payoffs[0][k][j];
    for (let k = 0; k < n; k += 1) totals[1][k] += game.payoffs[1][i][k];
    const [nextI, nextJ] = [findLargest(totals[0]), findLargest(totals[1])];
    if (nextI !== i || nextJ !== j) changes += 1;
    [i, j] = [nextI, nextJ];
  }
  const frequencies = counts.map((count) => Array.from(count, (times) => times / rounds));
  const regret = computeRegret(flattenNormalForm(game), frequencies);
  return { frequencies, regret, rounds, changes, last: [i, j] };
}

function findLargest(values: Float64Array): number {
  let best = 0;
  for (let k = 1; k < values.length; k += 1) if (values[k] > values[best]) best = k;
  return best;
}

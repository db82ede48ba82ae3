/**
 * Large populations whose members play pure strategies: the state is the share of each strategy in each population.
 *
 * A state is one array: first the shares of population 0 (summing to 1), then those of population 1, and so on.
 */
import type { NormalForm } from './normal-form.ts';

/** Populations of `sizes[p]` strategies each, and what every strategy earns in a given state (same layout as the state). */
export interface PopulationGame {
  readonly sizes: readonly number[];
  readonly payoffs: (state: readonly number[]) => number[];
}

/** Motion of a state: its velocity, same layout, summing to zero within each population. */
export type Field = (state: readonly number[]) => number[];

/**
 * One population meeting itself: `matrix[i][j]` is what i earns against j, shape k x k.
 *
 * @throws RangeError when the matrix is empty, not square, or holds a number that is not finite
 */
export function buildPopulation(matrix: readonly (readonly number[])[]): PopulationGame {
  checkSquare(matrix);
  return { sizes: [matrix.length], payoffs: (state) => matrix.map((row) => dot(row, state)) };
}

/** Two populations, one per player of a two-player game, each meeting the other. */
export function buildTwoPopulations(game: NormalForm): PopulationGame {
  const [row, column] = game.payoffs;
  const [m, n] = [row.length, row[0].length];
  return {
    sizes: [m, n],
    payoffs: (state) => {
      const [x, y] = [state.slice(0, m), state.slice(m)];
      const forRow = row.map((payoffs) => dot(payoffs, y));
      const forColumn = y.map((_, j) => x.reduce((sum, share, i) => sum + share * column[i][j], 0));
      return [...forRow, ...forColumn];
    },
  };
}

/** Start and length of each population in the state. */
export function listPopulations(sizes: readonly number[]): { start: number; end: number }[] {
  let start = 0;
  return sizes.map((size) => {
    const range = { start, end: start + size };
    start += size;
    return range;
  });
}

/** @throws RangeError when the matrix is empty, not square, or holds a number that is not finite */
export function checkSquare(matrix: readonly (readonly number[])[]): void {
  if (matrix.length === 0 || matrix.some((row) => row.length !== matrix.length)) {
    throw new RangeError('a population meeting itself needs a square payoff matrix');
  }
  if (!matrix.flat().every(Number.isFinite)) throw new RangeError('every payoff is a finite number');
}

/** @throws RangeError when the state has another length than the populations, or shares that are no distribution */
export function checkState(sizes: readonly number[], state: readonly number[]): void {
  const length = sizes.reduce((sum, size) => sum + size, 0);
  if (state.length !== length) throw new RangeError(`the state has ${state.length} shares, expected ${length}`);
  for (const { start, end } of listPopulations(sizes)) {
    const shares = state.slice(start, end);
    const sum = shares.reduce((total, share) => total + share, 0);
    if (Math.abs(sum - 1) > 1e-9 || shares.some((share) => !(share >= 0))) {
      throw new RangeError(`shares [${shares.join(', ')}] do not sum to 1`);
    }
  }
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, index) => sum + value * b[index], 0);
}

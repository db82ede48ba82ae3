/**
 * Payoffs as positive integers, so that the equilibrium solvers can be exact and a tie is a tie.
 *
 * Integer payoffs are taken as they are. Others are read on a decimal grid of 10^-12 of the player's payoff range (the
 * next power of ten below, but never finer than 15 digits of the largest payoff): 0.1 + 0.2 and 0.3 are the same payoff, and what differs by less than the grid counts as
 * equal. Each player's payoffs are then shifted to start at 1, which moves no equilibrium.
 */
import { log10, pow } from '../kernel/mathematics/index.ts';
import type { NormalForm } from './normal-form.ts';

/** Both players' payoffs as integers of at least 1, shape m x n each, rows first. */
export interface ExactPayoffs {
  readonly row: readonly (readonly bigint[])[];
  readonly column: readonly (readonly bigint[])[];
}

/** Reads both matrices of a game on their decimal grids. */
export function readExactPayoffs(game: NormalForm): ExactPayoffs {
  return { row: readExactMatrix(game.payoffs[0]), column: readExactMatrix(game.payoffs[1]) };
}

/**
 * One matrix on its decimal grid, shifted so that the smallest entry is 1.
 *
 * @example
 * readExactMatrix([[0.3, 0.1 + 0.2], [-1, 0]]) // => [[1300000000001n, 1300000000001n], [1n, 1000000000001n]]
 */
export function readExactMatrix(matrix: readonly (readonly number[])[]): bigint[][] {
  const entries = matrix.flat();
  const lowest = Math.min(...entries);
  if (entries.every(Number.isSafeInteger)) {
    return matrix.map((row) => row.map((entry) => BigInt(entry) - BigInt(lowest) + 1n));
  }
  const range = Math.max(...entries) - lowest;
  if (range === 0) return matrix.map((row) => row.map(() => 1n));
  // Doubles carry about 15 digits: of large payoffs that differ little, differences below that are rounding.
  const largest = Math.max(...entries.map(Math.abs));
  const unit = pow(10, Math.max(Math.floor(log10(range)) - 12, Math.ceil(log10(largest)) - 15));
  // Below 1e-290 a power of ten has no precision left; the range itself is then the ruler.
  const ruler = unit > 1e-290 ? unit : range * 1e-12;
  return matrix.map((row) => row.map((entry) => BigInt(Math.round((entry - lowest) / ruler)) + 1n));
}

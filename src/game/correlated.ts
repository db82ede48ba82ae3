/**
 * Correlated equilibria by linear programming: a device draws a profile and tells each player only its own part;
 * following the advice must be best for everyone.
 *
 * @source Aumann (1974, 1987); Myerson (1991), ch. 6
 */
import { maximize } from './linear-program.ts';
import { checkNPlayerGame, computePayoffRange, listProfiles, type NPlayerGame } from './normal-form.ts';

/** A distribution over pure profiles, in the order of the flat index, and what it pays. */
export interface CorrelatedEquilibrium {
  readonly probabilities: readonly number[];
  readonly payoffs: readonly number[];
  /** Value of the objective that was maximised. */
  readonly value: number;
  /** Most any player gains by disobeying one piece of advice, weighted with the chance of hearing it. */
  readonly regret: number;
}

/**
 * A correlated equilibrium that maximises a linear objective; by default welfare, the sum of payoffs.
 *
 * One always exists (every Nash equilibrium is one). Precision is that of a simplex in doubles: the regret is reported.
 *
 * @param objective  weight per pure profile, in the order of the flat index
 * @throws RangeError when the game is malformed or the objective has another length than the payoff tables
 * @example
 * const chicken = buildNormalForm([[6, 2], [7, 0]], [[6, 7], [2, 0]]);
 * solveCorrelated(flattenNormalForm(chicken)).value // => 10.5
 */
export function solveCorrelated(
  game: NPlayerGame,
  objective: readonly number[] = game.payoffs[0].map((_, i) => game.payoffs.reduce((sum, table) => sum + table[i], 0)),
): CorrelatedEquilibrium {
  checkNPlayerGame(game);
  if (objective.length !== game.payoffs[0].length) {
    throw new RangeError(`the objective has ${objective.length} weights, the game ${game.payoffs[0].length} profiles`);
  }
  const rows = game.players.flatMap((_, player) => listObedienceRows(game, player));
  const scale = computePayoffRange(objective);
  const solution = maximize({
    objective: objective.map((weight) => weight / scale),
    rows,
    bounds: rows.map(() => 0),
    simplex: objective.map((_, index) => index),
  });
  if (solution === undefined) throw new Error('no correlated equilibrium found, though every finite game has one');
  const total = solution.z.reduce((sum, share) => sum + share, 0);
  const probabilities = solution.z.map((share) => share / total);
  return {
    probabilities,
    payoffs: game.payoffs.map((table) => dot(table, probabilities)),
    value: dot(objective, probabilities),
    regret: computeDisobedienceGain(game, probabilities),
  };
}

/**
 * Most any player gains by replacing one strategy it is advised by another, in payoff units; 0 in a correlated equilibrium.
 *
 * @param probabilities  one per pure profile, in the order of the flat index
 */
export function computeDisobedienceGain(game: NPlayerGame, probabilities: readonly number[]): number {
  const gains = game.players.flatMap((_, player) => {
    const scale = computePayoffRange(game.payoffs[player]);
    return listObedienceRows(game, player).map((row) => scale * dot(row, probabilities));
  });
  return Math.max(0, ...gains);
}

/** One row per (advised, other) pair of a player: expected gain of disobeying, in shares of the player's payoff range. */
function listObedienceRows(game: NPlayerGame, player: number): number[][] {
  const count = game.strategies[player].length;
  const scale = computePayoffRange(game.payoffs[player]);
  const table = game.payoffs[player];
  const rows: number[][] = [];
  for (let advised = 0; advised < count; advised += 1) {
    for (let other = 0; other < count; other += 1) {
      if (other === advised) continue;
      const row: number[] = [];
      let index = 0;
      for (const choice of listProfiles(game.strategies)) {
        const deviated = index + (other - advised) * game.strides[player];
        row.push(choice[player] === advised ? (table[deviated] - table[index]) / scale : 0);
        index += 1;
      }
      rows.push(row);
    }
  }
  return rows;
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, index) => sum + value * b[index], 0);
}

/**
 * Best responses, regret and pure equilibria, for any number of players.
 *
 * Regret of a profile is the most any player gains by deviating alone; a profile is an epsilon-equilibrium when its
 * regret is at most epsilon. Regret is in payoff units, per player, so that it can be judged on the player's own scale.
 */
import { checkProfile, computeFlatIndex, listProfiles, type MixedProfile, type NPlayerGame } from './normal-form.ts';

/** A pure equilibrium: one strategy index per player; strict when every deviation loses. */
export interface PureEquilibrium {
  readonly choice: readonly number[];
  readonly strict: boolean;
}

/**
 * What `player` earns with each of its pure strategies while the others keep to `profile`.
 *
 * @returns one payoff per strategy of `player`
 * @throws RangeError when the profile has another shape than the game
 */
export function computeDeviationPayoffs(game: NPlayerGame, profile: MixedProfile, player: number): number[] {
  checkProfile(game.strategies, profile);
  const totals = game.strategies[player].map(() => 0);
  let index = 0;
  for (const choice of listProfiles(game.strategies)) {
    let weight = 1;
    for (let p = 0; p < choice.length; p += 1) if (p !== player) weight *= profile[p][choice[p]];
    if (weight !== 0) totals[choice[player]] += weight * game.payoffs[player][index];
    index += 1;
  }
  return totals;
}

/**
 * Strategies of `player` that earn within `tolerance` of the best against `profile`, in ascending order.
 *
 * @param tolerance  payoff units
 */
export function findBestResponses(game: NPlayerGame, profile: MixedProfile, player: number, tolerance = 0): number[] {
  const payoffs = computeDeviationPayoffs(game, profile, player);
  const best = Math.max(...payoffs);
  return payoffs.flatMap((payoff, strategy) => (payoff >= best - tolerance ? [strategy] : []));
}

/**
 * Regret of each player: best pure deviation minus what the player's own mix earns, in payoff units, never negative.
 *
 * @example
 * // Matching pennies at (heads, heads): the mismatcher gains 2 by switching.
 * const pennies = buildNormalForm([[1, -1], [-1, 1]], [[-1, 1], [1, -1]]);
 * computeRegrets(flattenNormalForm(pennies), [[1, 0], [1, 0]]) // => [0, 2]
 */
export function computeRegrets(game: NPlayerGame, profile: MixedProfile): number[] {
  return game.players.map((_, player) => {
    const payoffs = computeDeviationPayoffs(game, profile, player);
    // Summing p_s (best - u_s) instead of best - sum(p_s u_s) keeps the regret of an exact equilibrium at rounding size.
    const best = Math.max(...payoffs);
    return payoffs.reduce((total, payoff, strategy) => total + profile[player][strategy] * (best - payoff), 0);
  });
}

/** Largest regret of any player, in payoff units. */
export function computeRegret(game: NPlayerGame, profile: MixedProfile): number {
  return Math.max(...computeRegrets(game, profile));
}

/** True when no player gains more than `epsilon` payoff units by deviating alone. */
export function isEpsilonEquilibrium(game: NPlayerGame, profile: MixedProfile, epsilon: number): boolean {
  return computeRegret(game, profile) <= epsilon;
}

/**
 * All pure equilibria, by checking every deviation from every pure profile.
 *
 * @param tolerance  payoff units; gains up to it do not count as gains, and strict means losing more than it
 * @example
 * const dilemma = buildNormalForm([[3, 0], [5, 1]], [[3, 5], [0, 1]]);
 * findPureEquilibria(flattenNormalForm(dilemma)) // => [{ choice: [1, 1], strict: true }]
 */
export function findPureEquilibria(game: NPlayerGame, tolerance = 0): PureEquilibrium[] {
  const found: PureEquilibrium[] = [];
  for (const choice of listProfiles(game.strategies)) {
    const gap = computeSmallestLoss(game, choice);
    if (gap >= -tolerance) found.push({ choice: [...choice], strict: gap > tolerance });
  }
  return found;
}

/** The least any player loses by its best deviation from a pure profile; negative when somebody gains. */
function computeSmallestLoss(game: NPlayerGame, choice: readonly number[]): number {
  const index = computeFlatIndex(game.strides, choice);
  let gap = Number.POSITIVE_INFINITY;
  for (let player = 0; player < choice.length; player += 1) {
    const table = game.payoffs[player];
    const base = index - choice[player] * game.strides[player];
    for (let other = 0; other < game.strategies[player].length; other += 1) {
      if (other === choice[player]) continue;
      gap = Math.min(gap, table[index] - table[base + other * game.strides[player]]);
    }
  }
  return gap;
}

/**
 * Dominated strategies, by pure strategies or by mixes, and their iterated elimination; any number of players.
 *
 * A strategy is strictly dominated when some other mix earns more against everything the opponents can do, weakly
 * dominated when it earns at least as much against everything and more against something. Mixes are found by a linear
 * program and then checked against the payoffs, so a reported dominance always holds beyond the tolerance.
 *
 * @source Osborne, Rubinstein (1994), ch. 4; Myerson (1991), ch. 1.8 for the linear programs
 */
import { maximize } from './linear-program.ts';
import { checkNPlayerGame, computePayoffRange, listProfiles, type NPlayerGame } from './normal-form.ts';

/** What counts as dominance. */
export interface DominanceOptions {
  readonly kind?: 'strict' | 'weak';
  /** By mixes too (default), or by pure strategies alone. */
  readonly mixed?: boolean;
  /** Differences up to this share of the player's payoff range count as equal; default 1e-9. */
  readonly tolerance?: number;
}

/** One dominated strategy and the mix over the player's strategies that dominates it. */
export interface Dominated {
  readonly player: number;
  readonly strategy: number;
  readonly by: readonly number[];
}

/** Strategies left per player, and the eliminations in the order they were made. */
export interface Elimination {
  readonly surviving: readonly (readonly number[])[];
  readonly steps: readonly Dominated[];
}

/**
 * All dominated strategies of one player.
 *
 * @param surviving  strategies still in play per player; all by default
 * @throws RangeError when the game is malformed
 * @example
 * const dilemma = buildNormalForm([[3, 0], [5, 1]], [[3, 5], [0, 1]]);
 * findDominated(flattenNormalForm(dilemma), 0) // => [{ player: 0, strategy: 0, by: [0, 1] }]
 */
export function findDominated(
  game: NPlayerGame,
  player: number,
  options: DominanceOptions = {},
  surviving: readonly (readonly number[])[] = listAll(game),
): Dominated[] {
  checkNPlayerGame(game);
  const payoffs = tabulate(game, player, surviving);
  const margin = (options.tolerance ?? 1e-9) * computePayoffRange(game.payoffs[player]);
  return surviving[player].flatMap((strategy, own) => {
    const mix = findDominatingMix(payoffs, own, margin, options);
    if (mix === undefined) return [];
    const by = game.strategies[player].map(() => 0);
    surviving[player].forEach((other, k) => {
      by[other] = mix[k];
    });
    return [{ player, strategy, by }];
  });
}

/**
 * Removes dominated strategies one at a time until none is left: lowest player first, then lowest strategy, then anew.
 *
 * For strict dominance the order does not matter. For weak dominance it can change what survives (and the equilibria
 * that survive), which is why the steps are part of the answer.
 */
export function eliminateDominated(game: NPlayerGame, options: DominanceOptions = {}): Elimination {
  const surviving = listAll(game).map((strategies) => [...strategies]);
  const steps: Dominated[] = [];
  for (;;) {
    const next = findFirstDominated(game, options, surviving);
    if (next === undefined) return { surviving, steps };
    steps.push(next);
    surviving[next.player] = surviving[next.player].filter((strategy) => strategy !== next.strategy);
  }
}

function findFirstDominated(
  game: NPlayerGame,
  options: DominanceOptions,
  surviving: readonly (readonly number[])[],
): Dominated | undefined {
  for (let player = 0; player < game.players.length; player += 1) {
    const [first] = findDominated(game, player, options, surviving);
    if (first !== undefined) return first;
  }
  return undefined;
}

/** payoffs[own][opponents' joint profile], restricted to surviving strategies. */
function tabulate(game: NPlayerGame, player: number, surviving: readonly (readonly number[])[]): number[][] {
  const names = surviving.map((kept) => kept.map(String));
  const table: number[][] = surviving[player].map(() => []);
  for (const choice of listProfiles(names)) {
    const index = choice.reduce((sum, own, p) => sum + game.strides[p] * surviving[p][own], 0);
    table[choice[player]].push(game.payoffs[player][index]);
  }
  return table;
}

function findDominatingMix(
  payoffs: readonly (readonly number[])[],
  own: number,
  margin: number,
  options: DominanceOptions,
): number[] | undefined {
  const kind = options.kind ?? 'strict';
  for (let other = 0; other < payoffs.length; other += 1) {
    const pure = payoffs.map((_, k) => (k === other ? 1 : 0));
    if (other !== own && dominates(payoffs, pure, own, margin, kind)) return pure;
  }
  if (options.mixed === false || payoffs.length < 3) return undefined;
  const mix = proposeMix(payoffs, own, kind);
  return mix !== undefined && dominates(payoffs, mix, own, margin, kind) ? mix : undefined;
}

/** The mix of the other strategies with the largest smallest gain (strict) or the largest total gain without a loss (weak). */
function proposeMix(
  payoffs: readonly (readonly number[])[],
  own: number,
  kind: 'strict' | 'weak',
): number[] | undefined {
  const others = payoffs.map((_, k) => k).filter((k) => k !== own);
  const scale = computePayoffRange(payoffs.flat());
  const gains = payoffs[own].map((base, j) => others.map((k) => (payoffs[k][j] - base) / scale));
  const simplex = others.map((_, k) => k);
  const solution =
    kind === 'strict'
      ? maximize({
          objective: [...others.map(() => 0), 1],
          rows: gains.map((row) => [...row.map((gain) => -gain), 1]),
          bounds: gains.map(() => 0),
          simplex,
        })
      : maximize({
          objective: others.map((_, k) => gains.reduce((sum, row) => sum + row[k], 0)),
          rows: gains.map((row) => row.map((gain) => -gain)),
          bounds: gains.map(() => 0),
          simplex,
        });
  if (solution === undefined) return undefined;
  const total = simplex.reduce((sum, k) => sum + solution.z[k], 0);
  const mix = payoffs.map(() => 0);
  others.forEach((k, position) => {
    mix[k] = solution.z[position] / total;
  });
  return mix;
}

function dominates(
  payoffs: readonly (readonly number[])[],
  mix: readonly number[],
  own: number,
  margin: number,
  kind: 'strict' | 'weak',
): boolean {
  const gains = payoffs[own].map((base, j) => mix.reduce((sum, share, k) => sum + share * payoffs[k][j], 0) - base);
  if (kind === 'strict') return gains.every((gain) => gain > margin);
  return gains.every((gain) => gain >= -margin) && gains.some((gain) => gain > margin);
}

function listAll(game: NPlayerGame): number[][] {
  return game.strategies.map((names) => names.map((_, strategy) => strategy));
}

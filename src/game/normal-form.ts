/**
 * Games in normal form.
 *
 * Axes, stated once: `payoffs[player][i][j]` is what `player` earns when player 0 plays its strategy i (row) and
 * player 1 its strategy j (column); shape 2 x m x n. With more players a table has one number per pure profile,
 * `payoffs[player][flatIndex]` with `flatIndex = sum over p of strides[p] * choice[p]`, the last player moving fastest.
 */

/** A two-player game. `payoffs` has shape 2 x m x n; see the head of this file for the axes. */
export interface NormalForm {
  readonly players: readonly string[];
  readonly strategies: readonly (readonly string[])[];
  readonly payoffs: readonly (readonly (readonly number[])[])[];
}

/** A game of any number of players. `payoffs[player]` holds one number per pure profile, at `computeFlatIndex`. */
export interface NPlayerGame {
  readonly players: readonly string[];
  readonly strategies: readonly (readonly string[])[];
  readonly strides: readonly number[];
  readonly payoffs: readonly (readonly number[])[];
}

/** One probability vector per player: `profile[player][strategy]`, each summing to 1. */
export type MixedProfile = readonly (readonly number[])[];

/**
 * Builds a two-player game from two payoff matrices, naming strategies by position unless names are given.
 *
 * @param rowPayoffs     player 0's payoffs, shape m x n
 * @param columnPayoffs  player 1's payoffs, shape m x n (same axes: row index first)
 * @throws RangeError when a matrix is empty, ragged, of another shape, or holds a number that is not finite
 * @example
 * buildNormalForm([[1, -1], [-1, 1]], [[-1, 1], [1, -1]]).strategies // => [['0', '1'], ['0', '1']]
 */
export function buildNormalForm(
  rowPayoffs: readonly (readonly number[])[],
  columnPayoffs: readonly (readonly number[])[],
  names: { readonly players?: readonly string[]; readonly strategies?: readonly (readonly string[])[] } = {},
): NormalForm {
  const strategies = names.strategies ?? [countNames(rowPayoffs.length), countNames(rowPayoffs[0]?.length ?? 0)];
  const game = { players: names.players ?? ['row', 'column'], strategies, payoffs: [rowPayoffs, columnPayoffs] };
  checkNormalForm(game);
  return game;
}

/**
 * Builds a game of any number of players by asking for the payoffs of every pure profile once.
 *
 * @param payoff  profile of strategy indices (one per player) -> payoffs (one per player); the array it is given is reused
 * @throws RangeError when there are no players or strategies, or a payoff is missing or not finite
 * @example
 * buildNPlayerGame(['a', 'b'], [['0', '1'], ['0', '1']], ([i, j]) => [i === j ? 1 : 0, 0]).payoffs[0] // => [1, 0, 0, 1]
 */
export function buildNPlayerGame(
  players: readonly string[],
  strategies: readonly (readonly string[])[],
  payoff: (profile: readonly number[]) => readonly number[],
): NPlayerGame {
  const strides = computeStrides(strategies);
  const payoffs: number[][] = players.map(() => []);
  for (const profile of listProfiles(strategies)) {
    const earned = payoff(profile);
    for (let player = 0; player < players.length; player += 1) payoffs[player].push(earned[player]);
  }
  const game = { players, strategies, strides, payoffs };
  checkNPlayerGame(game);
  return game;
}

/** The same two-player game as a flat table, for the solvers that take any number of players. */
export function flattenNormalForm(game: NormalForm): NPlayerGame {
  checkNormalForm(game);
  const payoffs = game.payoffs.map((matrix) => matrix.flat());
  return { players: game.players, strategies: game.strategies, strides: computeStrides(game.strategies), payoffs };
}

/** Position of a pure profile in `payoffs[player]`: sum of strides times choices. */
export function computeFlatIndex(strides: readonly number[], choice: readonly number[]): number {
  let index = 0;
  for (let player = 0; player < strides.length; player += 1) index += strides[player] * choice[player];
  return index;
}

/** Every pure profile in the order of the flat index. The yielded array is reused; copy it to keep it. */
export function* listProfiles(strategies: readonly (readonly string[])[]): Generator<number[]> {
  const choice = strategies.map(() => 0);
  if (strategies.some((names) => names.length === 0)) return;
  for (;;) {
    yield choice;
    let player = choice.length - 1;
    while (player >= 0 && choice[player] === strategies[player].length - 1) {
      choice[player] = 0;
      player -= 1;
    }
    if (player < 0) return;
    choice[player] += 1;
  }
}

/**
 * Expected payoff of every player under independent mixing, length = number of players.
 *
 * @throws RangeError when the profile has another shape than the game
 */
export function computeExpectedPayoffs(game: NPlayerGame, profile: MixedProfile): number[] {
  checkProfile(game.strategies, profile);
  const totals = game.players.map(() => 0);
  let index = 0;
  for (const choice of listProfiles(game.strategies)) {
    let weight = 1;
    for (let player = 0; player < choice.length; player += 1) weight *= profile[player][choice[player]];
    if (weight !== 0) for (let p = 0; p < totals.length; p += 1) totals[p] += weight * game.payoffs[p][index];
    index += 1;
  }
  return totals;
}

/** Largest minus smallest payoff of one player: the scale on which "nearly equal" is judged. Never below the smallest positive number. */
export function computePayoffRange(payoffs: Iterable<number>): number {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const payoff of payoffs) {
    low = Math.min(low, payoff);
    high = Math.max(high, payoff);
  }
  return Math.max(high - low, Number.MIN_VALUE);
}

/** @throws RangeError when the game has not two players, an empty or ragged matrix, or a payoff that is not finite */
export function checkNormalForm(game: NormalForm): void {
  if (game.players.length !== 2 || game.strategies.length !== 2 || game.payoffs.length !== 2) {
    throw new RangeError(`a normal form has 2 players, this one ${game.players.length}; use NPlayerGame for more`);
  }
  const [m, n] = [game.strategies[0].length, game.strategies[1].length];
  if (m === 0 || n === 0) throw new RangeError('every player needs at least one strategy');
  game.payoffs.forEach((matrix, player) => {
    if (matrix.length !== m) throw new RangeError(`payoffs[${player}] has ${matrix.length} rows, expected ${m}`);
    matrix.forEach((row, i) => {
      if (row.length !== n) throw new RangeError(`payoffs[${player}][${i}] has ${row.length} columns, expected ${n}`);
      row.forEach((payoff, j) => {
        checkFinite(payoff, `payoffs[${player}][${i}][${j}]`);
      });
    });
  });
}

/** @throws RangeError when tables and strategies disagree in size, or a payoff is not finite */
export function checkNPlayerGame(game: NPlayerGame): void {
  if (game.players.length === 0) throw new RangeError('a game needs at least one player');
  if (game.strategies.length !== game.players.length || game.payoffs.length !== game.players.length) {
    throw new RangeError(`${game.players.length} players need as many strategy lists and payoff tables`);
  }
  if (game.strategies.some((names) => names.length === 0)) {
    throw new RangeError('every player needs at least one strategy');
  }
  const strides = computeStrides(game.strategies);
  if (strides.some((stride, player) => stride !== game.strides[player])) {
    throw new RangeError(
      `strides ${game.strides.join(', ')} do not fit the strategies; expected ${strides.join(', ')}`,
    );
  }
  const size = game.strategies.reduce((product, names) => product * names.length, 1);
  game.payoffs.forEach((table, player) => {
    if (table.length !== size) throw new RangeError(`payoffs[${player}] has ${table.length} entries, expected ${size}`);
    table.forEach((payoff, index) => {
      checkFinite(payoff, `payoffs[${player}][${index}]`);
    });
  });
}

/** @throws RangeError when the profile's shape differs, a probability is outside [0, 1], or a sum is off 1 by more than 1e-9 */
export function checkProfile(strategies: readonly (readonly string[])[], profile: MixedProfile): void {
  if (profile.length !== strategies.length) {
    throw new RangeError(`the profile has ${profile.length} players, the game ${strategies.length}`);
  }
  profile.forEach((mix, player) => {
    if (mix.length !== strategies[player].length) {
      throw new RangeError(`profile[${player}] has ${mix.length} entries, expected ${strategies[player].length}`);
    }
    const sum = mix.reduce((total, share) => total + share, 0);
    if (mix.some((share) => !(share >= 0 && share <= 1)) || Math.abs(sum - 1) > 1e-9) {
      throw new RangeError(`profile[${player}] = [${mix.join(', ')}] is no probability vector`);
    }
  });
}

function computeStrides(strategies: readonly (readonly string[])[]): number[] {
  const strides = strategies.map(() => 1);
  for (let player = strategies.length - 2; player >= 0; player -= 1) {
    strides[player] = strides[player + 1] * strategies[player + 1].length;
  }
  return strides;
}

function countNames(count: number): string[] {
  return Array.from({ length: count }, (_, index) => String(index));
}

function checkFinite(payoff: number, where: string): void {
  if (!Number.isFinite(payoff)) throw new RangeError(`${where} is ${payoff}; a payoff is a finite number`);
}

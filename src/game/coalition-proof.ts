/**
 * Profitable joint deviations: does a pure profile survive when up to k players deviate together?
 *
 * A profile is a strong equilibrium when no coalition has a joint pure deviation that makes every member better off;
 * it is k-strong when that holds for coalitions of up to k. With k = 1 this is a pure Nash equilibrium.
 *
 * @source Aumann (1959), Acceptable points in general cooperative n-person games
 */
import { checkNPlayerGame, computeFlatIndex, listProfiles, type NPlayerGame } from './normal-form.ts';

/** Players who deviate together, where to, and what each of them gains. */
export interface JointDeviation {
  readonly players: readonly number[];
  readonly choice: readonly number[];
  readonly gains: readonly number[];
}

/**
 * All joint pure deviations of up to `sizeMax` players after which every deviator earns more than before.
 *
 * Looks at every coalition and every joint choice, so it is for small games: the work is at most the number of pure
 * profiles times 2^players.
 *
 * @param choice     the pure profile under test
 * @param sizeMax    largest coalition, from 1 to the number of players
 * @param tolerance  payoff units; gains up to it do not count
 * @throws RangeError when the game is malformed, a choice does not exist, or `sizeMax` is out of range
 * @example
 * // Prisoner's dilemma: nobody leaves mutual defection alone, both together do.
 * const dilemma = buildNormalForm([[3, 0], [5, 1]], [[3, 5], [0, 1]]);
 * findJointDeviations(flattenNormalForm(dilemma), [1, 1], 2)
 * // => [{ players: [0, 1], choice: [0, 0], gains: [2, 2] }]
 */
export function findJointDeviations(
  game: NPlayerGame,
  choice: readonly number[],
  sizeMax: number,
  tolerance = 0,
): JointDeviation[] {
  checkNPlayerGame(game);
  const count = game.players.length;
  if (choice.length !== count || choice.some((own, player) => game.strategies[player][own] === undefined)) {
    throw new RangeError(`[${choice.join(', ')}] is no pure profile of this game`);
  }
  if (!Number.isInteger(sizeMax) || sizeMax < 1 || sizeMax > count) {
    throw new RangeError(`coalition size ${sizeMax} is not an integer from 1 to ${count}`);
  }
  const before = computeFlatIndex(game.strides, choice);
  return listCoalitions(count, sizeMax).flatMap((players) => {
    const found: JointDeviation[] = [];
    for (const joint of listProfiles(players.map((player) => game.strategies[player]))) {
      if (joint.some((own, k) => own === choice[players[k]])) continue;
      const after = [...choice];
      players.forEach((player, k) => {
        after[player] = joint[k];
      });
      const index = computeFlatIndex(game.strides, after);
      const gains = players.map((player) => game.payoffs[player][index] - game.payoffs[player][before]);
      if (gains.every((gain) => gain > tolerance)) found.push({ players, choice: after, gains });
    }
    return found;
  });
}

function listCoalitions(count: number, sizeMax: number): number[][] {
  const coalitions: number[][] = [];
  const extend = (members: number[], next: number): void => {
    if (members.length > 0) coalitions.push(members);
    if (members.length === sizeMax) return;
    for (let player = next; player < count; player += 1) extend([...members, player], player + 1);
  };
  extend([], 0);
  return coalitions.sort((a, b) => a.length - b.length);
}

/**
 * Parameters that only certain moves of players read: the chance of a guess where nobody guesses says nothing. Whether
 * somebody does is up to the strategies listed and to words; numbers change nothing about it, so that no threshold along
 * one of them could bring the parameter to life.
 */
import type { Catalogue } from '../../catalogue/catalogue.ts';
import type { Role } from '../../findings/findings.ts';
import { type Move, movesOf } from '../../market/strategy.ts';
import { isRecord } from '../numbers/leaves.ts';
import { roles } from '../schema/roles.ts';

/** What a file says of moves. */
export interface Moves {
  players: Record<Role, readonly Move[]>;
  /** Whether some mechanism of the study hides the asserted output until validators have committed theirs. */
  hides: boolean;
}

/** A parameter, whether anybody's move reads it, and the words for both. */
export interface MoveReader {
  path: string;
  isRead: (moves: Moves) => boolean;
  /** Where it is not read, and what it is read with. */
  idle: string;
  needed: string;
}

/** The parameters that hang on moves. */
export const moveReaders: readonly MoveReader[] = [
  {
    path: 'market.guessProbability',
    isRead: ({ players, hides }) =>
      players.validator.some(({ output }) => output === 'guessed' || (output === 'copied' && hides)),
    idle: 'where no validator guesses',
    needed: 'players.validator: guess',
  },
  {
    path: 'mechanism.reveal',
    isRead: ({ players }) => players.validator.some(({ output }) => output === 'copied'),
    idle: 'where no validator copies',
    needed: 'players.validator: copy',
  },
  ...['market.outsideGain', 'coalition.backing'].map((path) => ({
    path,
    isRead: ({ players }: Moves) => players.asserter.some(({ output }) => output !== 'correct'),
    idle: 'where every asserter is honest',
    needed: 'a deviation in players.asserter',
  })),
];

/**
 * The moves of the strategies a file lists; `undefined` where one of them has a problem of its own.
 *
 * @param players  that section, defaults and bare kinds written out, its numbers possibly expressions
 */
export function listMoves(
  players: unknown,
  { strategies }: Pick<Catalogue, 'strategies'>,
): Moves['players'] | undefined {
  if (!isRecord(players)) return undefined;
  const found: Partial<Record<Role, Move[]>> = {};
  for (const role of roles) {
    const listed = players[role];
    if (!Array.isArray(listed)) return undefined;
    const moves = listed.map((spec: unknown) => {
      const { kind, name: _, ...params } = isRecord(spec) ? spec : { kind: spec };
      const strategy = strategies.get(String(kind));
      return strategy?.roles.includes(role) ? movesOf(strategy, params, role) : undefined;
    });
    if (moves.includes(undefined)) return undefined;
    found[role] = moves.flatMap((some) => some!);
  }
  return found as Moves['players'];
}

/**
 * The socket for strategies: how a node plays a role, as data.
 *
 * A strategy declares its {@link Move}; the market and the exact round both read it, so neither names a strategy and
 * the two cannot drift apart. What the move becomes when the node acts is decided by {@link chooseResponse} from the
 * node's {@link ValidatorObservation} and nothing else.
 */
import type { z } from 'zod';
import type { Role } from '../findings/findings.ts';
import type { NodeKit, NodePlay } from './node-play.ts';
import type { ValidatorObservation } from './observation.ts';
import type { Traits } from './traits.ts';

/** How a strategy plays one role. */
export interface Move {
  role: Role;
  /** Private cost of the substitute computation [credits per job]; honest work costs C or C_V whatever this says. */
  cost: number;
  /** What the node submits: a computed result, a false one, the asserted output seen before committing, or a guess. */
  output: 'correct' | 'wrong' | 'copied' | 'guessed';
  /** Whose false results the node repeats as a validator: nobody's, its coalition's, or anyone's. */
  backs: 'none' | 'coalition' | 'always';
  /** Chance that the node makes this move at a job; otherwise it is honest [1]. */
  probability: number;
  /** Chance that one comparison misses this false result, where it differs from the detector's own [1]. */
  miss?: number;
}

/** A strategy: a file under `strategies/` and a line in its registry. It has a move, or several and a play that chooses. */
export interface Strategy {
  kind: string;
  title: string;
  /** Roles in which the strategy can be played. */
  roles: readonly Role[];
  source: string;
  params: z.ZodObject;
  /** The move in a role, from parsed parameters, where play has no past. */
  // biome-ignore lint/suspicious/noExplicitAny: parameters are checked against `params` before they get here
  move?: (params: any, role: Role) => Move;
  /** The moves among which play that has a past chooses, each made for certain once it is chosen. */
  // biome-ignore lint/suspicious/noExplicitAny: as above
  moves?: (params: any, role: Role) => readonly Move[];
  /** How it chooses among them: nodes at the beginning of a run. */
  // biome-ignore lint/suspicious/noExplicitAny: as above
  play?: (params: any, kit: NodeKit) => NodePlay;
  /** What nodes that play it do to the independence of jobs, beside what every past does; nothing when left out. */
  traits?: Traits;
}

/** What any play that has a past does: who goes by it hears of its jobs in the order in which they are settled. */
export const traitsOfPast: Traits = {
  needsTime: 'what nodes do depends on their past',
  remembers: 'what nodes do depends on their past',
};

/** The moves that nodes may make that play a strategy. */
export function movesOf({ move, moves }: Strategy, params: object, role: Role): readonly Move[] {
  return move ? [move(params, role)] : (moves?.(params, role) ?? []);
}

/**
 * The move of a strategy: where its play chooses among several, the first that is not honest, by which it is known where
 * nothing has a past.
 */
export function leadingMove(strategy: Strategy, params: object, role: Role): Move {
  const moves = movesOf(strategy, params, role);
  return moves.find((move) => !isHonestMove(move)) ?? moves[0] ?? honestMove(role);
}

/** Honest play: compute, report what came out. */
export function honestMove(role: Role): Move {
  return { role, cost: 0, output: 'correct', backs: 'none', probability: 1 };
}

/** Whether a move can never differ from honest play. */
export function isHonestMove(move: Move): boolean {
  return (move.output === 'correct' && move.backs === 'none') || move.probability === 0;
}

/** Whether two moves of a role are the same. */
export function isSameMove(one: Move, other: Move): boolean {
  if (one === other) return true;
  const { cost, output, backs, probability, miss } = one;
  const isSame = output === other.output && backs === other.backs && probability === other.probability;
  return isSame && cost === other.cost && miss === other.miss;
}

/**
 * What a validator does about a challenge. To `vouch` is to recompute for a fellow member whose result is true and to
 * confirm it whatever the comparison says: a colluder raises no false alarm against its own.
 */
export type Response = 'recompute' | 'vouch' | 'guess' | 'copy' | 'report-false';

/** What a player does at a decision of a round: an asserter's output or a validator's response. */
export type Action = 'correct' | 'wrong' | Response;

/**
 * What a move comes to, given what the node sees.
 *
 * A colluder repeats the false result of a member of its coalition: always when the coalition is committed, otherwise
 * only when every validator of the challenge is in the coalition, because a single outsider would expose it. Copying
 * needs an output to copy; under commit-reveal there is none and the copier must guess.
 */
export function chooseResponse(move: Move, observation: ValidatorObservation): Response {
  if (move.backs === 'always') return 'report-false';
  if (move.backs === 'coalition' && observation.member) {
    if (!observation.memberLies) return 'vouch';
    if (observation.committed || observation.allColluding) return 'report-false';
  }
  if (move.output === 'copied') return observation.assertedVisible ? 'copy' : 'guess';
  return move.output === 'guessed' ? 'guess' : 'recompute';
}

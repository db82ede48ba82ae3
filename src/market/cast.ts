/**
 * Who plays what in an arm: crowds of nodes that are alike, some of them looked at.
 *
 * The market and the exact round are both staged from this one description.
 */
import type { Role } from '../findings/findings.ts';
import type { Play } from '../game/tree.ts';
import type { Observation } from './observation.ts';
import type { Settings, StrategySpec } from './settings.ts';
import { type Action, chooseResponse, type Move } from './strategy.ts';
import type { Traits } from './traits.ts';

/** Nodes that are alike: they are counted, and none of them is told from another. */
export interface Crowd extends Record<Role, Move> {
  /** By which those who move are called in a round; no other crowd of the cast has it. */
  name: string;
  /** Its nodes [count]. */
  size: number;
  /** Whether the arm is about them. However many crowds there are, what is asked has two sides. */
  side: 'focal' | 'others';
  /** They are of the coalition: they back members, as far as their move says so. */
  member: boolean;
  /** Coming back after a ban is not worth its price to them. */
  staysAway?: true;
}

/** The moves of one arm. */
export interface Cast {
  /** In the order of their nodes, which are numbered from 0 on: the focal ones first. */
  crowds: readonly Crowd[];
  /** Who stands behind whom: members behind members, or everyone behind everyone. */
  coalition: 'members' | 'everyone';
  /** Members back each other even when somebody else was drawn too. */
  committed: boolean;
  /** Chance that each node drawn to check a job is a member; all are drawn alike where it is left out [1]. */
  memberShare?: number;
  /** Nobody is drawn from the other crowds: they take so many seats each, but the first of them what is left of a job's [count]. */
  seats?: readonly number[];
  /** Members are honest as arbiters. */
  honestArbiters?: true;
  /** How the focal nodes play the role they are looked at in, where that hangs on their past. */
  played?: Played;
}

/** Play that chooses among moves: what is declared of it, and the moves; its leading one stands in the cast. */
export interface Played {
  role: Role;
  spec: StrategySpec;
  moves: readonly Move[];
  traits: Traits;
}

/** The moves by which a role is played, in the order of their numbers: of one crowd after the other, and those of a play. */
export function movesIn({ crowds, played }: Cast, role: Role): readonly Move[] {
  return [...crowds.map((crowd) => crowd[role]), ...(played?.role === role ? played.moves : [])];
}

/** Most moves that a play may choose among [count]. */
export const CHOICES_MAX = 64;

/** Whether the arm is about a crowd. */
export function isFocal({ side }: Pick<Crowd, 'side'>): boolean {
  return side === 'focal';
}

/** The crowds of a cast that the arm is about. */
export function focalCrowds({ crowds }: Cast): Crowd[] {
  return crowds.filter(isFocal);
}

/** How many nodes the arm is about [count]. */
export function countFocal({ crowds }: { crowds: readonly Pick<Crowd, 'size' | 'side'>[] }): number {
  return countNodes(crowds.filter(isFocal));
}

/** How many nodes some crowds have together [count]. */
export function countNodes(crowds: readonly Pick<Crowd, 'size'>[]): number {
  return crowds.reduce((sum, { size }) => sum + size, 0);
}

/** Whether nodes of two crowds stand behind each other. */
export function areAllied({ coalition }: Cast, one: Crowd, other: Crowd): boolean {
  return coalition === 'everyone' || (one.member && other.member);
}

/** Whether validators of a crowd are in on it when somebody whom they stand behind has lied. */
export function isInOnIt(cast: Cast, crowd: Crowd): boolean {
  return crowd.validator.backs !== 'none' && areAllied(cast, crowd, crowd);
}

/** Chance that a node drawn as an arbiter colludes [1]: nobody does where all are honest, everyone where all deviate. */
export function colludingShareOf({ coalition }: Settings, cast: Cast): number {
  if (cast.honestArbiters) return 0;
  if (cast.coalition === 'everyone') return 1;
  return cast.crowds.some(({ member }) => member) ? coalition.fraction : 0;
}

/** What those of a crowd who move in a role are called in a round. */
export function playerOf({ name }: Pick<Crowd, 'name'>, role: Role): string {
  return `${name}/${role}`;
}

/** How the players of a cast act on what they see, for the expectation of a round. */
export function playOf({ crowds }: Pick<Cast, 'crowds'>): Play<Observation, Action> {
  const moves = new Map(
    crowds.flatMap((crowd) => (['asserter', 'validator'] as const).map((role) => [playerOf(crowd, role), crowd[role]])),
  );
  return (player, observation) => {
    const move = moves.get(player);
    if (!move) throw new RangeError(`nobody of the cast is called ${player}`);
    const actions =
      observation.role === 'asserter'
        ? [move.output === 'wrong' ? 'wrong' : 'correct', 'correct']
        : [chooseResponse(move, observation), 'recompute'];
    return [
      { probability: move.probability, action: actions[0] as Action },
      { probability: 1 - move.probability, action: actions[1] as Action },
    ];
  };
}

/**
 * Who plays what in an arm: the focal group and everyone else, in both roles.
 *
 * The market and the exact round are both staged from this one description.
 */
import type { Role } from '../findings/findings.ts';
import type { Play } from '../game/tree.ts';
import type { Observation } from './observation.ts';
import type { Settings, StrategySpec } from './settings.ts';
import { type Action, chooseResponse, type Move } from './strategy.ts';
import type { Traits } from './traits.ts';

/** The moves of one arm. Nodes 0 … groupSize-1 are the focal group; the others are outsiders, fellows first. */
export interface Cast {
  groupSize: number;
  /** The coalition of a node that deviates alone, where it has one. */
  fellows?: Fellows;
  /** Who backs whom: nobody, the focal group its members, or everyone everyone. */
  coalition: 'none' | 'group' | 'everyone';
  /** Members back each other even when an outsider was drawn too. */
  committed: boolean;
  group: Record<Role, Move>;
  outsider: Record<Role, Move>;
  /** Chance that each node drawn to check a job is a member; all are drawn alike where it is left out [1]. */
  memberShare?: number;
  /** Members are honest as arbiters. */
  honestArbiters?: true;
  /** To whom coming back after a ban is not worth its price; to nobody when left out. */
  staysAway?: Stayers;
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

/** The moves by which a role is played, in the order of their numbers: outsiders', the focal group's, those of a play. */
export function movesIn({ group, outsider, played }: Cast, role: Role): readonly Move[] {
  return [outsider[role], group[role], ...(played?.role === role ? played.moves : [])];
}

/** Number of the move that a play's first choice stands for, in {@link movesIn}. */
export const FIRST_CHOICE = 2;

/** Most moves that a play may choose among [count]. */
export const CHOICES_MAX = 64;

/** Who a node that deviates alone knows: members of its coalition, who are honest and are not looked at. */
export interface Fellows {
  count: number;
  /** They are of the focal group, and the node that knows them is the outsider: the market as the others see it. */
  grouped: boolean;
}

/** Whether nodes of the focal group, and others, leave for good when they are banned though there is a way back. */
export interface Stayers {
  group: boolean;
  outsider: boolean;
}

/** Chance that a node drawn as an arbiter colludes [1]: nobody does where all are honest, everyone where all deviate. */
export function colludingShareOf({ coalition }: Settings, cast: Cast): number {
  if (cast.honestArbiters || cast.coalition === 'none') return 0;
  return cast.coalition === 'everyone' ? 1 : coalition.fraction;
}

/** Whether a banned node, focal or not, stays away though it could come back. */
export function staysAway({ staysAway: stayers }: Cast, grouped: boolean): boolean {
  return stayers !== undefined && (grouped ? stayers.group : stayers.outsider);
}

/** How the players of a cast act on what they see, for the expectation of a round. */
export function playOf(cast: Cast): Play<Observation, Action> {
  return (player, observation) => {
    const move = (player.startsWith('group/') ? cast.group : cast.outsider)[observation.role];
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

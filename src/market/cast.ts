/**
 * Who plays what in an arm: the focal group and everyone else, in both roles.
 *
 * The market and the exact round are both staged from this one description.
 */
import type { Role } from '../findings/findings.ts';
import type { Play } from '../game/tree.ts';
import type { Action } from './mechanism.ts';
import type { Observation } from './observation.ts';
import type { Arm, Settings, StrategySpec } from './settings.ts';
import { chooseResponse, honestMove, isHonestMove, type Move, type Strategy } from './strategy.ts';

/** The moves of one arm. Nodes 0 … groupSize-1 are the focal group; the others are outsiders. */
export interface Cast {
  groupSize: number;
  /** Who backs whom: nobody, the focal group its members, or everyone everyone. */
  coalition: 'none' | 'group' | 'everyone';
  /** Members back each other even when an outsider was drawn too. */
  committed: boolean;
  group: Record<Role, Move>;
  outsider: Record<Role, Move>;
  /** The strategy by which the focal nodes learn when to make their move as asserters. */
  learner?: StrategySpec;
}

/**
 * Stages an arm.
 *
 * The focal nodes are the whole coalition where there is one, otherwise one node in ten and at least one. In profile
 * `coalition` members validate as colluders; in `all-deviating` the coalition is the whole market, and when the
 * validators are looked at every asserter plays the first declared deviation.
 *
 * @throws RangeError when the arm names a strategy that is not declared
 */
export function stage(settings: Settings, arm: Arm, strategies: ReadonlyMap<string, Strategy>): Cast {
  const { mechanism, market, coalition, players } = settings;
  const groupSize = coalition.size > 0 ? coalition.size : Math.max(1, Math.floor(market.nodeCount / 10));
  const colluding: Move = { ...honestMove('validator'), backs: 'coalition' };
  const backed = arm.against === 'all-deviating' || (arm.against === 'coalition' && coalition.size > 0);
  const cast: Cast = {
    groupSize,
    committed: coalition.backing === 'committed' || mechanism.accounting === 'committed',
    coalition: arm.against === 'all-deviating' ? 'everyone' : coalition.size > 0 ? 'group' : 'none',
    group: { asserter: honestMove('asserter'), validator: backed ? colluding : honestMove('validator') },
    outsider: { asserter: honestMove('asserter'), validator: honestMove('validator') },
  };
  if (arm.against === 'all-deviating') {
    cast.outsider.validator = colluding;
    const deviation = moveOf(firstDeviation(players.asserter, strategies), 'asserter', strategies);
    cast.outsider.asserter = deviation;
    if (arm.role === 'validator') cast.group.asserter = deviation;
  }
  if (arm.role !== 'both') {
    const spec = players[arm.role].find(({ name }) => name === arm.strategy);
    if (!spec) throw new RangeError(`arm names ${arm.role} strategy ${arm.strategy}, which is not declared`);
    const move = moveOf(spec, arm.role, strategies);
    if (arm.role === 'validator' || !isHonestMove(move)) cast.group[arm.role] = move;
    if (arm.role === 'asserter' && strategies.get(spec.kind)?.learn) cast.learner = spec;
  }
  return cast;
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

function moveOf(spec: StrategySpec | undefined, role: Role, strategies: ReadonlyMap<string, Strategy>): Move {
  if (!spec) return honestMove(role);
  const { kind, name: _, ...params } = spec;
  const strategy = strategies.get(kind);
  if (!strategy) throw new RangeError(`unknown strategy ${kind}`);
  return strategy.move(params, role);
}

function firstDeviation(specs: readonly StrategySpec[], strategies: ReadonlyMap<string, Strategy>) {
  return specs.find((spec) => !isHonestMove(moveOf(spec, 'asserter', strategies)));
}

/** How an arm is staged: who the focal nodes are, what they play, and what everyone else is held to. */
import type { Role } from '../findings/findings.ts';
import type { Profile } from '../findings/profile.ts';
import type { Cast, Played } from './cast.ts';
import type { Mechanism } from './mechanism.ts';
import { countsMembers } from './money/accounting.ts';
import { findStayers } from './nodes/returns.ts';
import type { Arm, Settings, StrategySpec } from './settings.ts';
import { honestMove, isHonestMove, leadingMove, type Move, movesOf, type Strategy, traitsOfPast } from './strategy.ts';

/** The plugs that an arm is staged from, by kind. */
export interface Plugs {
  strategies: ReadonlyMap<string, Strategy>;
  mechanisms: ReadonlyMap<string, Mechanism>;
}

/**
 * Stages an arm.
 *
 * The focal nodes are the whole coalition where there is one, otherwise one node in ten and at least one. In profile
 * `coalition` members validate as colluders; in `all-deviating` the coalition is the whole market, and when the
 * validators are looked at every asserter plays the first declared deviation. In `all-honest`, and without a coalition,
 * a node deviates alone: where a job could meet two that play the role looked at, there is one focal node. As a validator
 * it knows its fellows all the same, who are not looked at.
 *
 * @throws RangeError when the arm names a strategy that is not declared
 */
export function stage(settings: Settings, arm: Arm, catalogue: Plugs): Cast {
  const { mechanism, market, coalition, players } = settings;
  const { strategies } = catalogue;
  const isAlone = deviatesAlone(settings, arm) && countPlayers(settings, roleOf(arm), catalogue) > 1;
  const fellows = isAlone && arm.role === 'validator' ? Math.max(0, coalition.size - 1) : 0;
  const crowd = coalition.size > 0 ? coalition.size : Math.max(1, Math.floor(market.nodeCount / 10));
  const colluding: Move = { ...honestMove('validator'), backs: 'coalition' };
  const backed = arm.against === 'all-deviating' || (arm.against === 'coalition' && coalition.size > 0);
  const cast: Cast = {
    groupSize: isAlone ? 1 : crowd,
    committed: coalition.backing === 'committed',
    coalition: arm.against === 'all-deviating' ? 'everyone' : coalition.size > 0 ? 'group' : 'none',
    group: { asserter: honestMove('asserter'), validator: backed ? colluding : honestMove('validator') },
    outsider: { asserter: honestMove('asserter'), validator: honestMove('validator') },
  };
  if (fellows > 0) cast.fellows = { count: fellows, grouped: false };
  const needs = catalogue.mechanisms.get(mechanism.kind)?.needs?.(settings);
  const drawsMembers = needs?.draw === 'independent' && coalition.size > 0;
  if (drawsMembers && (!isAlone || fellows > 0)) cast.memberShare = coalition.fraction;
  if (arm.against === 'all-honest' && coalition.size > 0) cast.honestArbiters = true;
  if (arm.against === 'all-deviating') {
    cast.outsider.validator = colluding;
    const deviation = readMove(firstDeviation(players.asserter, strategies), 'asserter', strategies);
    cast.outsider.asserter = deviation;
    if (arm.role === 'validator') cast.group.asserter = deviation;
  }
  if (arm.role !== 'both') {
    const move = moveOf(settings, arm.role, arm.strategy, strategies);
    if (arm.role === 'validator' || !isHonestMove(move)) cast.group[arm.role] = move;
    const spec = players[arm.role].find(({ name }) => name === arm.strategy)!;
    const played = readPlay(spec, arm.role, strategies);
    if (played) cast.played = played;
  }
  const stayers = findStayers(settings, cast, arm.role, catalogue.mechanisms.get(mechanism.kind));
  return stayers ? { ...cast, staysAway: stayers } : cast;
}

/** How many nodes play a role at one job [count]. */
export function countPlayers(settings: Settings, role: Role, { mechanisms }: Pick<Plugs, 'mechanisms'>): number {
  const { mechanism } = settings;
  const rules = mechanisms.get(mechanism.kind);
  if (role === 'asserter') return rules?.assertersPerJob?.(settings) ?? 1;
  return rules?.needs?.(settings).validatorsMax ?? rules?.validatorsPerJob?.(settings) ?? 1;
}

/**
 * Stages a cell of the stage game: one focal node, and everyone else, who all know each other and play what they are
 * given. Arbiters are no players of the game; they are honest.
 */
export function stageGame(settings: Settings, { group, outsider }: Pick<Cast, 'group' | 'outsider'>): Cast {
  const committed = settings.coalition.backing === 'committed';
  return { groupSize: 1, committed, coalition: 'everyone', group, outsider, honestArbiters: true };
}

/** The move of a declared strategy in a role. @throws RangeError when it is not declared */
export function moveOf(
  { players }: Settings,
  role: Role,
  name: string,
  strategies: ReadonlyMap<string, Strategy>,
): Move {
  const spec = players[role].find((candidate) => candidate.name === name);
  if (!spec) throw new RangeError(`arm names ${role} strategy ${name}, which is not declared`);
  return readMove(spec, role, strategies);
}

/**
 * A design point as an arm takes it. Where everyone else is honest no coalition acts: a node stands for itself, and what
 * counts is its own income whatever the accounting says of coalitions.
 */
export function heldTo(settings: Settings, against: Profile): Settings {
  if (against !== 'all-honest' || !countsMembers(settings.coalition.accounting)) return settings;
  const known = alone.get(settings);
  if (known) return known;
  const held: Settings = { ...settings, coalition: { ...settings.coalition, accounting: 'alone' } };
  alone.set(settings, held);
  return held;
}

// Settings are never changed once resolved, and what is worked out for them is remembered by them.
const alone = new WeakMap<Settings, Settings>();

/** An arm of honest play shows what asserters earn, and validators where they validate as its focal nodes do. */
function roleOf({ role }: Arm): Role {
  return role === 'both' ? 'asserter' : role;
}

function deviatesAlone({ coalition }: Settings, { against }: Arm): boolean {
  return against === 'all-honest' || (against === 'coalition' && coalition.size === 0);
}

function readMove(spec: StrategySpec | undefined, role: Role, strategies: ReadonlyMap<string, Strategy>): Move {
  if (!spec) return honestMove(role);
  const { kind, name: _, ...params } = spec;
  const strategy = strategies.get(kind);
  if (!strategy) throw new RangeError(`unknown strategy ${kind}`);
  return leadingMove(strategy, params, role);
}

/** How a declared strategy chooses by its past; `undefined` where it has none. */
function readPlay(spec: StrategySpec, role: Role, strategies: ReadonlyMap<string, Strategy>): Played | undefined {
  const { kind, name: _, ...params } = spec;
  const strategy = strategies.get(kind)!;
  if (!strategy.play) return undefined;
  return { role, spec, moves: movesOf(strategy, params, role), traits: { ...strategy.traits, ...traitsOfPast } };
}

function firstDeviation(specs: readonly StrategySpec[], strategies: ReadonlyMap<string, Strategy>) {
  return specs.find((spec) => !isHonestMove(readMove(spec, 'asserter', strategies)));
}

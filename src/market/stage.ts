/** How an arm is staged: who the focal nodes are, what they play, and what everyone else is held to. */
import type { Role } from '../findings/findings.ts';
import type { Profile } from '../findings/profile.ts';
import type { Cast, Crowd, Played } from './cast.ts';
import type { Mechanism } from './mechanism.ts';
import { countsMembers } from './money/accounting.ts';
import { sendAway } from './nodes/returns.ts';
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
  const size = isAlone ? 1 : coalition.size > 0 ? coalition.size : Math.max(1, Math.floor(market.nodeCount / 10));
  const fellows = isAlone && arm.role === 'validator' ? Math.max(0, coalition.size - 1) : 0;
  const honest = { asserter: honestMove('asserter'), validator: honestMove('validator') };
  const colluding: Move = { ...honestMove('validator'), backs: 'coalition' };
  const member = coalition.size > 0;
  const focal: Crowd = { name: 'focal', size, side: 'focal', member, ...honest };
  const others: Crowd = {
    name: 'others',
    size: market.nodeCount - size - fellows,
    side: 'others',
    member: false,
    ...honest,
  };
  if (arm.against === 'all-deviating' || (arm.against === 'coalition' && member)) focal.validator = colluding;
  if (arm.against === 'all-deviating') {
    others.validator = colluding;
    others.asserter = readMove(firstDeviation(players.asserter, strategies), 'asserter', strategies);
    if (arm.role === 'validator') focal.asserter = others.asserter;
  }
  const cast: Cast = {
    crowds: fellows > 0 ? [focal, { ...others, name: 'fellows', size: fellows, member }, others] : [focal, others],
    coalition: arm.against === 'all-deviating' ? 'everyone' : 'members',
    committed: coalition.backing === 'committed',
  };
  const needs = catalogue.mechanisms.get(mechanism.kind)?.needs?.(settings);
  if (needs?.draw === 'independent' && member && (!isAlone || fellows > 0)) cast.memberShare = coalition.fraction;
  if (arm.against === 'all-honest' && member) cast.honestArbiters = true;
  if (arm.role !== 'both') {
    const move = moveOf(settings, arm.role, arm.strategy, strategies);
    if (arm.role === 'validator' || !isHonestMove(move)) focal[arm.role] = move;
    const spec = players[arm.role].find(({ name }) => name === arm.strategy)!;
    const played = readPlay(spec, arm.role, strategies);
    if (played) cast.played = played;
  }
  return sendAway(settings, cast, arm.role, catalogue.mechanisms.get(mechanism.kind));
}

/** How many nodes play a role at one job [count]. */
export function countPlayers(settings: Settings, role: Role, { mechanisms }: Pick<Plugs, 'mechanisms'>): number {
  const { mechanism } = settings;
  const rules = mechanisms.get(mechanism.kind);
  if (role === 'asserter') return rules?.assertersPerJob?.(settings) ?? 1;
  return rules?.needs?.(settings).validatorsMax ?? rules?.validatorsPerJob?.(settings) ?? 1;
}

/** How many of the others at a job make the same moves. */
export interface Part extends Record<Role, Move> {
  count: number;
}

/**
 * Stages a cell of the stage game: one focal node or none, and everyone else, who all know each other and play what they
 * are given; of several parts so many sit at each job. Arbiters are no players of the game; they are honest.
 */
export function stageGame({ market, coalition }: Settings, focal: Part, parts: readonly Part[]): Cast {
  const rest = market.nodeCount - focal.count;
  const others = parts.map(({ asserter, validator }, part): Crowd => {
    // Whoever asserts, everyone asserts alike or sits at the job too: the first stand for all of them.
    return { name: `others ${part}`, size: part === 0 ? rest : 0, side: 'others', member: true, asserter, validator };
  });
  const { asserter, validator } = focal;
  return {
    crowds: [{ name: 'focal', size: focal.count, side: 'focal', member: true, asserter, validator }, ...others],
    coalition: 'everyone',
    committed: coalition.backing === 'committed',
    ...(parts.length > 1 && { seats: parts.map(({ count }) => count) }),
    honestArbiters: true,
  };
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

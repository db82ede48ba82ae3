/**
 * What else is known of a stage game between one asserter and one validator: dominance, advice that both would follow,
 * play with errors, what evolution keeps, and whether both together would leave honesty.
 */

import { findJointDeviations } from '../game/coalition-proof.ts';
import { type CorrelatedEquilibrium, solveCorrelated } from '../game/correlated.ts';
import { type Dominated, eliminateDominated, findDominated } from '../game/dominance.ts';
import { findStableStrategies } from '../game/evolutionary.ts';
import { playFictitiously } from '../game/fictitious-play.ts';
import { buildNormalForm, flattenNormalForm, type MixedProfile, type NPlayerGame } from '../game/normal-form.ts';
import { computeQuantalResponses } from '../game/quantal-response.ts';
import type { StageGame } from './stage-game.ts';

/** Shares of strategies by name, for each player; strategies that are not played are left out. */
export interface NamedProfile {
  asserter: Record<string, number>;
  validator: Record<string, number>;
}

/** A strategy that is never worth playing, and the mix that is better against everything. */
export interface DominatedStrategy {
  player: 'asserter' | 'validator';
  strategy: string;
  by: Record<string, number>;
}

/** Solution concepts of a two-player stage game. */
export interface StageConcepts {
  dominance: {
    strict: DominatedStrategy[];
    weak: DominatedStrategy[];
    /** What survives when dominated strategies are removed until none is left. */
    iterated: { strict: SurvivingStrategies; weak: SurvivingStrategies };
  };
  /** The correlated equilibrium with the highest sum of payoffs. */
  correlated: {
    advice: { asserter: string; validator: string; probability: number }[];
    payoffs: { asserter: number; validator: number };
  };
  /** Logit quantal responses, by precision times C. */
  quantalResponses: { precision: number; profile: NamedProfile }[];
  /** How often each strategy is played after 10 000 rounds of fictitious play, and the regret that is left [credits]. */
  fictitiousPlay: { profile: NamedProfile; regret: number };
  /** Profiles no small group of mutants can invade: in roles, the strict equilibria (Selten 1980). */
  evolutionarilyStable: NamedProfile[];
  /** Ways to leave (honest, honest) by which everyone who leaves gains; empty when it is a strong equilibrium. */
  jointDeviations: { to: { asserter: string; validator: string }; gains: Record<string, number> }[];
}

/** Strategies left, by player. */
export interface SurvivingStrategies {
  asserter: string[];
  validator: string[];
}

const precisions = [1, 10, 100];
const rounds = 10_000;
const players = ['asserter', 'validator'] as const;

/** Applies the concepts to a stage game. @param scale  C, or 1 where a job costs nothing [credits] */
export function describeConcepts({ strategies, payoffs, equilibria }: StageGame, scale: number): StageConcepts {
  // Sums of probabilities leave the last bits to chance; a tie must be a tie.
  const grain = 1e-11 * scale;
  const exact = payoffs.map((table) => table.map((row) => row.map((value) => Math.round(value / grain) * grain)));
  const matrices = buildNormalForm(exact[0]!, exact[1]!, { players, strategies });
  const game = flattenNormalForm(matrices);
  const name = (profile: MixedProfile): NamedProfile => ({
    asserter: nameShares(strategies[0], profile[0]!),
    validator: nameShares(strategies[1], profile[1]!),
  });
  const { frequencies, regret } = playFictitiously(matrices, rounds);
  // Where nothing matters to anybody there is no branch to follow: all play is equally likely.
  const asked = precisions.map((precision) => (matters(game) ? precision / scale : 0));
  return {
    dominance: {
      strict: listDominated(game, 'strict'),
      weak: listDominated(game, 'weak'),
      iterated: { strict: listSurvivors(game, 'strict'), weak: listSurvivors(game, 'weak') },
    },
    correlated: describeAdvice(game, solveCorrelated(game)),
    quantalResponses: computeQuantalResponses(game, asked).map(({ profile }, index) => ({
      precision: precisions[index]!,
      profile: name(profile),
    })),
    fictitiousPlay: { profile: name(frequencies), regret },
    evolutionarilyStable: isSymmetric(exact)
      ? findStableStrategies(exact[0]!).map(({ mix }) => name([mix, mix]))
      : equilibria.filter(({ strict }) => strict).map(({ profile }) => profile),
    jointDeviations: listJointDeviations(game),
  };
}

function listDominated(game: NPlayerGame, kind: 'strict' | 'weak'): DominatedStrategy[] {
  return players.flatMap((_, player) =>
    findDominated(game, player, { kind }).map((found) => nameDominated(game, found)),
  );
}

function nameDominated({ strategies }: NPlayerGame, { player, strategy, by }: Dominated): DominatedStrategy {
  const names = strategies[player]!;
  return { player: players[player]!, strategy: names[strategy]!, by: nameShares(names, by) };
}

function listSurvivors(game: NPlayerGame, kind: 'strict' | 'weak'): SurvivingStrategies {
  const { surviving } = eliminateDominated(game, { kind });
  const [asserter, validator] = surviving.map((kept, player) => kept.map((own) => game.strategies[player]![own]!));
  return { asserter: asserter!, validator: validator! };
}

function describeAdvice(
  game: NPlayerGame,
  { probabilities, payoffs }: CorrelatedEquilibrium,
): StageConcepts['correlated'] {
  const columns = game.strategies[1]!;
  const advice = probabilities.flatMap((probability, index) => {
    if (probability < 1e-12) return [];
    const asserter = game.strategies[0]![Math.floor(index / columns.length)]!;
    return [{ asserter, validator: columns[index % columns.length]!, probability }];
  });
  return { advice, payoffs: { asserter: payoffs[0]!, validator: payoffs[1]! } };
}

function listJointDeviations(game: NPlayerGame): StageConcepts['jointDeviations'] {
  const honest = game.strategies.map((names) => names.indexOf('honest'));
  if (honest.includes(-1)) return [];
  return findJointDeviations(game, honest, 2, 1e-9).map(({ players: deviators, choice, gains }) => ({
    to: { asserter: game.strategies[0]![choice[0]!]!, validator: game.strategies[1]![choice[1]!]! },
    gains: Object.fromEntries(deviators.map((player, k) => [players[player]!, gains[k]!])),
  }));
}

/** Whether anybody's payoff depends on anything. */
function matters({ payoffs }: NPlayerGame): boolean {
  return payoffs.some((table) => table.some((value) => value !== table[0]));
}

/** One population can meet itself when both roles have the same strategies and payoffs. */
function isSymmetric([rows, columns]: readonly (readonly (readonly number[])[])[]): boolean {
  return (
    rows!.length === rows![0]!.length && rows!.every((row, i) => row.every((value, j) => value === columns![j]![i]))
  );
}

function nameShares(names: readonly string[], shares: readonly number[]): Record<string, number> {
  return Object.fromEntries(names.flatMap((name, i) => (shares[i]! > 1e-12 ? [[name, shares[i]!]] : [])));
}

/**
 * What else is known of a stage game between one asserter and one validator: dominance, advice that both would follow,
 * play with errors, what evolution keeps, and whether both together would leave honesty.
 */

import type { PlayedProfile } from '../../findings/findings.ts';
import { findJointDeviations } from '../../game/coalition-proof.ts';
import { type CorrelatedEquilibrium, solveCorrelated } from '../../game/correlated.ts';
import { type Dominated, eliminateDominated, findDominated } from '../../game/dominance.ts';
import { findStableStrategies } from '../../game/evolutionary.ts';
import { playFictitiously } from '../../game/fictitious-play.ts';
import { buildNormalForm, flattenNormalForm, type MixedProfile, type NPlayerGame } from '../../game/normal-form.ts';
import { computeQuantalResponses } from '../../game/quantal-response.ts';
import type { SideParts } from './side-part.ts';
import type { StageGame } from './stage-game.ts';

/** A strategy that is never worth playing, and the mix that is better against everything. */
export interface DominatedStrategy {
  player: 'asserter' | 'validator';
  strategy: string;
  by: Record<string, number>;
}

/** Solution concepts of a two-player stage game; `null` stands for one that could not be worked out. */
export interface StageConcepts {
  dominance: {
    strict: DominatedStrategy[];
    weak: DominatedStrategy[];
    /** What survives when dominated strategies are removed until none is left. */
    iterated: { strict: SurvivingStrategies; weak: SurvivingStrategies };
  } | null;
  /** The correlated equilibrium with the highest sum of payoffs. */
  correlated: {
    advice: { asserter: string; validator: string; probability: number }[];
    payoffs: { asserter: number; validator: number };
  } | null;
  /** Logit quantal responses, by precision times C; without a profile where the branch was lost before. */
  quantalResponses: { precision: number; profile: PlayedProfile | null }[] | null;
  /** How often each strategy is played after 10 000 rounds of fictitious play, and the regret that is left [credits]. */
  fictitiousPlay: { profile: PlayedProfile; regret: number } | null;
  /** Profiles no small group of mutants can invade: in roles, the strict equilibria (Selten 1980). */
  evolutionarilyStable: PlayedProfile[] | null;
  /** Ways to leave (honest, honest) by which everyone who leaves gains; empty when it is a strong equilibrium. */
  jointDeviations: { to: { asserter: string; validator: string }; gains: Record<string, number> }[] | null;
}

/** Strategies left, by player. */
export interface SurvivingStrategies {
  asserter: string[];
  validator: string[];
}

const precisions = [1, 10, 100];
const rounds = 10_000;
const players = ['asserter', 'validator'] as const;

/**
 * Applies the concepts to a stage game, each by itself: one that fails takes no other down.
 *
 * @param scale  C, or 1 where a job costs nothing [credits]
 */
export function describeConcepts(
  { strategies, payoffs, equilibria }: StageGame,
  scale: number,
  parts: SideParts,
): StageConcepts | null {
  const { attempt } = parts;
  return attempt('solution concepts', () => {
    const exact = payoffs.map((table) => table.map((row) => row.map((value) => snap(value, 1e-11 * scale))));
    const matrices = buildNormalForm(exact[0], exact[1], { players, strategies });
    const game = flattenNormalForm(matrices);
    const name = (profile: MixedProfile): PlayedProfile => ({
      asserter: nameShares(strategies[0], profile[0]),
      validator: nameShares(strategies[1], profile[1]),
    });
    return {
      dominance: attempt('dominance', () => ({
        strict: listDominated(game, 'strict'),
        weak: listDominated(game, 'weak'),
        iterated: { strict: listSurvivors(game, 'strict'), weak: listSurvivors(game, 'weak') },
      })),
      correlated: attempt('the correlated equilibrium', () => describeAdvice(game, solveCorrelated(game))),
      quantalResponses: attempt('quantal responses', () => describeResponses(game, scale, name, parts)),
      fictitiousPlay: attempt('fictitious play', () => {
        const { frequencies, regret } = playFictitiously(matrices, rounds);
        return { profile: name(frequencies), regret };
      }),
      evolutionarilyStable: attempt('evolutionary stability', () =>
        isSymmetric(exact)
          ? findStableStrategies(exact[0]).map(({ mix }) => name([mix, mix]))
          : equilibria.filter(({ strict }) => strict).map(({ profile }) => profile),
      ),
      jointDeviations: attempt('joint deviations', () => listJointDeviations(game)),
    };
  });
}

/** Sums of probabilities leave the last bits to chance; a tie must be a tie. What is too large to count stays as it is. */
function snap(value: number, grain: number): number {
  const grains = value / grain;
  return Math.abs(grains) <= Number.MAX_SAFE_INTEGER ? Math.round(grains) * grain : value;
}

/** Quantal responses as far as the branch could be followed; where it was lost is noted. */
function describeResponses(
  game: NPlayerGame,
  scale: number,
  name: (profile: MixedProfile) => PlayedProfile,
  { leaveOut }: SideParts,
): StageConcepts['quantalResponses'] {
  const found = computeQuantalResponses(
    game,
    precisions.map((precision) => precision / scale),
  );
  const lost = precisions.filter((_, index) => found[index] === null);
  if (lost.length > 0) {
    leaveOut(`quantal responses of precision ${lost.join(', ')} / C`, 'the branch could not be followed so far');
  }
  return precisions.map((precision, index) => {
    const response = found[index];
    return { precision, profile: response ? name(response.profile) : null };
  });
}

function listDominated(game: NPlayerGame, kind: 'strict' | 'weak'): DominatedStrategy[] {
  return players.flatMap((_, player) =>
    findDominated(game, player, { kind }).map((found) => nameDominated(game, found)),
  );
}

function nameDominated({ strategies }: NPlayerGame, { player, strategy, by }: Dominated): DominatedStrategy {
  const names = strategies[player];
  return { player: players[player], strategy: names[strategy], by: nameShares(names, by) };
}

function listSurvivors(game: NPlayerGame, kind: 'strict' | 'weak'): SurvivingStrategies {
  const { surviving } = eliminateDominated(game, { kind });
  const [asserter, validator] = surviving.map((kept, player) => kept.map((own) => game.strategies[player][own]));
  return { asserter: asserter, validator: validator };
}

function describeAdvice(
  game: NPlayerGame,
  { probabilities, payoffs }: CorrelatedEquilibrium,
): StageConcepts['correlated'] {
  const columns = game.strategies[1];
  const advice = probabilities.flatMap((probability, index) => {
    if (probability < 1e-12) return [];
    const asserter = game.strategies[0][Math.floor(index / columns.length)];
    return [{ asserter, validator: columns[index % columns.length], probability }];
  });
  return { advice, payoffs: { asserter: payoffs[0], validator: payoffs[1] } };
}

function listJointDeviations(game: NPlayerGame): StageConcepts['jointDeviations'] {
  const honest = game.strategies.map((names) => names.indexOf('honest'));
  if (honest.includes(-1)) return [];
  return findJointDeviations(game, honest, 2, 1e-9).map(({ players: deviators, choice, gains }) => ({
    to: { asserter: game.strategies[0][choice[0]], validator: game.strategies[1][choice[1]] },
    gains: Object.fromEntries(deviators.map((player, k) => [players[player], gains[k]])),
  }));
}

/** One population can meet itself when both roles have the same strategies and payoffs. */
function isSymmetric([rows, columns]: readonly (readonly (readonly number[])[])[]): boolean {
  return rows.length === rows[0].length && rows.every((row, i) => row.every((value, j) => value === columns[j][i]));
}

function nameShares(names: readonly string[], shares: readonly number[]): Record<string, number> {
  return Object.fromEntries(names.flatMap((name, i) => (shares[i] > 1e-12 ? [[name, shares[i]]] : [])));
}

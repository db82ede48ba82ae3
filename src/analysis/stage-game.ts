/**
 * The stage game behind a challenge: one asserter, n validators who may all be in on it, and who plays best against whom.
 *
 * The asserter's payoff is per job, a validator's per challenge it is drawn for; both come from the round with every
 * node in one coalition, so that colluders find each other. With one validator all equilibria are found; with more,
 * those in which the validators play alike.
 */
import { buildNormalForm } from '../game/normal-form.ts';
import { expectation } from '../game/tree.ts';
import { solveByVertices } from '../game/vertex-enumeration.ts';
import { type Cast, playOf } from '../market/cast.ts';
import { recordColumnNames } from '../market/record.ts';
import type { Settings } from '../market/settings.ts';
import { honestMove, type Move } from '../market/strategy.ts';
import { mechanisms, strategies } from '../run/catalogue.ts';
import { mixedCrowdMax, solveCrowd } from './crowd-equilibria.ts';
import { listSolvable } from './exact.ts';
import { fraudOf, perJob, perValidation } from './stage-crowd.ts';

/** A stage game and its equilibria, as `posp solve` reports it. */
export interface StageGame {
  name: string;
  players: ['asserter', 'validator'];
  /** Strategy names by player. */
  strategies: [string[], string[]];
  /** `payoffs[player][i][j]` [credits]: asserter plays i, every validator plays j. */
  payoffs: [number[][], number[][]];
  equilibria: StageEquilibrium[];
  /** Whether there are infinitely many equilibria, of which the corners are listed. */
  degenerate: boolean;
  /** What the list may miss. */
  note?: string;
}

/** An equilibrium by the probabilities of the strategies that are played. */
export interface StageEquilibrium {
  pure: boolean;
  strict: boolean;
  profile: { asserter: Record<string, number>; validator: Record<string, number> };
  /** False results accepted per job [1]. */
  undetectedPerJob: number;
  /** The same under its first name; as a rate, `undetectedFraud` is per cheated job. */
  undetectedFraud: number;
}

/** Builds and solves the stage game of a design point; `null` when the mechanism describes no round. */
export function solveStageGame(settings: Settings): StageGame | null {
  const round = mechanisms.get(settings.mechanism.kind)?.round;
  if (!round) return null;
  // Who is drawn does not matter where everyone is in on it, so the coalition's own draw is left out.
  const open: Settings = { ...settings, coalition: { ...settings.coalition, size: 0 } };
  const moves = {
    asserter: listSolvable(settings, 'asserter').map(({ name }) => moveOf(settings, 'asserter', name)),
    validator: settings.players.validator.map(({ name }) => moveOf(settings, 'validator', name)),
  };
  const evaluate = (asserter: Move, validator: Move): Float64Array => {
    const cast: Cast = {
      groupSize: 1,
      coalition: 'everyone',
      committed: settings.coalition.backing === 'committed',
      group: { asserter, validator },
      outsider: { asserter, validator },
    };
    return expectation(round(open, cast), playOf(cast), recordColumnNames.length);
  };

  const records = moves.asserter.map((asserter) => moves.validator.map((validator) => evaluate(asserter, validator)));
  const payoffs: StageGame['payoffs'] = [
    records.map((row) => row.map(perJob)),
    records.map((row) => row.map(perValidation)),
  ];
  const names: StageGame['strategies'] = [
    listSolvable(settings, 'asserter').map(({ name }) => name),
    settings.players.validator.map(({ name }) => name),
  ];
  const fraud = records.map((row) => row.map(fraudOf));
  const game = {
    name: 'challenge',
    players: ['asserter', 'validator'] as ['asserter', 'validator'],
    strategies: names,
    payoffs,
  };
  const validatorCount = Number(settings.mechanism.validatorCount ?? 1);
  if (validatorCount > 1) {
    const { equilibria, continuum } = solveCrowd({
      ...moves,
      validatorCount,
      committed: settings.coalition.backing === 'committed',
      round: (cast) => round(open, cast),
    });
    const kinds =
      validatorCount > mixedCrowdMax ? 'pure equilibria' : 'equilibria, mixing at most two strategies a side,';
    return {
      ...game,
      degenerate: continuum,
      note: `${kinds} in which all ${validatorCount} validators play alike`,
      equilibria: equilibria.map(({ asserter, validator, ...rest }) => ({
        ...rest,
        undetectedFraud: rest.undetectedPerJob,
        profile: { asserter: nameShares(names[0], asserter), validator: nameShares(names[1], validator) },
      })),
    };
  }
  const solved = solveByVertices(
    buildNormalForm(payoffs[0].map(snapRow), payoffs[1].map(snapRow), { strategies: names }),
  );
  return {
    ...game,
    degenerate: solved.degenerate,
    equilibria: solved.equilibria.map(({ profile, pure, strict }) => {
      const undetectedPerJob = profile[0]!.reduce(
        (sum, x, i) => sum + x * profile[1]!.reduce((inner, y, j) => inner + y * fraud[i]![j]!, 0),
        0,
      );
      return {
        pure,
        strict,
        profile: { asserter: nameShares(names[0], profile[0]!), validator: nameShares(names[1], profile[1]!) },
        undetectedPerJob,
        undetectedFraud: undetectedPerJob,
      };
    }),
  };
}

/** Sums of probabilities leave the last bits to chance; equal payoffs must be equal, or a tie is lost. */
function snapRow(row: readonly number[]): number[] {
  return row.map((value) => Number(value.toPrecision(13)));
}

function nameShares(names: readonly string[], shares: readonly number[]): Record<string, number> {
  return Object.fromEntries(names.flatMap((name, i) => (shares[i]! > 0 ? [[name, shares[i]!]] : [])));
}

function moveOf(settings: Settings, role: 'asserter' | 'validator', name: string): Move {
  const spec = settings.players[role].find((candidate) => candidate.name === name)!;
  const { kind, name: _, ...params } = spec;
  return strategies.get(kind)?.move(params, role) ?? honestMove(role);
}

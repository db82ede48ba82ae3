/**
 * The stage game behind a challenge: one asserter, n validators who may all be in on it, and who plays best against whom.
 *
 * The asserter's payoff is per job, a validator's per challenge it is drawn for; both come from the round with every
 * node in one coalition, so that colluders find each other. With one validator all equilibria are found; with more,
 * those pure ones in which the validators play alike.
 */
import { buildNormalForm } from '../game/normal-form.ts';
import { findRoleSymmetricPure } from '../game/role-symmetric.ts';
import { expectation } from '../game/tree.ts';
import { solveByVertices } from '../game/vertex-enumeration.ts';
import { type Cast, playOf } from '../market/cast.ts';
import { columnIndex as at, recordColumnNames } from '../market/record.ts';
import type { Settings } from '../market/settings.ts';
import { honestMove, type Move } from '../market/strategy.ts';
import { mechanisms, strategies } from '../run/catalogue.ts';

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
  undetectedFraud: number;
}

/** Builds and solves the stage game of a design point; `null` when the mechanism describes no round. */
export function solveStageGame(settings: Settings): StageGame | null {
  const round = mechanisms.get(settings.mechanism.kind)?.round;
  if (!round) return null;
  // Who is drawn does not matter where everyone is in on it, so the coalition's own draw is left out.
  const open: Settings = { ...settings, coalition: { ...settings.coalition, size: 0 } };
  const moves = {
    asserter: settings.players.asserter.map(({ name }) => moveOf(settings, 'asserter', name)),
    validator: settings.players.validator.map(({ name }) => moveOf(settings, 'validator', name)),
  };
  const evaluate = (asserter: Move, own: Move, others: Move): Float64Array => {
    const cast: Cast = {
      groupSize: 1,
      coalition: 'everyone',
      committed: settings.coalition.backing === 'committed',
      group: { asserter, validator: own },
      outsider: { asserter, validator: others },
    };
    return expectation(round(open, cast), playOf(cast), recordColumnNames.length);
  };
  const perValidation = (record: Float64Array): number =>
    record[at.focalValidations]! > 0 ? record[at.validatorIncome]! / record[at.focalValidations]! : 0;
  const perJob = (record: Float64Array): number => record[at.asserterIncome]! / record[at.focalJobs]!;

  const records = moves.asserter.map((asserter) =>
    moves.validator.map((validator) => evaluate(asserter, validator, validator)),
  );
  const payoffs: StageGame['payoffs'] = [
    records.map((row) => row.map(perJob)),
    records.map((row) => row.map(perValidation)),
  ];
  const names: StageGame['strategies'] = [
    settings.players.asserter.map(({ name }) => name),
    settings.players.validator.map(({ name }) => name),
  ];
  const fraud = records.map((row) => row.map((record) => record[at.undetectedJobs]! / record[at.jobs]!));
  const game = {
    name: 'challenge',
    players: ['asserter', 'validator'] as ['asserter', 'validator'],
    strategies: names,
    payoffs,
  };
  const validatorCount = Number(settings.mechanism.validatorCount ?? 1);
  if (validatorCount > 1) {
    const pure = findRoleSymmetricPure(
      {
        crowdCount: validatorCount,
        singleStrategies: names[0],
        crowdStrategies: names[1],
        singlePayoff: (i, counts) => payoffs[0][i]![whoPlays(counts)]!,
        crowdPayoff: (i, own, others) =>
          perValidation(evaluate(moves.asserter[i]!, moves.validator[own]!, moves.validator[whoPlays(others)]!)),
      },
      tolerance,
    );
    return {
      ...game,
      degenerate: false,
      note: `pure equilibria in which all ${validatorCount} validators play alike`,
      equilibria: pure.map(({ single, crowd, strict }) => ({
        pure: true,
        strict,
        profile: { asserter: { [names[0][single]!]: 1 }, validator: { [names[1][crowd]!]: 1 } },
        undetectedFraud: fraud[single]![crowd]!,
      })),
    };
  }
  const solved = solveByVertices(
    buildNormalForm(payoffs[0].map(snapRow), payoffs[1].map(snapRow), { strategies: names }),
  );
  return {
    ...game,
    degenerate: solved.degenerate,
    equilibria: solved.equilibria.map(({ profile, pure, strict }) => ({
      pure,
      strict,
      profile: { asserter: nameShares(names[0], profile[0]!), validator: nameShares(names[1], profile[1]!) },
      undetectedFraud: profile[0]!.reduce(
        (sum, x, i) => sum + x * profile[1]!.reduce((inner, y, j) => inner + y * fraud[i]![j]!, 0),
        0,
      ),
    })),
  };
}

const tolerance = 1e-12;

/** Sums of probabilities leave the last bits to chance; equal payoffs must be equal, or a tie is lost. */
function snapRow(row: readonly number[]): number[] {
  return row.map((value) => Number(value.toPrecision(13)));
}

function whoPlays(counts: readonly number[]): number {
  const played = counts.findIndex((count) => count > 0);
  return played < 0 ? 0 : played;
}

function nameShares(names: readonly string[], shares: readonly number[]): Record<string, number> {
  return Object.fromEntries(names.flatMap((name, i) => (shares[i]! > 0 ? [[name, shares[i]!]] : [])));
}

function moveOf(settings: Settings, role: 'asserter' | 'validator', name: string): Move {
  const spec = settings.players[role].find((candidate) => candidate.name === name)!;
  const { kind, name: _, ...params } = spec;
  return strategies.get(kind)?.move(params, role) ?? honestMove(role);
}

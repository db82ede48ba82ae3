/**
 * Validators who do not all play alike: so many of them one strategy, the rest another.
 *
 * Counts are what `solveRoleSymmetric` asks for: its polynomials have payoffs against exactly j others as their
 * coefficients, so every mixing probability at which somebody is indifferent is found, and found to rounding. Fitting
 * the polynomials to payoffs at sampled probabilities would lose digits with every further validator.
 */
import type { RoleSymmetricGame } from '../game/role-symmetric.ts';
import { chance, decide, decideEach, expectation, type Play, type Tree } from '../game/tree.ts';
import { type Cast, playOf } from '../market/cast.ts';
import type { Action } from '../market/mechanism.ts';
import type { Observation } from '../market/observation.ts';
import { columnIndex as at, recordColumnNames } from '../market/record.ts';
import type { Move } from '../market/strategy.ts';

/** A stage: every move of both roles, how to build the round, and how many validators there are. */
export interface CrowdStage {
  asserter: readonly Move[];
  validator: readonly Move[];
  validatorCount: number;
  committed: boolean;
  round: (cast: Cast) => Tree<Observation, Action>;
}

/** The game of one asserter against the crowd, restricted to some strategies of each; two where counts differ. */
export function gameOf(stage: CrowdStage, rows: readonly number[], columns: readonly number[]): RoleSymmetricGame {
  const known = new Map<string, number>();
  const ask = (i: number, own: number, counts: readonly number[], read: typeof perJob): number => {
    const key = `${read === perJob} ${i} ${own} ${counts.join()}`;
    const value = known.get(key) ?? read(evaluateCounts(stage, i, own, columns, counts));
    known.set(key, value);
    return value;
  };
  return {
    crowdCount: stage.validatorCount,
    singleStrategies: rows.map(String),
    crowdStrategies: columns.map(String),
    // Where the focal node asserts, what it would do as a validator does not matter.
    singlePayoff: (i, counts) => ask(rows[i]!, columns[0]!, counts, perJob),
    crowdPayoff: (i, own, others) => ask(rows[i]!, columns[own]!, others, perValidation),
  };
}

/** Income of the focal node per job it asserts [credits]. */
export function perJob(record: Float64Array): number {
  return record[at.asserterIncome]! / record[at.focalJobs]!;
}

/** Income of the focal node per time it is drawn as a validator [credits]. */
export function perValidation(record: Float64Array): number {
  return record[at.focalValidations]! > 0 ? record[at.validatorIncome]! / record[at.focalValidations]! : 0;
}

/** False results accepted, as a share of all results that are [1]. */
export function fraudOf(record: Float64Array): number {
  return record[at.jobs]! > 0 ? record[at.undetectedJobs]! / record[at.jobs]! : 0;
}

/**
 * The record when `counts[k]` of the other validators play `columns[k]`, at most two counts differing from 0. The focal
 * node validates by `own`; without it there is no focal node and the counts are those of all validators.
 */
export function evaluateCounts(
  stage: CrowdStage,
  i: number,
  own: number | undefined,
  columns: readonly number[],
  counts: readonly number[],
): Float64Array {
  const played = counts.flatMap((count, k) => (count > 0 ? [{ move: stage.validator[columns[k]!]!, count }] : []));
  const asked = stage.validator[own ?? columns[0]!]!;
  const [first, second] = played.length > 0 ? played : [{ move: asked, count: 0 }];
  const others = leastColluding(
    played.map(({ move }) => move),
    first!.move,
  );
  const asserter = stage.asserter[i]!;
  const cast: Cast = {
    groupSize: own === undefined ? 0 : 1,
    coalition: 'everyone',
    committed: stage.committed,
    group: { asserter, validator: asked },
    outsider: { asserter, validator: others },
  };
  const seconds = second?.count ?? 0;
  const plays = [first!, second ?? first!].map(({ move }) => playOf(withOutsiders(cast, move)));
  const play: Play<Observation, Action> = (player, observation) =>
    player === `${outsiders}/first`
      ? plays[0]!(outsiders, observation)
      : player === `${outsiders}/second`
        ? plays[1]!(outsiders, observation)
        : plays[0]!(player, observation);
  return expectation(splitCrowd(stage.round(cast), seconds), play, recordColumnNames.length);
}

const outsiders = 'outsider/validator';

function withOutsiders(cast: Cast, validator: Move): Cast {
  return { ...cast, outsider: { ...cast.outsider, validator } };
}

/** Colluders count on each other only when all of them are in on it: one who is not settles the matter. */
function leastColluding(moves: readonly Move[], otherwise: Move): Move {
  return moves.find(({ backs }) => backs === 'none') ?? otherwise;
}

/** The tree with the crowd of outsiders taken apart: `seconds` of them, or all that are there, move by themselves. */
function splitCrowd(tree: Tree<Observation, Action>, seconds: number): Tree<Observation, Action> {
  if (tree.kind === 'outcome') return tree;
  if (tree.kind === 'chance') {
    return chance(
      tree.branches.map(({ probability, next }) => ({ probability, next: () => splitCrowd(next(), seconds) })),
    );
  }
  if (tree.kind === 'decision') {
    const { player, observation, next } = tree;
    return decide(player, observation, (action) => splitCrowd(next(action), seconds));
  }
  const { player, size, observation, next } = tree;
  if (player !== outsiders) {
    return decideEach(player, observation, size, (choices) => splitCrowd(next(choices), seconds));
  }
  const apart = Math.min(seconds, size);
  return decideEach(`${outsiders}/first`, observation, size - apart, (choices) =>
    decideEach(`${outsiders}/second`, observation, apart, (others) =>
      splitCrowd(next([...choices, ...others]), seconds),
    ),
  );
}

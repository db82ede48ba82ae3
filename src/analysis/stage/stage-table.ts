/**
 * The payoffs of a stage game, read off the round that market and advantages are read off: by one node's moves, and by
 * how many of the others play what.
 *
 * A payoff is what the record is worth to the node that earns it: an income, the certainty equivalent of a gamble, or
 * where slashed nodes are banned the value of a career, spread over its jobs. Of a mix the records are mixed and then
 * valued, for what two gambles are worth together is no mean of what each is worth.
 */

import { catalogueOf } from '../../catalogue/catalogue.ts';
import { traitsOf } from '../../catalogue/traffic.ts';
import type { Role } from '../../findings/findings.ts';
import { chance, decide, decideEach, expectation, type Play } from '../../game/tree.ts';
import { type Cast, playOf } from '../../market/cast.ts';
import type { Action, Mechanism } from '../../market/mechanism.ts';
import { utilityOf } from '../../market/money/utility.ts';
import type { Observation } from '../../market/observation.ts';
import { addsUp, valueOutcomes } from '../../market/outcomes.ts';
import { columnIndex as at, recordColumnNames } from '../../market/record.ts';
import type { Settings } from '../../market/settings.ts';
import { countPlayers, moveOf, stageGame } from '../../market/stage.ts';
import type { Move } from '../../market/strategy.ts';
import { exitOf } from '../../market/traits.ts';
import { listSolvable } from '../round/exact.ts';
import type { Round } from '../round/round-law.ts';
import { mixSides, tossOf } from '../round/toss.ts';
import { worthOf } from '../round/valuation.ts';

/** Who else plays what: how many nodes make each declared move, by its position [count]. */
export type Counts = readonly number[];

/** The stage game of a design point before it is solved. */
export interface StageTable {
  /** Names of the moves of a role, in the order of their positions. */
  names: Record<Role, string[]>;
  /** Nodes of a job in each role [count]. */
  players: Record<Role, number>;
  /**
   * Expected record per job of the market, of one focal node that asserts by `asserter` and validates by `own`. Where one
   * node asserts a job, the counts are those of its other validators and everyone asserts alike; where several do, they
   * are those of the others who assert it.
   */
  recordOf: (asserter: number, own: number, others: Counts) => Float64Array;
  /** The same without a focal node: the counts are those of all who play the role, and tell of the whole job. */
  jobOf: (asserter: number, all: Counts) => Float64Array;
  /** What a record is worth to the focal node per job it asserts, or per job it validates [credits]. */
  worthOf: (record: Float64Array, role: Role) => number;
  /** The same, linear in mixes of records: an income, or an expected utility; nothing where there is no such thing. */
  utilityOf?: (record: Float64Array, role: Role) => number;
}

/** Describes the stage game of a design point; `null` where the mechanism describes no round, or the past counts. */
export function describeStage(settings: Settings): StageTable | null {
  const catalogue = catalogueOf(settings);
  const mechanism = catalogue.mechanisms.get(settings.mechanism.kind);
  if (!mechanism?.round || traitsOf(settings).remembers !== undefined) return null;
  // Who is drawn does not matter where everyone knows everyone, so the coalition's own draw is left out.
  const open: Settings = { ...settings, coalition: { ...settings.coalition, size: 0, fraction: 0 } };
  const toss = settings.movesCoin ? tossOf(open) : undefined;
  const players = {
    asserter: countPlayers(settings, 'asserter', catalogue),
    validator: countPlayers(settings, 'validator', catalogue),
  };
  const validators = listSolvable(settings, 'validator').map(({ name }) => name);
  const names = {
    asserter: listSolvable(settings, 'asserter').map(({ name }) => name),
    // Where nobody validates, what validators would play tells no two equilibria apart.
    validator: players.validator > 0 ? validators : validators.slice(0, 1),
  };
  const crowdRole: Role = players.asserter > 1 ? 'asserter' : 'validator';
  const moves = {
    asserter: names.asserter.map((name) => moveOf(settings, 'asserter', name, catalogue.strategies)),
    validator: names.validator.map((name) => moveOf(settings, 'validator', name, catalogue.strategies)),
  };
  const known = new Map<string, Float64Array>();
  const evaluate = (asserter: number, own: number | undefined, counts: Counts): Float64Array => {
    const key = `${asserter} ${own} ${counts.join()}`;
    const found = known.get(key);
    if (found) return found;
    const played = counts.flatMap((size, position) =>
      size > 0 ? [{ move: moves[crowdRole][position], count: size }] : [],
    );
    const focal = { asserter: moves.asserter[asserter], validator: moves.validator[own ?? 0] };
    const walk = (at: Settings) =>
      expectRound(at, mechanism, {
        cast: { ...stageGame(at, { group: focal, outsider: focal }), ...(own === undefined && { groupSize: 0 }) },
        crowdRole,
        played: played.length > 0 ? played : [{ move: focal[crowdRole], count: 0 }],
      });
    const record = (toss && mixSides(toss, `stage ${key}`, walk)) ?? walk(open);
    known.set(key, record);
    return record;
  };
  const table: StageTable = {
    names,
    players,
    recordOf: evaluate,
    jobOf: (asserter, all) => evaluate(asserter, undefined, all),
    worthOf: (record, role) => perTurn(record, role, worthOf(record, role, open)),
  };
  const linear = linearUtility(open);
  return linear ? { ...table, utilityOf: linear } : table;
}

/** Worth is counted per job asserted; a validator's turn is a job it validates. */
function perTurn(record: Float64Array, role: Role, worth: number): number {
  if (role === 'asserter') return worth;
  const validations = record[at.focalValidations];
  return validations > 0 ? (worth * record[at.focalJobs]) / validations : 0;
}

/** What players add up, where they do: not the careers of nodes that may be banned, nor jobs that share a slash. */
function linearUtility(settings: Settings): StageTable['utilityOf'] | undefined {
  if (exitOf(settings).bans || traitsOf(settings).couplesJobs) return undefined;
  const [asserter, validator] = utilityOf(settings)
    ? [at.asserterUtility, at.validatorUtility]
    : [at.asserterIncome, at.validatorIncome];
  return (record, role) => {
    const [amount, turns] =
      role === 'asserter' ? [record[asserter], record[at.focalJobs]] : [record[validator], record[at.focalValidations]];
    return turns > 0 ? amount / turns : 0;
  };
}

/** The parts of a round in which the crowd of a role is taken apart by what its members play. */
interface Parts {
  cast: Cast;
  crowdRole: Role;
  played: readonly { move: Move; count: number }[];
}

function expectRound(settings: Settings, mechanism: Mechanism, { cast, crowdRole, played }: Parts): Float64Array {
  const castOf = (move: Move): Cast => ({ ...cast, outsider: { ...cast.outsider, [crowdRole]: move } });
  const staged = castOf(leastColluding(played.map(({ move }) => move)));
  const asked = crowdRole === 'validator' ? { outsiders: played } : {};
  const sums = addsUp(settings) ? mechanism.sums?.(settings, staged, asked) : undefined;
  if (sums) return sums;
  const plays = played.map(({ move }) => playOf(castOf(move)));
  const crowd = `outsider/${crowdRole}`;
  const names = played.map((_, part) => `${crowd}/${part}`);
  const play: Play<Observation, Action> = (player, observation) => {
    const part = names.indexOf(player);
    return part < 0 ? plays[0](player, observation) : plays[part](crowd, observation);
  };
  const round = valueOutcomes(mechanism.round!(settings, staged), settings, mechanism);
  const sizes = played.map(({ count }) => count);
  return expectation(played.length > 1 ? splitCrowd(round, crowd, sizes) : round, play, recordColumnNames.length);
}

/** Colluders count on each other only when all of them are in on it: one who is not settles the matter. */
function leastColluding(moves: readonly Move[]): Move {
  return moves.find(({ backs }) => backs === 'none') ?? moves[0];
}

/** The tree with a crowd taken apart into parts of so many, as far as they are there; each part moves by itself. */
function splitCrowd(tree: Round, crowd: string, sizes: readonly number[]): Round {
  const split = (inner: Round) => splitCrowd(inner, crowd, sizes);
  if (tree.kind === 'outcome') return tree;
  if (tree.kind === 'chance') {
    return chance(tree.branches.map(({ probability, next }) => ({ probability, next: () => split(next()) })));
  }
  if (tree.kind === 'decision') {
    const { player, observation, next } = tree;
    return decide(player, observation, (action) => split(next(action)));
  }
  // Where a crowd is larger than the others of a focal node, that node is not there, and nobody looks.
  const rest = sizes.slice(1).reduce((sum, taken) => sum + taken, 0);
  const partsOf = (size: number) => [Math.max(0, size - rest), ...sizes.slice(1)];
  const { player, size, observation, next } = tree;
  if (player !== crowd) return decideEach(player, observation, size, (choices) => split(next(choices)));
  const shares = partsOf(size);
  const from = (part: number, sofar: Parameters<typeof next>[0]): Round =>
    part === shares.length
      ? split(next(sofar))
      : decideEach(`${crowd}/${part}`, observation, shares[part], (choices) => from(part + 1, [...sofar, ...choices]));
  return from(0, []);
}

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
import { expectation } from '../../game/tree.ts';
import { type Cast, playOf } from '../../market/cast.ts';
import type { Mechanism } from '../../market/mechanism.ts';
import { utilityOf } from '../../market/money/utility.ts';
import { addsUp, valueOutcomes } from '../../market/outcomes.ts';
import { columnIndex as at, recordColumnNames } from '../../market/record.ts';
import type { Settings } from '../../market/settings.ts';
import { countPlayers, moveOf, stageGame } from '../../market/stage.ts';
import { exitOf } from '../../market/traits.ts';
import { listSolvable } from '../round/exact.ts';
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
    const focal = {
      asserter: moves.asserter[asserter],
      validator: moves.validator[own ?? 0],
      count: own === undefined ? 0 : 1,
    };
    const played = counts.flatMap((count, position) =>
      count > 0 ? [{ ...focal, [crowdRole]: moves[crowdRole][position], count }] : [],
    );
    const parts = played.length > 0 ? played : [{ ...focal, count: 0 }];
    const walk = (at: Settings) => expectRound(at, mechanism, stageGame(at, focal, parts));
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

function expectRound(settings: Settings, mechanism: Mechanism, cast: Cast): Float64Array {
  const sums = addsUp(settings) ? mechanism.sums?.(settings, cast) : undefined;
  if (sums) return sums;
  const round = valueOutcomes(mechanism.round!(settings, cast), settings, mechanism);
  return expectation(round, playOf(cast), recordColumnNames.length);
}

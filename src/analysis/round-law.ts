/**
 * How far the round's law of a job reaches in an arm, said in one place for everything that rests on it: exact values
 * and thresholds, controls, the guard against rare events, and the check that simulation and round agree.
 *
 * A round is one job among a full house, asserted by any node alike. A market keeps to that as long as nobody leaves it
 * and dispatch looks at nothing. Where it does not, part of the law may hold all the same: what becomes of a job once a
 * focal node asserts it, whatever share of the market's jobs that is. Where even that depends on what went before, the
 * round says nothing.
 */
import type { Profile } from '../findings/profile.ts';
import { expectation, type Tree } from '../game/tree.ts';
import { type Cast, playOf, stage } from '../market/cast.ts';
import type { Action } from '../market/mechanism.ts';
import { accountingOf } from '../market/money/accounting.ts';
import type { Observation } from '../market/observation.ts';
import { columnIndex as at, recordColumnNames } from '../market/record.ts';
import type { Arm, Settings } from '../market/settings.ts';
import { isHonestMove } from '../market/strategy.ts';
import { listArms } from '../plan/arms.ts';
import { mechanisms, strategies } from '../run/catalogue.ts';
import { choosePath } from '../run/path.ts';
import { keepFocalJobs } from './job-values.ts';
import { addsUpIncome } from './valuation.ts';

/** A round as a mechanism describes it. */
export type Round = Tree<Observation, Action>;

/** Which jobs of an arm the round speaks for. */
export type RoundLaw =
  | { holdsFor: 'every job'; round: Round; cast: Cast }
  | { holdsFor: 'focal jobs'; round: Round; cast: Cast; because: string }
  | { holdsFor: 'no job'; because: string };

/** Which jobs of an arm the round speaks for, and why not for all of them. */
export function lawOf(settings: Settings, arm: Arm): RoundLaw {
  const { mechanism, market } = settings;
  const describe = mechanisms.get(mechanism.kind)?.round;
  if (!describe) return none(`mechanism ${mechanism.kind} describes no round`);
  const cast = stage(settings, arm, strategies);
  if (cast.learner) return none('nodes learn from what they earned, and a round has no past');
  const round = describe(settings, cast);
  const house = keepsHouse(settings, cast, round);
  if (house.holdsFor !== 'every job') return house;
  if (market.dispatch === 'uniform' || takeEquallyLong(cast)) return house;
  if (market.jobsInFlight > 1) return none('dispatch looks at queues, which decide how many batches are completed');
  return { ...house, holdsFor: 'focal jobs', because: 'dispatch looks at queues, which decide who gets how many jobs' };
}

/**
 * Whether the asserter's income is a matter of the jobs that focal nodes assert, and of no other job: all but the
 * coalition's whole income, to which members who validate for outsiders contribute. Jobs that are valued one by one
 * count the flows of their own challenge only.
 */
export function countsOwnJobs(settings: Settings, role: Arm['role']): boolean {
  return role !== 'validator' && (!addsUpIncome(settings) || accountingOf(settings) !== 'netted');
}

/** Why some exact values of a design point are not known: what keeps the round from speaking for all of its arms. */
export function explainSilence(settings: Settings, profiles: readonly Profile[]): string | undefined {
  const laws = listArms(settings, profiles).map((arm) => lawOf(settings, arm));
  return laws.flatMap((law) => (law.holdsFor === 'every job' ? [] : [law.because]))[0];
}

/** Whether a slash leaves the market as it was. */
function keepsHouse(settings: Settings, cast: Cast, round: Round): RoundLaw {
  const full: RoundLaw = { holdsFor: 'every job', round, cast };
  const { exit } = settings.players;
  if (exit.kind === 'none') return full;
  const whole = expectation(round, playOf(cast), recordColumnNames.length);
  if (countRefuted(whole) === 0 && whole[at.slashed] === 0) return full;
  if (exit.kind === 'ejected') {
    return none('stakes run down and nodes are ejected, so that jobs depend on the slashes before them');
  }
  if (choosePath(settings, cast).path !== 'rounds') {
    return none('jobs that are on their way when a ban falls belong to no career');
  }
  if (exit.reentryCost !== null) return full;
  return meetsTheSame(settings, cast, round, whole)
    ? { ...full, holdsFor: 'focal jobs', because: 'banned nodes do not come back, so that ever fewer jobs are theirs' }
    : none('banned nodes do not come back, so that who validates depends on the bans before');
}

/** Whether a focal job meets the same validators however many focal nodes are gone: outsiders stay, all validate alike. */
function meetsTheSame(settings: Settings, cast: Cast, round: Round, whole: Float64Array): boolean {
  const { market, mechanism } = settings;
  // With one focal node nothing tells whether validators are slashed; see below.
  if (cast.coalition === 'group' || cast.groupSize < 2) return false;
  if (JSON.stringify(cast.group.validator) !== JSON.stringify(cast.outsider.validator)) return false;
  const drawn = Number(mechanism.validatorCount ?? 1);
  if (!(market.nodeCount - cast.groupSize > drawn)) return false;
  const focal = expectation(keepFocalJobs(round), playOf(cast), recordColumnNames.length);
  const refuted = countRefuted(focal);
  if (countRefuted(whole) > refuted * (1 + ROUNDING)) return false;
  // Who is slashed is the asserter alone; validators, being all alike, would add to the slashes of focal nodes.
  return whole[at.slashed] === 0 || Math.abs(whole[at.focalSlashes]! - refuted) <= ROUNDING * refuted;
}

const ROUNDING = 1e-12;

/** Whether asserting and validating take focal nodes as long as outsiders, so that queues cannot tell them apart. */
function takeEquallyLong({ group, outsider }: Cast): boolean {
  const computes = (crowd: Cast['group']) =>
    isHonestMove(crowd.asserter) && crowd.validator.output === 'correct' && crowd.validator.backs !== 'always';
  return computes(group) && computes(outsider);
}

function countRefuted(record: Float64Array): number {
  return record[at.detectedJobs]! + record[at.falseSlashedJobs]!;
}

function none(because: string): RoundLaw {
  return { holdsFor: 'no job', because };
}

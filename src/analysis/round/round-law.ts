/**
 * How far the round's law of a job reaches in an arm, said in one place for everything that rests on it: exact values
 * and thresholds, controls, the guard against rare events, and the check that simulation and round agree.
 *
 * A round is one job among a full house, asserted by any node alike. A market keeps to that as long as nobody leaves it
 * and dispatch looks at nothing. Where it does not, part of the law may hold all the same: what becomes of a job once a
 * focal node asserts it, whatever share of the market's jobs that is. Where even that depends on what went before, the
 * round says nothing.
 */

import { catalogueOf, mechanismOf } from '../../catalogue/catalogue.ts';
import { planArm, stageArm, traitsOfArm } from '../../engine/arm-plan.ts';
import type { Role } from '../../findings/findings.ts';
import type { Profile } from '../../findings/profile.ts';
import { expectation, type Tree } from '../../game/tree.ts';
import { type Cast, countFocal, focalCrowds, isFocal, playOf } from '../../market/cast.ts';
import type { Action } from '../../market/mechanism.ts';
import { accountingOf, countsMembers } from '../../market/money/accounting.ts';
import type { Observation } from '../../market/observation.ts';
import { keepFocalJobs } from '../../market/outcomes.ts';
import { columnIndex as at, type RecordColumn, recordColumnNames } from '../../market/record.ts';
import type { Arm, Settings } from '../../market/settings.ts';
import { countPlayers } from '../../market/stage.ts';
import { isHonestMove, isSameMove } from '../../market/strategy.ts';
import { exitOf, type Traits } from '../../market/traits.ts';
import { listArms } from '../../plan/arms.ts';
import { addsUpIncome } from './valuation.ts';

/** A round as a mechanism describes it. */
export type Round = Tree<Observation, Action>;

/** Which jobs of an arm the round speaks for. */
export type RoundLaw =
  | { holdsFor: 'every job'; round: Round; cast: Cast }
  | { holdsFor: 'focal jobs'; round: Round; cast: Cast; because: string }
  | { holdsFor: 'focal validations'; round: Round; cast: Cast; because: string }
  | { holdsFor: 'no job'; because: string };

/** Which jobs of an arm the round speaks for, and why not for all of them. */
export function lawOf(settings: Settings, arm: Arm): RoundLaw {
  const describe = mechanismOf(settings).round;
  if (!describe) return none(`mechanism ${settings.mechanism.kind} describes no round`);
  const cast = stageArm(settings, arm);
  const traits = traitsOfArm(settings, cast);
  if (traits.remembers !== undefined) return none(`${traits.remembers}, and a round has no past`);
  const round = describe(settings, cast);
  const law = lawUnderExits(settings, arm, cast, round);
  if (law.holdsFor !== 'every job') return law;
  const because = whyUneven(traits, cast);
  if (because === undefined) return law;
  if (traits.couplesJobs) return none(`${because} how many flights are completed`);
  return { ...law, holdsFor: 'focal jobs', because: `${because} who gets how many jobs` };
}

/** What makes some nodes get more jobs than others, as the beginning of a sentence; nothing where they get as many. */
function whyUneven({ favours, readsQueues }: Traits, cast: Cast): string | undefined {
  if (favours !== undefined) return `${favours}, which decides`;
  return readsQueues === undefined || areEquallyBusy(cast) ? undefined : `${readsQueues}, which decide`;
}

/**
 * Whether the asserter's income is a matter of the jobs that focal nodes assert, and of no other job: all but the
 * coalition's whole income, to which members who validate for outsiders contribute. Jobs that are valued one by one
 * count the flows of their own challenge only.
 */
export function countsOwnJobs(settings: Settings, role: Arm['role']): boolean {
  return role !== 'validator' && (!addsUpIncome(settings) || !countsMembers(accountingOf(settings)));
}

/**
 * The draws of nature on a job of a focal node that go by the round wherever it speaks for such jobs.
 *
 * Where focal nodes are banned for good, ever fewer of a job's validators are focal nodes. That changes nothing of what
 * befalls the job, all validating alike, but how often it meets only their own kind.
 */
export function listOwnDraws(settings: Settings): readonly RecordColumn[] {
  return exitOf(settings).bans ? ['focalChallengedJobs'] : ['focalChallengedJobs', 'focalColludingJobs'];
}

/** Why some exact values of a design point are not known: what keeps the round from speaking for all of its arms. */
export function explainSilence(settings: Settings, profiles: readonly Profile[]): string | undefined {
  const laws = listArms(settings, profiles).map((arm) => lawOf(settings, arm));
  return laws.flatMap((law) => (law.holdsFor === 'every job' ? [] : [law.because]))[0];
}

/** Which jobs the round speaks for where slashed nodes may leave: all, unless somebody does. */
function lawUnderExits(settings: Settings, arm: Arm, cast: Cast, round: Round): RoundLaw {
  const full: RoundLaw = { holdsFor: 'every job', round, cast };
  const { traits, runsDown, wayBack } = exitOf(settings);
  if (traits.changesFleet === undefined) return full;
  const whole = expectation(round, playOf(cast), recordColumnNames.length);
  if (countRefuted(whole) === 0 && whole[at.slashed] === 0) return full;
  if (runsDown) {
    return none('stakes run down and nodes are ejected, so that jobs depend on the slashes before them');
  }
  if (planArm(settings, arm).path !== 'rounds') {
    return none('jobs that are on their way when a ban falls belong to no career');
  }
  const leavers = cast.crowds.filter(({ staysAway }) => wayBack === null || staysAway);
  if (leavers.length === 0) return full;
  const othersLeave = leavers.some((crowd) => !isFocal(crowd));
  // Drawn as a fixed share of each challenge, members check the more often the fewer there are, and at last nobody can be drawn.
  // One that deviates alone checks as often until it leaves itself.
  if (cast.memberShare !== undefined && cast.crowds.every((crowd) => isFocal(crowd) === crowd.member)) {
    return none('nodes are banned for good, so that members are fewer than their share of the draws');
  }
  if (meetsTheSame(settings, cast, { round, whole, othersLeave })) {
    return {
      ...full,
      holdsFor: 'focal jobs',
      because: 'nodes are banned for good, so that ever fewer jobs are theirs',
    };
  }
  return validatesTheSame(settings, cast, { round, whole, othersLeave })
    ? {
        ...full,
        holdsFor: 'focal validations',
        because: 'nodes are banned for good, so that ever fewer checks are theirs',
      }
    : none('nodes are banned for good, so that who validates depends on the bans before');
}

/** A market whose every node is there. */
interface House {
  round: Round;
  /** Expected record per job of the market. */
  whole: Float64Array;
  /** Whether others who are banned leave for good. */
  othersLeave: boolean;
}

/** Whether a focal job meets the same validators however many focal nodes are gone: others stay, all validate alike. */
function meetsTheSame(settings: Settings, cast: Cast, house: House): boolean {
  const { whole, othersLeave } = house;
  // With one focal node nothing tells whether validators are slashed; see below.
  if (knowsFellows(cast) || countFocal(cast) < 2) return false;
  if (!playAlike(cast, 'validator')) return false;
  const drawn = countPlayers(settings, 'validator', catalogueOf(settings));
  if (!(settings.market.nodeCount - countFocal(cast) > drawn)) return false;
  const refuted = countFocalRefuted(cast, house);
  if (othersLeave && countRefuted(whole) > refuted * (1 + ROUNDING)) return false;
  // Who is slashed is the asserter alone; validators, being all alike, would add to the slashes of focal nodes.
  return whole[at.slashed] === 0 || Math.abs(whole[at.focalSlashes] - refuted) <= ROUNDING * refuted;
}

/** Whether a focal node meets the same when it validates: all assert alike, and beside it validate none but those who stay. */
function validatesTheSame(settings: Settings, cast: Cast, house: House): boolean {
  const { market } = settings;
  const drawn = countPlayers(settings, 'validator', catalogueOf(settings));
  const focal = countFocal(cast);
  if (knowsFellows(cast) || (drawn > 1 && focal > 1) || !(market.nodeCount - focal > drawn)) return false;
  if (!playAlike(cast, 'asserter')) return false;
  if (!house.othersLeave) return true;
  // Others whom a focal node finds out leave too.
  if (countRefuted(house.whole) > countFocalRefuted(cast, house) * (1 + ROUNDING)) return false;
  // Seen as the focal nodes of their own market, they must never be slashed.
  return cast.crowds.every(({ side, asserter, validator }) => {
    if (side === 'focal') return true;
    const crowds = cast.crowds.map((crowd) => (isFocal(crowd) ? { ...crowd, asserter, validator } : crowd));
    const seen: Cast = { ...cast, crowds };
    const own = expectation(mechanismOf(settings).round!(settings, seen), playOf(seen), recordColumnNames.length);
    return countRefuted(own) === 0 && own[at.focalSlashes] === 0;
  });
}

/** Whether it matters to a focal validator that a fellow asserts. */
function knowsFellows(cast: Cast): boolean {
  if (cast.coalition === 'everyone') return false;
  return focalCrowds(cast).some(({ member, validator }) => member && validator.backs === 'coalition');
}

/** Whether all nodes play a role alike. */
function playAlike({ crowds: [first, ...rest] }: Cast, role: Role): boolean {
  return rest.every((crowd) => isSameMove(first[role], crowd[role]));
}

const ROUNDING = 1e-12;

/**
 * Whether focal nodes are as busy as others, so that queues cannot tell them apart: asserting and validating take them
 * equally long, and they are called to validate as often.
 */
function areEquallyBusy({ crowds, memberShare }: Cast): boolean {
  if (memberShare !== undefined) return false;
  return crowds.every(
    ({ asserter, validator }) =>
      isHonestMove(asserter) && validator.output === 'correct' && validator.backs !== 'always',
  );
}

/** Jobs of focal nodes that are refuted, per job of the market. */
function countFocalRefuted(cast: Cast, { round }: House): number {
  return countRefuted(expectation(keepFocalJobs(round), playOf(cast), recordColumnNames.length));
}

function countRefuted(record: Float64Array): number {
  return record[at.detectedJobs] + record[at.falseSlashedJobs];
}

function none(because: string): RoundLaw {
  return { holdsFor: 'no job', because };
}

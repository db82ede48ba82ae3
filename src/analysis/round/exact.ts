/** The exact side of a design point: the round's expectation for each arm, by enumeration. */

import { catalogueOf, hasPast, mechanismOf } from '../../catalogue/catalogue.ts';
import type { Role } from '../../findings/findings.ts';
import type { Profile } from '../../findings/profile.ts';
import { expectation } from '../../game/tree.ts';
import { type Cast, playOf } from '../../market/cast.ts';
import { addsUp, keepFocalJobs, valueOutcomes } from '../../market/outcomes.ts';
import { recordColumnNames } from '../../market/record.ts';
import { type Arm, armName, type Settings, type StrategySpec } from '../../market/settings.ts';
import { heldTo } from '../../market/stage.ts';
import { armOf } from '../../plan/arms.ts';
import { countsOwnJobs, lawOf, type Round } from './round-law.ts';
import { mixSides, type Toss, tossOf } from './toss.ts';
import { worthOf } from './valuation.ts';

/** Expected record per job of the market in one arm; `null` where the round does not speak for every job. */
export function exactRecord(settings: Settings, arm: Arm): Float64Array | null {
  return remember(settings, armName(arm), (at) => computeRecord(at, arm));
}

/**
 * A record that is worked out once for a design point, or mixed of the two that are worked out for its coin.
 *
 * @param into  where a mixed one may be put by whoever keeps nothing of it
 */
function remember(
  settings: Settings,
  name: string,
  compute: (at: Settings) => Float64Array | null,
  into?: Float64Array,
): Float64Array | null {
  const known = recall(settings);
  const mixed = known.toss && mixSides(known.toss, name, compute, into);
  if (mixed) return mixed;
  known.records ??= new Map();
  let record = known.records.get(name);
  if (record === undefined) {
    record = compute(settings);
    known.records.set(name, record);
  }
  return record;
}

/** What is known of a design point. */
interface Known {
  toss: Toss | undefined;
  records?: Map<string, Float64Array | null>;
  incomes: Map<string, number | null>;
}

function recall(settings: Settings): Known {
  let known = knowledge.get(settings);
  if (!known) {
    // Alone, a setting is walked once; the two rounds of its coin would be shared with nobody.
    const toss = settings.movesCoin ? tossOf(settings) : undefined;
    known = { toss, incomes: new Map() };
    knowledge.set(settings, known);
  }
  return known;
}

// Settings are never changed once resolved; an arm of honest play is asked for in either role, once per deviation, and at
// every look. One weak map for all of it, for settling an object in one takes as long as a round.
const knowledge = new WeakMap<Settings, Known>();

/** The same, walked. */
export function computeRecord(settings: Settings, arm: Arm): Float64Array | null {
  const law = lawOf(settings, arm);
  return law.holdsFor === 'every job' ? expectRecord(settings, law) : null;
}

/** The same of the jobs that focal nodes assert alone; `null` where the round does not speak even for those. */
export function exactFocalRecord(settings: Settings, arm: Arm): Float64Array | null {
  const law = lawOf(settings, arm);
  const speaks = law.holdsFor === 'every job' || law.holdsFor === 'focal jobs';
  return speaks ? expectRecord(settings, law, true) : null;
}

/**
 * The record that the worth of a role is read off: of every job, or where the round speaks for fewer, of those that focal
 * nodes assert, or check, as long as that is all the role's worth depends on.
 */
export function exactOwnRecord(settings: Settings, role: Role, arm: Arm): Float64Array | null {
  const whole = exactRecord(settings, arm);
  if (whole) return whole;
  const law = lawOf(settings, arm);
  if (law.holdsFor === 'focal jobs' && countsOwnJobs(settings, role)) return exactFocalRecord(settings, arm);
  return law.holdsFor === 'focal validations' && role === 'validator' ? expectRecord(settings, law) : null;
}

/** The record a round expects, outcomes valued as the players of a design point value them. */
function expectRecord(
  settings: Settings,
  { cast, round }: { cast: Cast; round: Round },
  focalOnly = false,
): Float64Array {
  const mechanism = mechanismOf(settings);
  const sums = addsUp(settings) ? mechanism.sums?.(settings, cast, { focalOnly }) : undefined;
  if (sums) return sums;
  const valued = valueOutcomes(round, settings, mechanism);
  return expectation(focalOnly ? keepFocalJobs(valued) : valued, playOf(cast), recordColumnNames.length);
}

/** The strategies of a role that a round can play: all but those that go by a past. */
export function listSolvable(settings: Settings, role: Role): readonly StrategySpec[] {
  const catalogue = catalogueOf(settings);
  return settings.players[role].filter((spec) => !hasPast(spec, catalogue));
}

/** What a role is worth to focal nodes per job they assert, exactly [credits]; `null` where the round does not say. */
export function exactIncome(settings: Settings, role: Role, arm: Arm): number | null {
  const { incomes } = recall(settings);
  const key = `${role} ${armName(arm)}`;
  let income = incomes.get(key);
  if (income === undefined) {
    income = computeIncome(settings, role, arm);
    incomes.set(key, income);
  }
  return income;
}

function computeIncome(settings: Settings, role: Role, arm: Arm): number | null {
  const held = heldTo(settings, arm.against);
  const own = isTheirsAlone(held, role, arm)
    ? remember(held, `focal ${armName(arm)}`, (at) => computeFocalSums(at, arm), scratch)
    : remember(held, armName(arm), (at) => computeRecord(at, arm), scratch);
  const record = own ?? exactOwnRecord(held, role, arm);
  return record && worthOf(record, role, held);
}

// What a record is worth is read off at once.
const scratch = new Float64Array(recordColumnNames.length);

/** Whether the other nodes' jobs matter neither to an income nor to another one that is read off the same arm. */
function isTheirsAlone(settings: Settings, role: Role, arm: Arm): boolean {
  if (!countsOwnJobs(settings, role) || !mechanismOf(settings).sums) return false;
  return arm.role === 'asserter' || armOf(settings, 'validator', arm.strategy, arm.against).role !== 'both';
}

/** The record of focal jobs, where it can be had without walking through all others; else `null`. */
function computeFocalSums(settings: Settings, arm: Arm): Float64Array | null {
  const law = lawOf(settings, arm);
  if (!(law.holdsFor === 'every job' || law.holdsFor === 'focal jobs') || !addsUp(settings)) return null;
  return mechanismOf(settings).sums?.(settings, law.cast, { focalOnly: true }) ?? null;
}

// A round of 255 validators adds up as many terms.
const ROUNDING = 1e-13;

/** What one strategy earns over another per job, exactly [credits]; `null` where the round does not say. */
export function exactAdvantage(
  settings: Settings,
  role: Role,
  strategy: string,
  over: string,
  against: Profile,
): number | null {
  const own = exactIncome(settings, role, armOf(settings, role, strategy, against));
  const other = exactIncome(settings, role, armOf(settings, role, over, against));
  if (own === null || other === null) return null;
  // What rounding leaves of two equal incomes is nothing, and has no sign.
  const difference = own - other;
  return Math.abs(difference) <= ROUNDING * Math.max(Math.abs(own), Math.abs(other)) ? 0 : difference;
}

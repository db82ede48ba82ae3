/** The exact side of a design point: the round's expectation for each arm, by enumeration. */
import type { Role } from '../findings/findings.ts';
import type { Profile } from '../findings/profile.ts';
import { expectation } from '../game/tree.ts';
import { type Cast, playOf } from '../market/cast.ts';
import { recordColumnNames } from '../market/record.ts';
import { type Arm, armName, type Settings, type StrategySpec } from '../market/settings.ts';
import { strategies } from '../run/catalogue.ts';
import { keepFocalJobs, valueOutcomes } from './job-values.ts';
import { countsOwnJobs, lawOf, type Round } from './round-law.ts';
import { worthOf } from './valuation.ts';

/** Expected record per job of the market in one arm; `null` where the round does not speak for every job. */
export function exactRecord(settings: Settings, arm: Arm): Float64Array | null {
  const law = lawOf(settings, arm);
  return law.holdsFor === 'every job' ? evaluate(valueOutcomes(law.round, settings), law.cast) : null;
}

/** The same of the jobs that focal nodes assert alone; `null` where the round does not speak even for those. */
export function exactFocalRecord(settings: Settings, arm: Arm): Float64Array | null {
  const law = lawOf(settings, arm);
  return law.holdsFor === 'no job' ? null : evaluate(keepFocalJobs(valueOutcomes(law.round, settings)), law.cast);
}

function evaluate(round: Round, cast: Cast): Float64Array {
  return expectation(round, playOf(cast), recordColumnNames.length);
}

/** The strategies of a role that a round can play: all but those that learn. */
export function listSolvable({ players }: Settings, role: Role): readonly StrategySpec[] {
  return players[role].filter(({ kind }) => !strategies.get(kind)?.learn);
}

/** What a role is worth to focal nodes per job they assert, exactly [credits]; `null` where the round does not say. */
export function exactIncome(settings: Settings, role: Role, arm: Arm): number | null {
  let known = incomes.get(settings);
  if (!known) {
    known = new Map();
    incomes.set(settings, known);
  }
  const key = `${role} ${armName(arm)}`;
  if (!known.has(key)) known.set(key, computeIncome(settings, role, arm));
  return known.get(key)!;
}

// Settings are never changed once resolved, and the honest arm is asked for once per deviation.
const incomes = new WeakMap<Settings, Map<string, number | null>>();

function computeIncome(settings: Settings, role: Role, arm: Arm): number | null {
  const record = exactRecord(settings, arm) ?? (countsOwnJobs(settings, role) ? exactFocalRecord(settings, arm) : null);
  return record && worthOf(record, role, settings);
}

/** What one strategy earns over another per job, exactly [credits]; `null` where the round does not say. */
export function exactAdvantage(
  settings: Settings,
  role: Role,
  strategy: string,
  over: string,
  against: Profile,
): number | null {
  const own = exactIncome(settings, role, armOf(role, strategy, against));
  const other = exactIncome(settings, role, armOf(role, over, against));
  return own === null || other === null ? null : own - other;
}

/** The arm in which a role plays a strategy; honest play has one arm for both roles where it can. */
export function armOf(role: Role, strategy: string, against: Profile): Arm {
  const shared = strategy === 'honest' && against !== 'all-deviating';
  return { role: shared ? 'both' : role, strategy, against };
}

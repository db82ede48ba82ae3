/**
 * Who comes back after a ban: whoever has more to earn by it than it costs.
 *
 * A node knows what a job is worth to it in a full market, and how likely a job ends in a ban; it compares the career that
 * pays for every return with no further career. Focal nodes look at the career in the role the arm is about, others at
 * theirs as asserters. The answer is part of the cast, so that market, round and the law of a career go by one rule.
 */
import type { Role } from '../../findings/findings.ts';
import { comesBack } from '../../game/preferences.ts';
import { expectation } from '../../game/tree.ts';
import { type Cast, type Crowd, isFocal, playOf } from '../cast.ts';
import type { Mechanism } from '../mechanism.ts';
import { valueOutcomes } from '../outcomes.ts';
import { columnIndex as at, recordColumnNames } from '../record.ts';
import type { Settings } from '../settings.ts';
import { exitOf } from '../traits.ts';

/** The same cast, in which those stay away to whom coming back is not worth its price. */
export function sendAway(settings: Settings, cast: Cast, role: Role | 'both', mechanism: Mechanism | undefined): Cast {
  const { wayBack } = exitOf(settings);
  if (wayBack === null || !mechanism?.round) return cast;
  const isWorthIt = (seen: Cast, as: Role): boolean => {
    const round = valueOutcomes(mechanism.round!(settings, seen), settings, mechanism);
    const record = expectation(round, playOf(seen), recordColumnNames.length);
    const [jobs, income, bans] = careerColumns[as];
    // Whoever has no job of the kind is never banned for one.
    if (!(record[jobs] > 0) || record[bans] === 0) return true;
    return comesBack({
      income: record[income] / record[jobs],
      exitProbability: Math.min(1, record[bans] / record[jobs]),
      discount: settings.players.discount ?? 1,
      reentryCost: wayBack,
    });
  };
  // Focal nodes act as one, the others crowd by crowd.
  const focalReturn = isWorthIt(cast, role === 'validator' ? 'validator' : 'asserter');
  const comeBack = (crowd: Crowd) =>
    isFocal(crowd) ? focalReturn : crowd.size === 0 || isWorthIt(lookAt(cast, crowd), 'asserter');
  const crowds = cast.crowds.map((crowd): Crowd => (comeBack(crowd) ? crowd : { ...crowd, staysAway: true }));
  return { ...cast, crowds };
}

const careerColumns = {
  asserter: [at.careerJobs, at.careerIncome, at.careerBans],
  validator: [at.validatorCareerJobs, at.validatorCareerIncome, at.validatorCareerBans],
} as const;

/** The same market with another crowd looked at. */
function lookAt({ played: _, ...cast }: Cast, crowd: Crowd): Cast {
  const crowds = cast.crowds.map((one): Crowd => ({ ...one, side: one === crowd ? 'focal' : 'others' }));
  return { ...cast, crowds };
}

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
import { type Cast, playOf, type Stayers } from '../cast.ts';
import type { Mechanism } from '../mechanism.ts';
import { valueOutcomes } from '../outcomes.ts';
import { columnIndex as at, recordColumnNames } from '../record.ts';
import type { Settings } from '../settings.ts';
import { exitOf } from '../traits.ts';

/** Who stays away though there is a way back; `undefined` where nobody does. */
export function findStayers(
  settings: Settings,
  cast: Cast,
  role: Role | 'both',
  mechanism: Mechanism | undefined,
): Stayers | undefined {
  const { wayBack } = exitOf(settings);
  if (wayBack === null || !mechanism?.round) return undefined;
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
  const group = !isWorthIt(cast, role === 'validator' ? 'validator' : 'asserter');
  const outsiders = settings.market.nodeCount - cast.groupSize;
  const outsider = outsiders > 0 && !isWorthIt(seenByOutsiders(cast, outsiders), 'asserter');
  return group || outsider ? { group, outsider } : undefined;
}

const careerColumns = {
  asserter: [at.careerJobs, at.careerIncome, at.careerBans],
  validator: [at.validatorCareerJobs, at.validatorCareerIncome, at.validatorCareerBans],
} as const;

/**
 * The same market with its outsiders looked at, among whom nobody stands behind an asserter unless everybody does, or
 * they are fellows of a node that deviates alone.
 */
function seenByOutsiders({ played: _, memberShare, ...cast }: Cast, outsiders: number): Cast {
  const seen: Cast = { ...cast, groupSize: outsiders, group: cast.outsider, outsider: cast.group };
  if (cast.fellows) {
    return { ...seen, fellows: { ...cast.fellows, grouped: true }, ...(memberShare !== undefined && { memberShare }) };
  }
  return {
    ...seen,
    coalition: cast.coalition === 'everyone' ? 'everyone' : 'none',
    ...(memberShare !== undefined && { memberShare: 1 - memberShare }),
  };
}

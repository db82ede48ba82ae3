/** What the validators of a challenge see of each other, and what they report. */
import type { Cast } from '../../market/cast.ts';
import { reportDistribution } from '../../market/detector.ts';
import type { Action } from '../../market/mechanism.ts';
import type { ValidatorObservation } from '../../market/observation.ts';
import type { Settings } from '../../market/settings.ts';
import type { Response } from '../../market/strategy.ts';
import type { Assertion } from './book-outcome.ts';
import type { PospParams } from './params.ts';
import type { ByKind } from './reports.ts';

/** A design point and an arm of it, as the rounds of proof of sampling read them. */
export interface Staged {
  settings: Settings;
  cast: Cast;
  params: PospParams;
}

/** What one way to act reports: the chances of the kinds, and whether it computes. */
export interface Reporting {
  shares: Readonly<ByKind>;
  computes: boolean;
}

/** Whether all validators of a challenge are in on it, by how many there are of the focal group and from outside. */
export function allCollude({ coalition, group, outsider }: Cast, grouped: number, outside: number): boolean {
  const groupColludes = coalition !== 'none' && group.validator.backs !== 'none';
  const outsidersCollude = coalition === 'everyone' && outsider.validator.backs !== 'none';
  return (grouped === 0 || groupColludes) && (outside === 0 || outsidersCollude);
}

/** What a validator of the focal group, or one from outside, sees of a challenge. */
export function observe(
  { cast, params }: Staged,
  assertion: Assertion,
  inGroup: boolean,
  allColluding: boolean,
): ValidatorObservation {
  const member = isBacked(cast, assertion, inGroup);
  return {
    role: 'validator',
    member,
    memberLies: member && assertion.assertedFalse,
    allColluding,
    committed: cast.committed,
    assertedVisible: params.reveal === 'open',
  };
}

/** Whether a validator stands behind the asserter. */
function isBacked({ coalition, fellows }: Cast, { grouped, isFellow }: Assertion, inGroup: boolean): boolean {
  if (coalition !== 'group') return coalition === 'everyone';
  return fellows ? isFellow && inGroup !== fellows.grouped : inGroup && grouped;
}

/** What a way to act reports. */
export function reportBy(
  { settings, cast, params }: Staged,
  assertion: Assertion,
  planted: boolean,
  action: Action,
): Reporting {
  const { detector, guessProbability } = settings.market;
  return {
    shares: reportDistribution({
      response: action as Response,
      assertedFalse: assertion.assertedFalse || planted,
      planted,
      falseAlarm: detector.falseAlarm,
      miss: planted ? detector.miss : missOf(settings, cast, assertion),
      recheckCount: params.recheckCount,
      guessProbability,
    }),
    computes: action === 'recompute' || action === 'vouch',
  };
}

/** Chance that one comparison misses what is false about an output [1]. */
export function missOf({ market }: Settings, cast: Cast, { grouped }: Assertion): number {
  return (grouped ? cast.group : cast.outsider).asserter.miss ?? market.detector.miss;
}

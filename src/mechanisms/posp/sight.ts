/** What the validators of a challenge see of each other, and what they report. */
import { areAllied, type Cast, type Crowd, isInOnIt } from '../../market/cast.ts';
import { reportDistribution } from '../../market/detector.ts';
import type { Action } from '../../market/mechanism.ts';
import type { ValidatorObservation } from '../../market/observation.ts';
import type { Settings } from '../../market/settings.ts';
import type { Response } from '../../market/strategy.ts';
import type { Bloc, Ways } from '../draw.ts';
import type { PospParams } from './params.ts';
import type { ByKind } from './reports.ts';

/** A design point and an arm of it, as the rounds of proof of sampling read them. */
export interface Staged {
  settings: Settings;
  cast: Cast;
  params: PospParams;
  /** Those who validate alike, in the order in which they are drawn. */
  blocs: readonly Bloc[];
}

/** Where a job has got to: what the rest of the round depends on. */
export interface Assertion {
  asserter: Crowd;
  assertedFalse: boolean;
}

/** What one way to act reports: the chances of the kinds, and whether it computes. */
export interface Reporting {
  shares: Readonly<ByKind>;
  computes: boolean;
}

/** Whether all validators of a challenge are in on it, in one of the ways to draw them. */
export function allCollude({ cast, blocs }: Staged, { counts }: Ways, way: number): boolean {
  return blocs.every(({ crowd }, bloc) => counts[bloc][way] === 0 || isInOnIt(cast, crowd));
}

/** What a validator of a crowd sees of a challenge. */
export function observe(
  { cast, params }: Staged,
  assertion: Assertion,
  validator: Crowd,
  allColluding: boolean,
): ValidatorObservation {
  const member = areAllied(cast, assertion.asserter, validator);
  return {
    role: 'validator',
    member,
    memberLies: member && assertion.assertedFalse,
    allColluding,
    committed: cast.committed,
    assertedVisible: params.reveal === 'open',
  };
}

/** What a way to act reports. */
export function reportBy(
  { settings, params }: Staged,
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
      miss: planted ? detector.miss : missOf(settings, assertion),
      recheckCount: params.recheckCount,
      guessProbability,
    }),
    computes: action === 'recompute' || action === 'vouch',
  };
}

/** Chance that one comparison misses what is false about an output [1]. */
export function missOf({ market }: Settings, { asserter: { asserter } }: Assertion): number {
  return asserter.miss ?? market.detector.miss;
}

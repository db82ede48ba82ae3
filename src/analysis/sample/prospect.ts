/**
 * What more replications would make of an estimate.
 *
 * An estimate is plain data and knows what it was made from; what the rules say of its arms is asked again where a
 * forecast is wanted, which is seldom, and wherever that is.
 */

import type { Role } from '../../findings/findings.ts';
import { pow, square } from '../../kernel/mathematics/index.ts';
import type { RecordColumn } from '../../market/record.ts';
import type { Settings } from '../../market/settings.ts';
import type { ArmLaw } from '../round/exact-arm.ts';
import { guard, LEDGER_RESOLUTION, lookForRareDifference, lookForRareOutcomes, type RareOutcomes } from './arm-law.ts';
import { listControls } from './controls.ts';
import type { Precision } from './precision.ts';
import { enlarge, type SampleSize } from './samples.ts';
import type { Unseen } from './unseen.ts';

/** An estimate, as far as its precision goes. */
export interface Sampled extends Precision {
  /** The most that one event can move the mean by. */
  reach: number;
  replications: number;
  prospect: Prospect;
}

/** What the precision of an estimate hangs on. */
export type Prospect =
  /** Two arms that are the same game: nothing to learn. */
  | { of: 'tie' }
  /** A sample of one arm, or of two that share their draws. */
  | {
      of: 'arms';
      role: Role;
      sizes: readonly SampleSize[];
      /** Draws that were taken out [count]. */
      controls: number;
      /** What the law of a job leaves after them [credits]. */
      deviation: number;
      /** What share of the degrees of freedom is left, where rows are batches of runs. */
      share: number;
      resolution: number;
    }
  /** Two estimates by themselves, one less the other. */
  | { of: 'difference'; own: Sampled; other: Sampled; correlation: number; isPaired: boolean };

/**
 * What to expect of an estimate after so many times its replications.
 *
 * @param laws      those of the arms it was made from, in their order
 * @param settings  those it was made with
 */
export function expectAfter(estimate: Sampled, times: number, laws: readonly ArmLaw[], settings: Settings): Precision {
  const { prospect, standardError, degrees, replications, reach } = estimate;
  if (prospect.of === 'tie') return estimate;
  if (prospect.of === 'difference') {
    const [own, other] = [prospect.own, prospect.other].map((one, i) =>
      expectAfter(one, times, [laws[i]], settings),
    ) as [Precision, Precision];
    return subtractPrecision(own, other, reach / times, prospect);
  }
  const { role, sizes, controls, deviation, share, resolution } = prospect;
  const later = lookBeside(
    laws,
    sizes.map((size) => enlarge(size, times)),
    role,
    settings,
  );
  // Draws that are too few to be taken out now may not be so then: what the law leaves after them tells how much it helps.
  const shrinks = deviation > 0 ? later.rare.deviation / deviation : 1 / Math.sqrt(times);
  const gained = Math.floor(share * replications * (times - 1)) - (later.controls.length - controls);
  return believe(later.rare, standardError * shrinks, degrees + gained, resolution);
}

/** What is known beside a sample: the draws to take out of it, and what may have gone unseen. */
interface Known {
  controls: readonly RecordColumn[];
  rare: RareOutcomes;
}

/** What the rules say of samples of these sizes: of one arm, or of the difference of two that share their draws. */
export function lookBeside(
  laws: readonly ArmLaw[],
  sizes: readonly SampleSize[],
  role: Role,
  settings: Settings,
): Known {
  const last = laws.length - 1;
  const controls = listControls(laws[last], sizes[last], settings);
  const rare = lookForRareOutcomes(laws[last], sizes[last], { role, settings, controls });
  if (last === 0) return { controls, rare };
  // Jobs that are sampled in another way draw challenges of their own, which nothing is taken out by.
  const isAlike = laws[0].sampling === laws[1].sampling;
  const own = lookForRareOutcomes(laws[0], sizes[0], { role, settings, controls: isAlike ? controls : [] });
  return { controls, rare: lookForRareDifference(own, rare, isAlike) };
}

/** Few replications of few events may fit by coincidence: half of what the exact law leaves is the least that is believed. */
export function believe(rare: RareOutcomes, error: number, degrees: number, resolution: number): Precision {
  return guard(rare, Math.max(error, rare.deviation / 2, resolution), degrees);
}

/** How sure the difference of two estimates is. @param reach  the most that one event moves it by */
export function subtractPrecision(
  own: Precision,
  other: Precision,
  reach: number,
  { correlation, isPaired }: { correlation: number; isPaired: boolean },
): Precision {
  const variance = Math.max(
    square(own.standardError) + square(other.standardError) - 2 * correlation * own.standardError * other.standardError,
    square(LEDGER_RESOLUTION),
  );
  const standardError = Math.sqrt(variance);
  const apart: Unseen = { kind: 'both', of: [own.unseen, other.unseen] };
  return {
    standardError,
    // Never more than the two together have, however unequal their noise: the smaller count is safe.
    degrees: Math.min(own.degrees, other.degrees),
    // What is common in both arms may be rare in their difference.
    unseen: isPaired ? { kind: 'worse', of: [apart, { kind: 'reach', reach, standardError }] } : apart,
    skewness:
      (own.skewness * pow(own.standardError, 3) + other.skewness * pow(other.standardError, 3)) / pow(variance, 1.5),
  };
}

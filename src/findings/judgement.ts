/**
 * Whether honesty pays: the one place that says so, for a role at a design point. Headlines, tables, pictures and words
 * about thresholds read it and judge nothing themselves.
 *
 * It has three values where something was asked. The sign of a noisy mean is no finding, and no data is no tie. Whether
 * an honest node makes money at all is told beside it and never overrules it.
 */
import type { Advantage, DesignPointFindings, Participation, Role } from './findings.ts';
import { type Profile, profiles } from './profile.ts';

/** `cannot-tell` on an `exact` basis is a tie: honesty earns as much as the deviation, to the last digit. */
export type HonestyPays = 'pays' | 'does-not' | 'cannot-tell' | 'not-asked';

/** What is known of a role at a design point. */
export interface Judgement {
  honesty: HonestyPays;
  /** What that rests on: enumeration of the round, or runs and their intervals. */
  basis: 'exact' | 'simulated';
  /** Whether an honest node makes money at all. */
  participation: 'yes' | 'no' | 'cannot-tell';
  /** Profiles of the others it was judged over; `coalition` and those the players declare. */
  against: Profile[];
}

/** An advantage as it is judged. */
export type Compared = Pick<Advantage, 'exact' | 'mean'> & {
  /** Half-width of its interval when it must hold together with others; infinite where nothing is known. */
  halfWidthOf: (comparisons: number) => number;
};

/**
 * Whether honesty earns more than every one of these deviations.
 *
 * An exact advantage decides where there is one that is clear of rounding; otherwise the interval of the runs does. That
 * all are positive needs every interval to be (intersection-union, Berger 1982); that one is negative shares the error
 * among all that were simulated (Bonferroni).
 *
 * @param resolution  exact advantages this small are ties [credits per job]
 */
export function judgeAdvantages(
  advantages: readonly Compared[],
  resolution: number,
): Pick<Judgement, 'honesty' | 'basis'> {
  if (advantages.length === 0) return { honesty: 'not-asked', basis: 'exact' };
  const isSettled = ({ exact }: Compared) => exact !== null && Math.abs(exact) > resolution;
  if (advantages.some((one) => isSettled(one) && one.exact! < 0)) return { honesty: 'does-not', basis: 'exact' };
  const simulated = advantages.filter(({ exact }) => exact === null);
  const reach = (one: Compared, side: 1 | -1, comparisons: number) =>
    one.mean === null || Number.isNaN(one.mean) ? Number.NaN : one.mean + side * one.halfWidthOf(comparisons);
  if (simulated.some((one) => reach(one, 1, simulated.length) < 0)) return { honesty: 'does-not', basis: 'simulated' };
  const isTied = advantages.some((one) => one.exact !== null && !isSettled(one));
  const areSure = simulated.every((one) => reach(one, -1, 1) > 0);
  const basis = simulated.length === 0 || (isTied && areSure) ? 'exact' : 'simulated';
  return { honesty: areSure && !isTied ? 'pays' : 'cannot-tell', basis };
}

/** Says of a role whether honesty pays and whether an honest node makes money. */
export function judgeRole(
  advantages: readonly Compared[],
  resolution: number,
  { takesPart }: Pick<Participation, 'takesPart'>,
  against: Profile[],
): Judgement {
  const participation = takesPart === 'undecided' ? 'cannot-tell' : takesPart;
  return { ...judgeAdvantages(advantages, resolution), participation, against };
}

/** What is known of a role at a design point; findings of earlier versions did not say, and are judged as they are read. */
export function judgementOf(point: DesignPointFindings, role: Role): Judgement {
  return point.judgement?.[role] ?? judgeAsRead(point, role);
}

/** The profiles that a role was judged over anywhere in a study. */
export function judgedProfiles(
  { designPoints }: { designPoints: readonly DesignPointFindings[] },
  role: Role,
): Profile[] {
  const asked = designPoints.map((point) => judgementOf(point, role)).filter(({ honesty }) => honesty !== 'not-asked');
  return profiles.filter((profile) => asked.some(({ against }) => against.includes(profile)));
}

/** The advantages that were judged: those of a role against the profiles that count. */
export function judgedAdvantages(point: DesignPointFindings, role: Role): Advantage[] {
  const { against } = judgementOf(point, role);
  return point.advantages.filter((advantage) => advantage.role === role && against.includes(advantage.against));
}

/**
 * The advantage that decides what is said of a role at a design point: the smallest that bears it out. `undefined` where
 * no amount is known.
 */
export function decidingAdvantage(point: DesignPointFindings, role: Role): Advantage | undefined {
  const { honesty } = judgementOf(point, role);
  const known = judgedAdvantages(point, role).flatMap((advantage) => {
    const { value, halfWidth } = knownOf(advantage);
    return value === null ? [] : [{ advantage, value, reach: halfWidth ?? Number.POSITIVE_INFINITY }];
  });
  const bearing = known.filter(({ value, reach }) => {
    if (honesty === 'does-not') return value + reach < 0;
    return honesty !== 'cannot-tell' || value - reach <= 0;
  });
  const candidates = bearing.length > 0 ? bearing : known;
  if (candidates.length === 0) return undefined;
  return candidates.reduce((least, next) => (next.value < least.value ? next : least)).advantage;
}

/** What is known of an amount: exactly, or as the runs estimate it. `halfWidth` is 0 where it is exact. */
export function knownOf({ exact, mean, halfWidth }: Pick<Advantage, 'exact' | 'mean' | 'halfWidth'>): {
  value: number | null;
  halfWidth: number | null;
} {
  return exact === null ? { value: mean, halfWidth } : { value: exact, halfWidth: 0 };
}

// Relative to what is earned, an exact advantage this small is rounding.
const ROUNDING = 1e-9;

function judgeAsRead({ advantages, payoffs, participation }: DesignPointFindings, role: Role): Judgement {
  const own = advantages.filter((advantage) => advantage.role === role);
  const isAsked = own.length === 0 || own.some(({ against }) => against === 'coalition');
  const against: Profile[] = isAsked ? ['coalition'] : [own[0].against];
  const compared = own
    .filter((one) => against.includes(one.against))
    .map(({ exact, mean, halfWidth }) => ({ exact, mean, halfWidthOf: () => halfWidth ?? Number.POSITIVE_INFINITY }));
  const amounts = payoffs.map(({ exact }) => Math.abs(exact ?? 0));
  const takesPart = participation?.[role].takesPart ?? 'undecided';
  return judgeRole(compared, ROUNDING * Math.max(0, ...amounts), { takesPart }, against);
}

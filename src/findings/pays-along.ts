/**
 * Where along one parameter honesty pays for a role, the other parameters held.
 *
 * Put together from the thresholds over each deviation, exact ones first, and held against the design points that were
 * judged: where the two do not agree, as on a curve too noisy to have one crossing, the points alone are told.
 */

import { type AxisValues, agrees, numberAt } from './axis-values.ts';
import type { DesignPointFindings, Role, ThresholdFindings } from './findings.ts';
import { judgeAdvantages, judgementOf } from './judgement.ts';
import type { Profile } from './profile.ts';

/** An end of a range in which honesty pays. */
export interface PayingEnd<Threshold = ThresholdFindings> {
  value: number;
  basis: 'exact' | 'simulated';
  /** Whether honesty pays at the end itself: so it does where a parameter takes whole numbers only. */
  isIncluded: boolean;
  /** The deviation that overtakes honesty there. */
  threshold: Threshold;
}

/** A range in which honesty pays; without an end it goes on as far as the parameter does. */
export interface PayingRange<Threshold = ThresholdFindings> {
  from: PayingEnd<Threshold> | null;
  to: PayingEnd<Threshold> | null;
}

/** Where honesty pays at one setting of the other parameters. */
export interface PaysAlong {
  of: string;
  at: AxisValues;
  role: Role;
  /** Every deviation it was asked for, by name. */
  over: string[];
  /** Every profile of the others that it was judged over. */
  against: Profile[];
  /** `tried`: no more is known than what the design points say. */
  kind: 'everywhere' | 'nowhere' | 'ranges' | 'tried';
  /** Ascending; empty but for `ranges`. */
  ranges: PayingRange[];
  /** The deviation that honesty nowhere beats, of `nowhere`. */
  never?: ThresholdFindings;
  /** The design points along it, ascending. */
  points: DesignPointFindings[];
}

/** What is read of a study. */
export interface AlongStudy {
  designPoints: readonly DesignPointFindings[];
  thresholds: readonly ThresholdFindings[];
}

/** For each parameter and each setting of the others, where honesty pays for a role over every declared deviation. */
export function listPaysAlong({ designPoints, thresholds }: AlongStudy, role: Role): PaysAlong[] {
  const groups = new Map<string, ThresholdFindings[]>();
  for (const threshold of thresholds) {
    if (threshold.role !== role || threshold.strategy !== 'honest') continue;
    const key = JSON.stringify([threshold.of, threshold.at]);
    groups.set(key, [...(groups.get(key) ?? []), threshold]);
  }
  return [...groups.values()].flatMap((group) => {
    const { of, at } = group[0];
    const points = designPoints
      .filter((point) => Number.isFinite(numberAt(point.at, of)) && agrees(at, point.at))
      .sort((a, b) => numberAt(a.at, of) - numberAt(b.at, of));
    const against = points[0] ? judgementOf(points[0], role).against : [group[0].against];
    const judged = group.filter((threshold) => against.includes(threshold.against));
    return judged.length === 0 ? [] : [describe(judged, points)];
  });
}

function describe(thresholds: ThresholdFindings[], points: DesignPointFindings[]): PaysAlong {
  const { of, at, role } = thresholds[0];
  const over = [...new Set(thresholds.map((threshold) => threshold.over))];
  const against = [...new Set(thresholds.map((threshold) => threshold.against))];
  const known = { of, at, role, over, against, points };
  const regions = thresholds.map((threshold) => ({ threshold, region: regionOf(threshold, points) }));
  const never = regions.find(({ region }) => region?.length === 0)?.threshold;
  if (never && isBorneOut([], known)) return { ...known, kind: 'nowhere', ranges: [], never };
  const all = regions.map(({ region }) => region).filter((region) => region !== undefined);
  if (never || all.length < regions.length) return { ...known, kind: 'tried', ranges: [] };
  const ranges = all.reduce(intersect);
  if (!isBorneOut(ranges, known)) return { ...known, kind: 'tried', ranges: [] };
  if (ranges.length === 0) return { ...known, kind: 'nowhere', ranges };
  const isWhole = ranges.length === 1 && ranges[0].from === null && ranges[0].to === null;
  return isWhole ? { ...known, kind: 'everywhere', ranges: [] } : { ...known, kind: 'ranges', ranges };
}

/** Where honesty pays over one deviation; `undefined` where that cannot be told. */
function regionOf(threshold: ThresholdFindings, points: readonly DesignPointFindings[]): PayingRange[] | undefined {
  const { simulated } = threshold;
  const ranges = listExactRanges(threshold);
  if (ranges !== undefined) return ranges;
  if (simulated === null) return undefined;
  const { value, low, high, direction } = simulated;
  if (value !== null && low !== null && high !== null && direction !== undefined) {
    const end: PayingEnd = { value, basis: 'simulated', isIncluded: false, threshold };
    return [direction === 'honest-above' ? { from: end, to: null } : { from: null, to: end }];
  }
  const signs = points.map((point) => {
    const own = point.advantages.filter(({ role, over, against }) => {
      return role === threshold.role && over === threshold.over && against === threshold.against;
    });
    const compared = own.map(({ exact, mean, halfWidth }) => {
      return { exact, mean, halfWidthOf: () => halfWidth ?? Number.POSITIVE_INFINITY };
    });
    return judgeAdvantages(compared, 0).honesty;
  });
  if (signs.length > 0 && signs.every((sign) => sign === 'pays')) return [{ from: null, to: null }];
  return signs.length > 0 && signs.every((sign) => sign === 'does-not') ? [] : undefined;
}

/**
 * Where honesty pays over one deviation, exactly; `undefined` where that is not known.
 *
 * Every change of sign opens a range or closes one; what lies beyond the parameter's own ends is no range.
 */
export function listExactRanges<Threshold extends Pick<ThresholdFindings, 'exact'>>(
  threshold: Threshold,
): PayingRange<Threshold>[] | undefined {
  if (threshold.exact === null || threshold.exact.reason === 'participation') return undefined;
  const { roots, reason, domain } = threshold.exact;
  if (roots.length === 0) return reason === 'always' ? [{ from: null, to: null }] : [];
  const isIncluded = domain?.whole ?? false;
  const ranges: PayingRange<Threshold>[] = [];
  let from: PayingEnd<Threshold> | null | undefined = roots[0].direction === 'honest-below' ? null : undefined;
  for (const { value, direction } of [...roots].sort((a, b) => a.value - b.value)) {
    const end: PayingEnd<Threshold> = { value, basis: 'exact', isIncluded, threshold };
    if (direction === 'honest-above') from ??= end;
    else if (from !== undefined) {
      ranges.push({ from, to: end });
      from = undefined;
    }
  }
  if (from !== undefined) ranges.push({ from, to: null });
  const { low = 0, high = null } = domain ?? {};
  return ranges.filter(({ from: start, to: stop }) => {
    const isAbove = start === null || high === null || start.value < high || (isIncluded && start.value === high);
    return isAbove && (stop === null || stop.value > low || (isIncluded && stop.value === low));
  });
}

/** What two regions have in common. */
function intersect(own: PayingRange[], other: PayingRange[]): PayingRange[] {
  return own.flatMap((a) =>
    other.flatMap((b) => {
      const from = a.from && b.from ? (a.from.value >= b.from.value ? a.from : b.from) : (a.from ?? b.from);
      const to = a.to && b.to ? (a.to.value <= b.to.value ? a.to : b.to) : (a.to ?? b.to);
      if (!from || !to || from.value < to.value) return [{ from, to }];
      return from.value === to.value && from.isIncluded && to.isIncluded ? [{ from, to }] : [];
    }),
  );
}

/** Whether no design point says otherwise. */
function isBorneOut(ranges: readonly PayingRange[], { of, role, points }: Pick<PaysAlong, 'of' | 'role' | 'points'>) {
  return points.every((point) => {
    const x = numberAt(point.at, of);
    const { honesty } = judgementOf(point, role);
    if (honesty === 'cannot-tell' || ranges.some(({ from, to }) => isNear(x, from) || isNear(x, to))) return true;
    const isInside = ranges.some(({ from, to }) => (!from || x > from.value) && (!to || x < to.value));
    return isInside ? honesty !== 'does-not' : honesty !== 'pays';
  });
}

/** At an exact end, or inside the interval of a simulated one, either may be. */
function isNear(x: number, end: PayingEnd | null): boolean {
  if (end === null) return false;
  if (Math.abs(x - end.value) <= 1e-9 * Math.abs(end.value)) return true;
  const { low = null, high = null } = end.threshold.simulated ?? {};
  return end.basis === 'simulated' && low !== null && high !== null && x >= low && x <= high;
}

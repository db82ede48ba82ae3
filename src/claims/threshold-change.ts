/**
 * A threshold then and now. It moves to the safe side when honesty pays on more of the range than before: down where
 * honesty pays above it, up where it pays below.
 *
 * Where honesty pays, or loses, at every value that was tried there is no threshold to see: then it lies at or beyond
 * an end of what was tried, and is compared as far as that goes.
 */

import { numberAt, withoutPath } from '../findings/axis-values.ts';
import type { DesignPointFindings, Findings, SimulatedThreshold, ThresholdFindings } from '../findings/findings.ts';
import { type Change, isSameSetting, widening } from './change.ts';
import type { Evidence, Interval } from './define.ts';
import { lastName, sayDeviation, sayNumber, sayReplay } from './wording.ts';

type Direction = 'honest-above' | 'honest-below';

/** Where a threshold may lie: found, or at or beyond an end of what was tried. */
interface Located {
  low: number;
  high: number;
  direction: Direction;
  words: string;
}

/** Compares a threshold of an earlier study with that of this one. */
export function compareThreshold(before: ThresholdFindings, baseline: Findings, evidence: Evidence): Change {
  const subject = `the threshold of ${sayDeviation(before, evidence)} along ${lastName(before.of)}`;
  const now = evidence.findings.thresholds.find(
    ({ of, at, role, over, against }) =>
      of === before.of &&
      role === before.role &&
      over === before.over &&
      against === before.against &&
      isSameSetting(at, before.at),
  );
  const curve = listCurve(evidence.points, before);
  if (!now || curve.length === 0) {
    return { kind: 'not-compared', because: `${subject} is not looked for here`, open: [] };
  }
  const earlier = listCurve(baseline.designPoints, before);
  // Both studies may err, about any threshold and, where there is none, about any value that was tried.
  const comparisons = 2 * baseline.thresholds.length;
  const found = evidence.thresholdOf(now, comparisons);
  const direction = before.simulated?.direction ?? found?.direction ?? before.exact?.direction ?? 'honest-above';
  const was =
    locate(before.simulated, before.simulated && widenThen(before.simulated, comparisons), direction) ??
    locateBeyond(earlier, before, direction, (advantage) => {
      const { mean, halfWidth, confidence, degrees } = advantage;
      if (mean === null || halfWidth === null) return undefined;
      const reach = halfWidth * widening(confidence, comparisons * earlier.length, degrees);
      return { low: mean - reach, middle: mean, high: mean + reach };
    });
  if (!was) return { kind: 'not-compared', because: `${subject} was not known`, open: [] };
  const is =
    locate(found, found && { low: found.low ?? -Infinity, high: found.high ?? Infinity }, direction) ??
    locateBeyond(curve, before, direction, (advantage) => evidence.intervalOf(advantage, comparisons * curve.length));
  const because = `${subject} was ${was.words} and is ${is?.words ?? say(found)}`;
  if (!is) return { kind: 'open', because, open: curve.map(({ id }) => id) };
  const kind = judgeMove(was, is);
  if (kind === 'same') return { kind, because, open: [] };
  const nearest = findNearest(before, found?.value ?? (is.low === -Infinity ? is.high : is.low), curve);
  const arm = `${now.against}/${now.role}/${now.over}`;
  const side = sayMove(kind, was, is);
  return {
    kind,
    because: `${because}: ${side}`,
    ...(nearest && { replay: `; ${sayReplay(nearest, evidence, arm)}` }),
    open: [],
  };
}

function judgeMove(was: Located, is: Located): 'same' | 'better' | 'worse' {
  if (is.direction !== was.direction) return 'worse';
  const [up, down] = [is.low > was.high, is.high < was.low];
  if (!up && !down) return 'same';
  return up === (was.direction === 'honest-above') ? 'worse' : 'better';
}

function sayMove(kind: 'better' | 'worse', was: Located, is: Located): string {
  if (was.direction !== is.direction) {
    return `honesty paid ${was.direction === 'honest-above' ? 'above' : 'below'} it and now pays on the other side`;
  }
  return `honesty pays on ${kind === 'better' ? 'more' : 'less'} of the range`;
}

function locate(
  found: SimulatedThreshold | null,
  interval: { low: number; high: number } | null,
  direction: Direction,
): Located | undefined {
  if (found?.value == null || !interval) return undefined;
  return { ...interval, direction: found.direction ?? direction, words: say(found) };
}

/** Where honesty pays at all values or at none the threshold lies at or beyond an end; nothing where that is open. */
function locateBeyond(
  curve: readonly DesignPointFindings[],
  { of, role, over, against }: ThresholdFindings,
  direction: Direction,
  intervalOf: (advantage: DesignPointFindings['advantages'][number]) => Interval | undefined,
): Located | undefined {
  const intervals = curve.map(({ advantages }) => {
    const advantage = advantages.find((a) => a.role === role && a.over === over && a.against === against);
    return advantage && intervalOf(advantage);
  });
  if (intervals.length === 0) return undefined;
  const tried = curve.map(({ at }) => numberAt(at, of));
  const below = { low: -Infinity, high: Math.min(...tried), direction };
  const above = { low: Math.max(...tried), high: Infinity, direction };
  const [safe, unsafe] = direction === 'honest-above' ? [below, above] : [above, below];
  if (intervals.every((interval) => interval && interval.low > 0)) {
    return { ...safe, words: 'none, as honesty paid everywhere' };
  }
  if (intervals.every((interval) => interval && interval.high < 0)) {
    return { ...unsafe, words: 'none, as honesty paid nowhere' };
  }
  return undefined;
}

/** Design points of a study along which a threshold was looked for. */
function listCurve(points: readonly DesignPointFindings[], { of, at }: ThresholdFindings): DesignPointFindings[] {
  return points.filter((point) => typeof point.at[of] === 'number' && isSameSetting(withoutPath(point.at, of), at));
}

/** The design point of a curve that lies next to a value. */
function findNearest(
  { of }: ThresholdFindings,
  value: number,
  curve: readonly DesignPointFindings[],
): DesignPointFindings | undefined {
  const distance = (point: DesignPointFindings) => Math.abs(numberAt(point.at, of) - value);
  return [...curve].sort((a, b) => distance(a) - distance(b))[0];
}

/** The interval of the earlier study at the confidence it needs here. */
function widenThen(
  { value, low, high, confidence }: SimulatedThreshold,
  comparisons: number,
): { low: number; high: number } {
  const factor = widening(confidence, comparisons);
  return {
    low: low === null ? -Infinity : value! - factor * (value! - low),
    high: high === null ? Infinity : value! + factor * (high - value!),
  };
}

function say(found: SimulatedThreshold | null): string {
  if (!found || found.value === null) return `not found${found?.reason ? ` (${found.reason})` : ''}`;
  const [low, high] = [found.low, found.high].map((end) => (end === null ? 'beyond the range' : sayNumber(end)));
  return `${sayNumber(found.value)} (${low} to ${high})`;
}

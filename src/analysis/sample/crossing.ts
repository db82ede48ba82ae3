/**
 * Where a sampled curve crosses zero, with the interval that its noise and its shape allow.
 *
 * Between two neighbouring design points the curve is taken as a line; the interval holds every place at which that
 * line, plus or minus its half-width, can be zero (Fieller). A curve is no line: how far it may stray from one widens
 * the interval, noise or not. Where nothing is known of its shape, the crossing may be anywhere between two points whose
 * signs are sure, and that is the interval.
 *
 * @source Fieller (1954), Some problems in interval estimation
 */
import { square } from '../../kernel/mathematics/index.ts';

/** A design point's estimate on the curve. */
export interface CurvePoint {
  x: number;
  mean: number;
  /** Half-width per standard error is the same for neighbours, so the variance is given in half-widths squared. */
  variance: number;
  /** Part of the half-width that does not average out. */
  allowance: number;
}

/** The crossing, in the parameter's unit. `low` or `high` is `null` when it may lie beyond the sampled range. */
export interface Crossing {
  value: number;
  low: number | null;
  high: number | null;
  direction: 'rising' | 'falling';
}

/**
 * How far a curve may lie from the line between points i and i + 1, at a place between them, in the unit of the means;
 * `Infinity` where nothing is known.
 */
export type Straying = (i: number, x: number) => number;

/**
 * Finds the crossing of a curve that matters: the first at which it rises above zero, otherwise the last at which it falls.
 *
 * @param points      ascending in x
 * @param covariance  of points i and i + 1, in half-widths squared
 * @param straying    the shape of the curve
 * @param least       the parameter's smallest value, below which nothing can pay
 * @returns `undefined` when the means never change sign
 */
export function findCrossing(
  points: readonly CurvePoint[],
  covariance: (i: number) => number,
  straying: Straying,
  least = Number.NEGATIVE_INFINITY,
): Crossing | undefined {
  const starts = points.flatMap((_, i) => (isCrossed(points, i, least) ? [i] : []));
  const start = starts.find((i) => points[i + 1].mean > points[i].mean) ?? starts[starts.length - 1];
  if (start === undefined) return undefined;
  const left = points[start];
  const right = points[start + 1];
  const value = left.x + ((right.x - left.x) * left.mean) / (left.mean - right.mean);

  let low: number | null = null;
  for (let i = start, end = value; i >= 0 && low === null; i--, end = points[i + 1].x) {
    low = leaveBand(points[i], points[i + 1], covariance(i), (x) => straying(i, x), end, -1);
  }
  // A tie that is sure, at the smallest value there is, is the crossing itself: nothing lies below.
  const [first] = points;
  if (first.x === value && value <= least && first.variance === 0 && first.allowance === 0) low = value;
  let high: number | null = null;
  for (let i = start, end = value; i + 1 < points.length && high === null; i++, end = points[i].x) {
    high = leaveBand(points[i], points[i + 1], covariance(i), (x) => straying(i, x), end, 1);
  }
  return { value, low, high, direction: right.mean > left.mean ? 'rising' : 'falling' };
}

/**
 * Whether the curve crosses zero from point i to the next. One that only touches it does not; a tie at the first point is
 * where honesty starts to pay, or where it stops if it can pay before.
 */
function isCrossed(points: readonly CurvePoint[], i: number, least: number): boolean {
  const next = points[i + 1];
  if (next === undefined || next.mean === 0) return false;
  const last = points.slice(0, i + 1).findLast(({ mean }) => mean !== 0);
  if (last !== undefined) return Math.sign(last.mean) !== Math.sign(next.mean);
  return next.mean > 0 || points[0].x > least;
}

/**
 * First place, going from `from` in `direction` within a segment, where zero is outside the band; by bisection on a scan.
 * At its two points the curve strays from nothing.
 */
function leaveBand(
  left: CurvePoint,
  right: CurvePoint,
  covariance: number,
  straying: (x: number) => number,
  from: number,
  direction: 1 | -1,
): number | null {
  const inside = (x: number): boolean => {
    const t = (x - left.x) / (right.x - left.x);
    const mean = (1 - t) * left.mean + t * right.mean;
    const variance = square(1 - t) * left.variance + square(t) * right.variance + 2 * t * (1 - t) * covariance;
    const allowance = (1 - t) * left.allowance + t * right.allowance;
    const missed = x === left.x || x === right.x ? 0 : straying(x);
    return Math.abs(mean) <= Math.sqrt(Math.max(0, variance)) + allowance + missed;
  };
  const end = direction > 0 ? right.x : left.x;
  const steps = 256;
  let held = from;
  for (let step = 1; step <= steps; step++) {
    const x = step === steps ? end : from + ((end - from) * step) / steps;
    if (inside(x)) {
      held = x;
      continue;
    }
    let out = x;
    for (let halving = 0; halving < 60; halving++) {
      const middle = (held + out) / 2;
      if (inside(middle)) held = middle;
      else out = middle;
    }
    // Nearer to where it began than rounding of the parameter, it is there.
    return Math.abs(out - from) <= Number.EPSILON * (right.x - left.x) ? from : out;
  }
  return null;
}

/**
 * Straying as the bends of the sampled curve show it.
 *
 * A parabola lies bend * (x - left) * (right - x) from its chord. The bends at both ends of a segment count, twice, for
 * what they change in between; at an end of the curve the bend is carried on from the two before it, growing as it did.
 * Fewer than four points say nothing about a curve's shape.
 */
export function estimateStraying(points: readonly CurvePoint[]): Straying {
  const bends = points.map((_, i) => bendAt(points, i));
  const last = points.length - 1;
  const carryOn = (near: number, far: number) => {
    const [bend, before] = [bends[near], bends[far]];
    return bend === 0
      ? Math.abs(before)
      : Math.abs(bend) * Math.max(1, Math.abs(bend / before)) + Math.abs(bend - before);
  };
  const boundAt = (i: number) => {
    if (i === 0) return carryOn(1, 2);
    return i === last ? carryOn(last - 1, last - 2) : Math.abs(bends[i]);
  };
  return (i, x) => {
    if (points.length < 4) return Number.POSITIVE_INFINITY;
    return 2 * Math.max(boundAt(i), boundAt(i + 1)) * (x - points[i].x) * (points[i + 1].x - x);
  };
}

/** Half the second derivative at a point, as its neighbours show it; not known at the ends. */
function bendAt(points: readonly CurvePoint[], i: number): number {
  const [a, b, c] = [points[i - 1], points[i], points[i + 1]];
  if (!a || !c) return Number.NaN;
  const [h, k] = [b.x - a.x, c.x - b.x];
  return a.mean / (h * (h + k)) - b.mean / (h * k) + c.mean / (k * (h + k));
}

/**
 * Where a sampled curve crosses zero, with the interval its noise allows.
 *
 * Between two neighbouring design points the curve is taken as a line; the interval holds every place at which that
 * line, plus or minus its half-width, can be zero (Fieller). What the line may miss by the bend that three neighbours
 * show is added, noise or not: it costs little, and a bend hidden in noise would be missed otherwise.
 *
 * @source Fieller (1954), Some problems in interval estimation
 */

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
 * Finds the crossing of a curve that matters: the first at which it rises above zero, otherwise the last at which it falls.
 *
 * @param points      ascending in x
 * @param covariance  of points i and i + 1, in half-widths squared
 * @returns `undefined` when the means never change sign
 */
export function findCrossing(points: readonly CurvePoint[], covariance: (i: number) => number): Crossing | undefined {
  const starts = points.flatMap((point, i) => (isCrossed(point.mean, points[i + 1]?.mean) ? [i] : []));
  const start = starts.find((i) => points[i + 1]!.mean > points[i]!.mean) ?? starts[starts.length - 1];
  if (start === undefined) return undefined;
  const left = points[start]!;
  const right = points[start + 1]!;
  const value = left.x + ((right.x - left.x) * left.mean) / (left.mean - right.mean);
  const bend = boundBend(points, start);

  let low: number | null = null;
  for (let i = start, end = value; i >= 0 && low === null; i--, end = points[i + 1]!.x) {
    low = leaveBand(points[i]!, points[i + 1]!, covariance(i), bend, end, -1);
  }
  let high: number | null = null;
  for (let i = start, end = value; i + 1 < points.length && high === null; i++, end = points[i]!.x) {
    high = leaveBand(points[i]!, points[i + 1]!, covariance(i), bend, end, 1);
  }
  return { value, low, high, direction: right.mean > left.mean ? 'rising' : 'falling' };
}

function isCrossed(a: number, b: number | undefined): boolean {
  return b !== undefined && ((a < 0 && b > 0) || (a > 0 && b < 0) || (a === 0 && b !== 0));
}

/** First place, going from `from` in `direction` within a segment, where zero is outside the band; by bisection on a scan. */
function leaveBand(
  left: CurvePoint,
  right: CurvePoint,
  covariance: number,
  bend: number,
  from: number,
  direction: 1 | -1,
): number | null {
  const inside = (x: number): boolean => {
    const t = (x - left.x) / (right.x - left.x);
    const mean = (1 - t) * left.mean + t * right.mean;
    const variance = (1 - t) ** 2 * left.variance + t ** 2 * right.variance + 2 * t * (1 - t) * covariance;
    const allowance = (1 - t) * left.allowance + t * right.allowance;
    const missed = bend * (x - left.x) * (right.x - x);
    return Math.abs(mean) <= Math.sqrt(Math.max(0, variance)) + allowance + missed;
  };
  const end = direction > 0 ? right.x : left.x;
  const steps = 256;
  let held = from;
  for (let step = 1; step <= steps; step++) {
    const x = from + ((end - from) * step) / steps;
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
    return held;
  }
  return null;
}

/** Half the second derivative around a segment, as its neighbours show it; 0 where there are only two points. */
function boundBend(points: readonly CurvePoint[], start: number): number {
  let bend = 0;
  for (const i of [start, start + 1]) {
    const [a, b, c] = [points[i - 1], points[i], points[i + 1]];
    if (!a || !b || !c) continue;
    const [h, k] = [b.x - a.x, c.x - b.x];
    const weights = [1 / (h * (h + k)), -1 / (h * k), 1 / (k * (h + k))] as const;
    const second = weights[0] * a.mean + weights[1] * b.mean + weights[2] * c.mean;
    bend = Math.max(bend, Math.abs(second));
  }
  return bend;
}

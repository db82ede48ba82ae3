/**
 * Where a function of one variable changes sign: all crossings on a range, with direction, never clamped into it.
 *
 * The range is probed on a fixed grid: `cells` equal cells, plus points that approach both ends geometrically
 * (2^-1 ... 2^-40 of the width), because thresholds like to sit near 0. A range without upper end is probed at
 * low + scale (2^-40 ... 2^60). Each sign change is refined by Brent's method to rounding (1e-13 relative for a smooth f); each local minimum of |f|
 * that does not change sign is searched for a touching root or a hidden pair. Missed by construction: pairs of roots
 * closer than a cell around which |f| has no local minimum on the grid, and anything beyond the last probe. Where somebody
 * knows that the function is monotone between certain places, those are probed and nothing is missed.
 *
 * @source Brent (1973), Algorithms for Minimization without Derivatives, ch. 4 and 5
 */
import { pow } from '../kernel/mathematics/index.ts';

/** Probes no further apart than this share of their distance from the nearer end are one. */
const SAME_PROBE = 1e-9;
/** Differences of function values that say nothing, relative to them. */
const ROUNDING = 1e-13;

/** Whether the function goes from negative to positive or back as its argument grows. */
export type Direction = 'rising' | 'falling';

/** A place where the sign changes. `jump`: f leaps over zero (a pole or a step) instead of passing through it. */
export interface Root {
  readonly value: number;
  readonly direction: Direction;
  readonly jump: boolean;
}

/** Everything found on a range. `touches` reach zero without changing sign; `zeroes` are stretches where f is 0. */
export interface RootSet {
  readonly roots: readonly Root[];
  readonly touches: readonly number[];
  readonly zeroes: readonly { readonly low: number; readonly high: number }[];
  /** How the roots were found: in closed form when f is a line, otherwise by search. */
  readonly method: 'linear' | 'search';
}

/** How finely to look. */
export interface RootOptions {
  /** Equal cells of the grid; default 256. */
  readonly cells?: number;
  /** Length that counts as ordinary when the upper end is infinite; default 1. */
  readonly scale?: number;
  /** Where to look in the place of a grid, ascending, by somebody who knows the function's shape; both ends that are finite. */
  readonly places?: readonly number[] | undefined;
}

/**
 * Finds every sign change of f on [low, high].
 *
 * A zero at an end of the range counts as a root, its direction taken from the inside.
 *
 * @param f     must return a number (infinities are allowed) at every point asked
 * @param high  may be Infinity
 * @throws RangeError when low >= high, low is not finite, or f returns NaN
 * @example
 * findRoots((p) => p * 11.2 - 1, 0, 1).roots // => [{ value: 0.08928571428571429, direction: 'rising', jump: false }]
 */
export function findRoots(f: (x: number) => number, low: number, high: number, options: RootOptions = {}): RootSet {
  if (!Number.isFinite(low) || !(low < high))
    throw new RangeError(`[${low}, ${high}] is no range with a finite lower end`);
  const probe = (x: number): number => {
    const y = f(x);
    if (Number.isNaN(y)) throw new RangeError(`the function is not a number at ${x}`);
    return y;
  };
  const points = (options.places ?? probesOf(low, high, options)).map((x) => ({ x, y: probe(x) }));
  const line = fitLine(points);
  if (line !== undefined) return line;
  const roots: Root[] = [];
  const touches: number[] = [];
  const zeroes: { low: number; high: number }[] = [];
  for (let i = 0; i < points.length; i += 1) {
    const here = points[i];
    if (here.y === 0) {
      const last = findEndOfZeroes(points, i);
      classifyZero(probe, points, i, last, { roots, touches, zeroes });
      i = last;
      continue;
    }
    const next = points[i + 1];
    if (next !== undefined && Math.sign(here.y) === -Math.sign(next.y)) roots.push(refine(probe, here, next));
    const before = points[i - 1];
    if (before !== undefined && next !== undefined) searchDip(probe, before, here, next, { roots, touches });
  }
  roots.sort((a, b) => a.value - b.value);
  return { roots, touches, zeroes, method: 'search' };
}

interface Point {
  readonly x: number;
  readonly y: number;
}

/** The grid of a range. Curves are looked at along the same few ranges. */
function probesOf(low: number, high: number, { cells = 256, scale = 1 }: RootOptions): readonly number[] {
  const key = `${low} ${high} ${cells} ${scale}`;
  let probes = grids.get(key);
  if (!probes) {
    if (grids.size >= GRIDS_KEPT) grids.clear();
    probes = listProbes(low, high, cells, scale);
    grids.set(key, probes);
  }
  return probes;
}

const grids = new Map<string, readonly number[]>();
const GRIDS_KEPT = 16;

function listProbes(low: number, high: number, cells: number, scale: number): number[] {
  const xs = new Set([low]);
  if (high === Number.POSITIVE_INFINITY) {
    for (let i = 1; i < cells; i += 1) xs.add(low + (scale * i) / (cells - i));
    for (let k = -40; k <= 60; k += 1) xs.add(low + scale * pow(2, k));
  } else {
    for (let i = 1; i < cells; i += 1) xs.add(low + ((high - low) * i) / cells);
    for (let k = 1; k <= 40; k += 1) {
      xs.add(low + (high - low) * pow(2, -k));
      xs.add(high - (high - low) * pow(2, -k));
    }
    xs.add(high);
  }
  // A cell may end a hair from where the geometric points have one: two probes that see the same, and a dip in between.
  const isApart = (x: number, i: number, sorted: number[]) =>
    i === 0 || x - sorted[i - 1] > SAME_PROBE * Math.min(x - low, high - x);
  return [...xs].sort((a, b) => a - b).filter(isApart);
}

/** Closed form when every probe lies on one line to within rounding; otherwise undefined. */
function fitLine(points: readonly Point[]): RootSet | undefined {
  const [first, last] = [points[0], points[points.length - 1]];
  const slope = (last.y - first.y) / (last.x - first.x);
  const size = points.reduce((most, { y }) => Math.max(most, Math.abs(y)), 0);
  if (!Number.isFinite(slope) || !Number.isFinite(size)) return undefined;
  const isLine = points.every(({ x, y }) => {
    // Measured from the nearer end, rounding stays proportional to what is added, so a kink near an end is not overlooked.
    const fromFirst = x - first.x <= last.x - x;
    const anchor = fromFirst ? first : last;
    const step = slope * (x - anchor.x);
    return Math.abs(y - anchor.y - step) <= 8 * Number.EPSILON * (Math.abs(anchor.y) + Math.abs(step));
  });
  if (!isLine) return undefined;
  if (size === 0) return { roots: [], touches: [], zeroes: [{ low: first.x, high: last.x }], method: 'linear' };
  if (first.y * last.y > 0 || slope === 0) return { roots: [], touches: [], zeroes: [], method: 'linear' };
  const anchor = Math.abs(first.y) <= Math.abs(last.y) ? first : last;
  const value = anchor.x - anchor.y / slope;
  return {
    roots: [{ value, direction: slope > 0 ? 'rising' : 'falling', jump: false }],
    touches: [],
    zeroes: [],
    method: 'linear',
  };
}

function findEndOfZeroes(points: readonly Point[], start: number): number {
  let last = start;
  while (last + 1 < points.length && points[last + 1].y === 0) last += 1;
  return last;
}

function classifyZero(
  f: (x: number) => number,
  points: readonly Point[],
  start: number,
  last: number,
  found: { roots: Root[]; touches: number[]; zeroes: { low: number; high: number }[] },
): void {
  const before = points[start - 1];
  const after = points[last + 1];
  if (last > start) {
    const low = before === undefined ? points[start].x : findEdgeOfZero(f, points[start].x, before.x);
    const high = after === undefined ? points[last].x : findEdgeOfZero(f, points[last].x, after.x);
    found.zeroes.push({ low, high });
    return;
  }
  const left = before === undefined ? -Math.sign(after?.y ?? 0) : Math.sign(before.y);
  const right = after === undefined ? -Math.sign(before?.y ?? 0) : Math.sign(after.y);
  const value = points[start].x;
  if (left === right) found.touches.push(value);
  else found.roots.push({ value, direction: right > left ? 'rising' : 'falling', jump: false });
}

/** Last point of a stretch of zeroes between a zero and a point that is none. */
function findEdgeOfZero(f: (x: number) => number, zero: number, other: number): number {
  let [inside, outside] = [zero, other];
  for (let step = 0; step < 200; step += 1) {
    const middle = inside + (outside - inside) / 2;
    if (middle === inside || middle === outside) break;
    if (f(middle) === 0) inside = middle;
    else outside = middle;
  }
  return inside;
}

/** A local minimum of |f| between same-signed neighbours may hide a touching root or a pair of crossings. */
function searchDip(
  f: (x: number) => number,
  before: Point,
  here: Point,
  after: Point,
  found: { roots: Root[]; touches: number[] },
): void {
  const side = Math.sign(here.y);
  if (Math.sign(before.y) !== side || Math.sign(after.y) !== side) return;
  const height = Math.abs(here.y);
  const rim = Math.max(Math.abs(before.y), Math.abs(after.y));
  if (height > Math.abs(before.y) || height >= Math.abs(after.y) || !Number.isFinite(rim)) return;
  // A curve that is constant to within rounding has no minimum.
  if (rim - height <= ROUNDING * rim) return;
  const lowest = descend((x) => side * f(x), before, here, after, rim);
  if (lowest.y < 0) {
    const bottom = { x: lowest.x, y: side * lowest.y };
    found.roots.push(refine(f, before, bottom), refine(f, bottom, after));
  } else if (lowest.y <= 1e-14 * rim) found.touches.push(lowest.x);
}

/** Golden-section descent, stopping at once when it falls below zero, and early where it stays far from it. */
function descend(g: (x: number) => number, before: Point, here: Point, after: Point, rim: number): Point {
  const ratio = (3 - Math.sqrt(5)) / 2;
  let [a, b, c] = [before.x, here.x, after.x];
  let best = g(b);
  for (let step = 0; step < 120 && best > 0 && c - a > 2 * Number.EPSILON * Math.abs(b); step += 1) {
    // By now the bracket is 1e-8 of what it was.
    if (step === 40 && best > 1e-3 * rim) break;
    const x = c - b > b - a ? b + ratio * (c - b) : b - ratio * (b - a);
    const y = g(x);
    if (y < best) {
      if (x > b) a = b;
      else c = b;
      b = x;
      best = y;
    } else if (x > b) c = x;
    else a = x;
  }
  return { x: b, y: best };
}

/**
 * Where a function changes sign between two points of different sign, by Brent's method.
 *
 * @throws RangeError when the signs at the ends do not differ
 */
export function findRootBetween(f: (x: number) => number, low: number, high: number): number {
  const [left, right] = [low, high].map((x) => ({ x, y: f(x) })) as [Point, Point];
  if (!(left.y * right.y <= 0)) throw new RangeError(`no change of sign between ${low} and ${high}`);
  return bracketRoot(f, left, right).value;
}

function refine(f: (x: number) => number, left: Point, right: Point): Root {
  const direction = right.y > left.y ? 'rising' : 'falling';
  const { value, residual } = bracketRoot(f, left, right);
  // Across a jump the function stays as large as at the ends however closely it is approached.
  const jump = residual > 1e-3 * Math.min(Math.abs(left.y), Math.abs(right.y)) && residual > 0;
  return { value, direction, jump };
}

/**
 * Brent's method on a bracket, down to neighbouring doubles as far as f can tell them apart.
 *
 * Written out here because the residual on both sides of the answer is what tells a jump from a root.
 */
function bracketRoot(f: (x: number) => number, left: Point, right: Point): { value: number; residual: number } {
  let [a, b] = [left, right];
  if (Math.abs(a.y) < Math.abs(b.y)) [a, b] = [b, a];
  let c = a;
  let [step, previous] = [b.x - a.x, b.x - a.x];
  for (let iteration = 0; iteration < 300; iteration += 1) {
    if (Math.sign(b.y) === Math.sign(c.y)) {
      c = a;
      step = b.x - a.x;
      previous = step;
    }
    if (Math.abs(c.y) < Math.abs(b.y)) [a, b, c] = [b, c, b];
    const tolerance = Number.EPSILON * Math.abs(b.x) + Number.MIN_VALUE;
    const middle = (c.x - b.x) / 2;
    if (Math.abs(middle) <= tolerance || b.y === 0) break;
    const proposal =
      Math.abs(previous) >= tolerance && Math.abs(a.y) > Math.abs(b.y) ? interpolate(a, b, c) : undefined;
    const limit = Math.min(3 * Math.abs(middle) - tolerance, Math.abs(previous)) / 2;
    const accepted =
      proposal !== undefined && Number.isFinite(proposal) && proposal * middle > 0 && Math.abs(proposal) < limit;
    previous = accepted ? step : middle;
    step = accepted ? proposal : middle;
    a = b;
    const x = b.x + (Math.abs(step) > tolerance ? step : Math.sign(middle) * tolerance);
    b = { x, y: f(x) };
  }
  return { value: b.x, residual: b.y === 0 ? 0 : Math.min(Math.abs(b.y), Math.abs(c.y)) };
}

/** Step from b proposed by inverse quadratic interpolation, or by the secant when only two points differ. */
function interpolate(a: Point, b: Point, c: Point): number {
  const s = b.y / a.y;
  if (a.x === c.x) return ((c.x - b.x) * s) / (s - 1);
  const q = a.y / c.y;
  const r = b.y / c.y;
  return (s * ((c.x - b.x) * q * (q - r) - (b.x - a.x) * (r - 1))) / -((q - 1) * (r - 1) * (s - 1));
}

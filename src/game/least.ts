/**
 * Where a function of one variable is least: in the middle of a smooth valley, in a kink, or at an edge beyond which it
 * is infinite.
 *
 * A smooth valley is so flat that values alone find its middle to half of the digits only: there the slope, by a
 * five-point stencil, is what changes sign. A kink or an edge has no slope to speak of and is found by values, which
 * differ there with the distance itself: golden-section search. Where rules are known to change the range is cut, so
 * that no stencil straddles such a place.
 *
 * @source Kiefer (1953), Sequential minimax search for a maximum
 */
import { findRootBetween } from './root.ts';

// Truncation of the stencil falls with the fourth power of its step, rounding grows with its inverse: 1e-10 together.
const STEP = 2e-3;
// What two values may differ by and still be the same, after the root that each of them rests on.
const SAME = 1e-13;

/**
 * The place of the least value between `low` and `high`, in a range where the function falls first and rises then.
 *
 * @param f      may be infinite, but not everywhere
 * @param marks  ascending places where its slope may jump; one of them is the answer where no other place is better
 * @example
 * findLeast((x) => Math.abs(x - 3) + 1, 1, 4) // close to 3
 */
export function findLeast(f: (x: number) => number, low: number, high: number, marks: readonly number[] = []): number {
  const inside = marks.filter((x) => x > low && x < high);
  const ends = [low, ...inside, high];
  const valleys = ends.slice(1).map((end, i) => findFlat(f, ends[i], end));
  const places = [...inside, low, ...valleys, high, descend(f, low, high)].map((x) => ({ x, y: f(x) }));
  const least = Math.min(...places.map(({ y }) => y));
  return places.find(({ y }) => y <= least + SAME * Math.abs(least))!.x;
}

/** Where the slope of a smooth piece changes sign; the end towards which it falls where it does not. */
function findFlat(f: (x: number) => number, low: number, high: number): number {
  const slope = (x: number): number => {
    const h = Math.min(STEP * x, (x - low) / 2, (high - x) / 2);
    const [above, below] = [f(x + h), f(x - h)];
    // Too little is infinitely dear: the least may lie at that edge, and anything else is above it.
    if (above === Number.POSITIVE_INFINITY) return Number.NEGATIVE_INFINITY;
    const central = (8 * (above - below) - (f(x + 2 * h) - f(x - 2 * h))) / (12 * h);
    return Number.isFinite(central) ? central : Number.NEGATIVE_INFINITY;
  };
  const reach = 1e-4 * (high - low);
  const [from, to] = [low + reach, high - reach];
  if (slope(from) >= 0) return low;
  if (slope(to) <= 0) return high;
  return findRootBetween(slope, from, to);
}

/** Golden-section search, until neighbouring numbers or values that cannot be told apart any more. */
function descend(f: (x: number) => number, low: number, high: number): number {
  const share = (Math.sqrt(5) - 1) / 2;
  let [a, d] = [low, high].map((x) => ({ x, y: f(x) })) as [Place, Place];
  const between = (part: number): Place => {
    const x = a.x + part * (d.x - a.x);
    return { x, y: f(x) };
  };
  let [b, c] = [between(1 - share), between(share)];
  while (b.x < c.x && a.x < b.x && c.x < d.x) {
    const ys = [a.y, b.y, c.y, d.y];
    const least = Math.min(...ys);
    if (Math.max(...ys) - least <= SAME * Math.abs(least)) break;
    // Where both are infinite the edge lies above them.
    if (b.y < c.y) {
      [d, c] = [c, b];
      b = between(1 - share);
    } else {
      [a, b] = [b, c];
      c = between(share);
    }
  }
  return b.y < c.y ? b.x : c.x;
}

interface Place {
  x: number;
  y: number;
}

/**
 * What validators report who are drawn each by itself: the ways to draw them need not be added up, for each of them is of
 * either bloc with the same chance, and what n of them do is a power of what one does.
 *
 * The ways in which all are of one bloc may be left out, because they see something else. Powers that are nearly alike
 * are never taken from each other: what is left is written as a power times what it lacks, by `expm1` and `log1p`.
 */
import { expm1, log1p, pow } from '../../kernel/mathematics/index.ts';
import { addReporters, type Kind, type MergedReports, type Reporters } from './reports.ts';

/** Fewer validators than that are added up way by way: as fast, and of two or three nothing may be left after a difference [count]. */
export const INDEPENDENT_MIN = 8;

/** Validators drawn each by itself from one of two blocs. */
export interface IndependentDraw {
  /** Chances that one is of the first bloc, and of the second [1]. */
  memberShares: readonly [number, number];
  /** How many are drawn, no fewer than {@link INDEPENDENT_MIN} [count]. */
  size: number;
  /** The bloc of which not all of them are. */
  without?: 0 | 1 | undefined;
}

/**
 * Adds what the two blocs report in challenges of one class.
 *
 * @param kinds   what may be reported in the class, first what must be
 */
export function addIndependent(
  merged: MergedReports,
  kinds: readonly Kind[],
  { memberShares, size, without }: IndependentDraw,
  blocs: readonly Reporters[],
): void {
  const [one, two] = [partOf(blocs[0], memberShares[0], kinds), partOf(blocs[1], memberShares[1], kinds)];
  // All kinds together are certain, whatever their sum was rounded to.
  const all = kinds.length === 4 ? 1 : one.inside + two.inside;
  if (!(all > 0)) return;
  const everyone: Part = { inside: all, marked: (one.inside * one.marked + two.inside * two.marked) / all };
  const left = without === undefined ? undefined : [one, two][without];
  merged.probability += weigh(everyone, left, left === one ? two : one, size).marked;
  blocs.forEach((reporters, bloc) => {
    const own = bloc === 0 ? one : two;
    if (reporters.focal && without !== bloc) merged.everyone += pow(own.inside, size) * chanceOfAny(own.marked, size);
    // One validator is singled out: its fellows need only report kinds of the class, or must make it such a challenge.
    const fellows = weigh(everyone, left === own ? left : undefined, bloc === 0 ? two : one, size - 1);
    const there = size * memberShares[bloc];
    addReporters(merged, kinds, reporters, there * fellows.free, there * fellows.marked);
  });
}

/**
 * Chance that a validator is of a bloc and reports a kind of the class, and that it reports the first kind if it does [1].
 */
interface Part {
  inside: number;
  marked: number;
}

function partOf({ shares }: Reporters, chance: number, kinds: readonly Kind[]): Part {
  let inside = 0;
  for (const kind of kinds) inside += shares[kind];
  return {
    inside: chance * (kinds.length === 4 ? 1 : inside),
    marked: inside > 0 ? Math.min(1, shares[kinds[0]] / inside) : 0,
  };
}

/**
 * Chances that so many validators report kinds of the class while not all are of the bloc that is left out, and that one
 * of them reports the first kind too [1].
 *
 * @param other  the bloc that is not left out
 */
function weigh(everyone: Part, left: Part | undefined, other: Part, size: number): { free: number; marked: number } {
  const all = pow(everyone.inside, size);
  const any = chanceOfAny(everyone.marked, size);
  if (!left || left.inside === 0) return { free: all, marked: all * any };
  // Of e^n, where e is what one validator does, l is what it does as one of those left out.
  const off = other.inside / everyone.inside;
  const free = all * chanceOfAny(off, size);
  const leftAny = chanceOfAny(left.marked, size);
  const leftMarked = pow(left.inside, size) * leftAny;
  if (leftMarked <= 0.5 * all * any) return { free, marked: all * any - leftMarked };
  // With a and b the chances of the first kind: e^n a - l^n b = (e^n - l^n) b + e^n (a - b), and 1 - a is a part of 1 - b.
  const fails = 1 - left.marked;
  const lacks = fails > 0 ? Math.min(1, (off * (other.marked - left.marked)) / fails) : 1;
  const more = fails > 0 ? pow(fails, size) * chanceOfAny(lacks, size) : -pow(1 - everyone.marked, size);
  return { free, marked: free * leftAny + all * more };
}

/** Chance that something with this chance happens at least once in so many times [1]; less than 0 of a chance that is. */
function chanceOfAny(chance: number, times: number): number {
  return chance < 1 ? -expm1(times * log1p(-chance)) : times > 0 ? 1 : 0;
}

/**
 * What validators report who are drawn each by itself: the ways to draw them need not be added up, for each of them is of
 * either crowd with the same chance, and what n of them do is a power of what one does.
 *
 * The ways in which all are of one crowd may be left out, because they see something else. They are taken off again, which
 * is done only where at least half is left.
 */
import type { IndependentDraw } from '../../game/tree.ts';
import { expm1, log1p, pow } from '../../kernel/mathematics/index.ts';
import type { Kind, MergedReports, Reporters } from './merge.ts';

/** Fewer ways than that are added up as fast [count]. */
const SIZE_MIN = 8;

/**
 * Adds what the crowds report in challenges of one class; says `false`, and adds nothing, where adding up the ways is as
 * fast or more exact.
 *
 * @param kinds   what may be reported in the class, first what must be
 * @param crowds  the two of them, the focal group first
 */
export function addIndependent(
  merged: MergedReports,
  kinds: readonly Kind[],
  { chances, size, without }: IndependentDraw,
  crowds: readonly Reporters[],
): boolean {
  const [mark] = kinds as [Kind];
  // All kinds together are certain, whatever their sum was rounded to.
  const insideOf = ({ shares }: Reporters) =>
    kinds.length === 4 ? 1 : kinds.reduce<number>((sum, kind) => sum + shares[kind], 0);
  const parts = crowds.map((crowd, c) => ({
    inside: chances[c]! * insideOf(crowd),
    marked: chances[c]! * crowd.shares[mark],
  }));
  const [group, outside] = parts as [Part, Part];
  const everyone: Part = {
    inside: kinds.length === 4 ? 1 : group.inside + outside.inside,
    marked: group.marked + outside.marked,
  };
  const left = without === undefined ? nobody : parts[without]!;
  if (size < SIZE_MIN || !(2 * pow(left.inside / everyone.inside, size - 1) <= 1)) return false;
  merged.probability += chanceOf(everyone, size) - chanceOf(left, size);
  if (without !== 0) merged.everyone += chanceOf(group, size);
  crowds.forEach(({ shares, computing }, c) => {
    // One member is singled out: its fellows need only report kinds of the class, or must make it such a challenge.
    const off = c === without ? left : nobody;
    const members = size * chances[c]!;
    const free = members * (pow(everyone.inside, size - 1) - pow(off.inside, size - 1));
    const marked = members * (chanceOf(everyone, size - 1) - chanceOf(off, size - 1));
    const side = c === 0 ? merged.group : merged.outside;
    for (const kind of kinds) {
      const count = shares[kind] * (kind === mark ? free : marked);
      side.counts[kind] += count;
      side.computed += count * computing[kind];
    }
  });
  return true;
}

/** Chance that a validator is of a crowd and reports a kind of the class, and that it is and reports the first kind [1]. */
interface Part {
  inside: number;
  marked: number;
}

const nobody: Part = { inside: 0, marked: 0 };

/** Chance that so many all do, and one at least reports the first kind [1]. */
function chanceOf({ inside, marked }: Part, size: number): number {
  if (marked === 0) return 0;
  return pow(inside, size) * (marked < inside ? -expm1(size * log1p(-marked / inside)) : 1);
}

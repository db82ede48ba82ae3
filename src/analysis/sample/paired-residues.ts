/**
 * What is left unexplained in the difference of two arms that share their randomness, job by job.
 *
 * Each arm's law is known, their joint law is not: which jobs end alike in both depends on how the draws of detection
 * are used. Of all joint laws that share what nature draws, the one that pairs the k-th smallest with the k-th smallest
 * has the least noise. So much noise there is in any case, and a difference that is rare even there is rare: two arms
 * whose jobs end alike but for one in ten thousand have much noise each, none of which a paired sample shows, and neither
 * does it show that job.
 *
 * @source Cambanis, Simons and Stout (1976), Inequalities for E k(X, Y) when the marginals are fixed
 */
import type { Residue } from './rare-events.ts';

// Chances of the same draw, summed over different outcomes in two arms, differ in their last digits.
const ROUNDING = 1e-9;
// Less than this, relative to all, is what subtracting one chance from another leaves of nothing.
const SLIVER = 1e-13;

/** The residues of the difference, own less other, with the least noise that their laws allow. */
export function pairResidues(own: readonly Residue[], other: readonly Residue[]): Residue[] {
  const [first, second] = [groupByDraw(own), groupByDraw(other)];
  const draws = [...new Set([...first.keys(), ...second.keys()])];
  const pairs = draws.map((draw) => [first.get(draw) ?? [], second.get(draw) ?? []] as const);
  const isShared = pairs.every(([a, b]) => {
    const [left, right] = [countOf(a), countOf(b)];
    return a.length === 0 || b.length === 0 || Math.abs(left - right) <= ROUNDING * Math.max(left, right);
  });
  // What is drawn in one arm only, or more often there, is nothing that both share.
  return isShared ? pairs.flatMap(([a, b]) => couple(a, b)) : couple(own, other);
}

/** Pairs the smallest with the smallest; what one side has fewer of is paired with nothing. */
function couple(own: readonly Residue[], other: readonly Residue[]): Residue[] {
  const total = Math.max(countOf(own), countOf(other));
  const [a, b] = [fill(own, total), fill(other, total)];
  const pairs: Residue[] = [];
  let [i, j] = [0, 0];
  let [left, right] = [a[0]?.expected ?? 0, b[0]?.expected ?? 0];
  const sliver = SLIVER * total;
  while (i < a.length && j < b.length) {
    const expected = Math.min(left, right);
    if (expected > sliver) pairs.push({ expected, amount: a[i].amount - b[j].amount });
    left -= expected;
    right -= expected;
    if (left <= sliver) left = a[++i]?.expected ?? 0;
    if (right <= sliver) right = b[++j]?.expected ?? 0;
  }
  return pairs;
}

function fill(residues: readonly Residue[], total: number): Residue[] {
  const missing = total - countOf(residues);
  const all = missing > ROUNDING * total ? [...residues, { expected: missing, amount: 0 }] : [...residues];
  return all.sort((a, b) => a.amount - b.amount);
}

function groupByDraw(residues: readonly Residue[]): Map<string, Residue[]> {
  const groups = new Map<string, Residue[]>();
  for (const residue of residues) {
    const key = residue.draw ?? '';
    const group = groups.get(key);
    if (group) group.push(residue);
    else groups.set(key, [residue]);
  }
  return groups;
}

function countOf(residues: readonly Residue[]): number {
  return residues.reduce((sum, { expected }) => sum + expected, 0);
}

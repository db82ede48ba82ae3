/** What became of one thing since an earlier study. */
import type { AxisValues } from '../findings/axis-values.ts';
import { studentQuantile } from '../stats/interval.ts';

/**
 * A change, or its absence. `not-worse` where a thing was at its worst already and now is undecided; `open` where more
 * replications may tell; `not-compared` where the earlier study did not decide, or does not ask the same.
 */
export interface Change {
  kind: 'same' | 'better' | 'worse' | 'not-worse' | 'open' | 'not-compared';
  /** What was and what is, in one clause with the numbers. */
  because: string;
  /** How to see a run of it, as the end of a sentence; absent where none shows it. */
  replay?: string;
  /** Design points at which more replications could tell. */
  open: number[];
}

// Findings do not always say how many degrees of freedom an interval had; an interval widens most with few.
const FEW_DEGREES = 10;

/** How much wider an interval of findings must be to hold together with so many others [1]. */
export function widening(confidence: number, comparisons: number, degrees?: number | null): number {
  const tail = (1 - confidence) / 2;
  const freedom = Math.max(1, degrees ?? FEW_DEGREES);
  return studentQuantile(1 - tail / comparisons, freedom) / studentQuantile(1 - tail, freedom);
}

/** Whether two settings are the same: the same parameters at the same values. */
export function isSameSetting(a: AxisValues, b: AxisValues): boolean {
  const paths = Object.keys(a);
  return paths.length === Object.keys(b).length && paths.every((path) => a[path] === b[path]);
}

/** What honesty earns over a deviation, and what a strategy earns, beside its exact value, by estimated standard errors. */
import type { Arm } from '../../market/settings.ts';
import type { Comparison } from './comparison.ts';
import type { PairedEstimate } from './estimate.ts';
import { boundOf } from './unseen.ts';

// Where an interval this sure must allow for outcomes too rare to be seen, its standard error tells too little.
const TAIL = 2.87e-7;
// As many degrees of freedom make a standard error worth its name.
const DEGREES_MIN = 8;
// Every transfer is rounded to 1e-9 credits; a challenge makes a few.
const ROUNDING = 1e-8;

/** Compares a mean, where there is one to compare. */
export function compareMean(
  { arm, name, batches = 1 }: { arm: Arm; name: string; batches?: number | undefined },
  estimate: PairedEstimate | undefined,
  exact: number | null,
): Comparison[] {
  if (exact === null || !estimate || boundOf(estimate.unseen, TAIL) > 0 || estimate.degrees < DEGREES_MIN) return [];
  const { mean: observed, standardError, degrees, influence } = estimate;
  const findReplication = () => {
    const side = Math.sign(observed - exact);
    const furthest = influence.reduce((most, term, i) => (side * term > side * influence[most] ? i : most), 0);
    return Math.floor(furthest / batches);
  };
  const law = { kind: 'mean', standardError, degrees, rounding: ROUNDING } as const;
  return [{ arm, name, observed, exact, law, findReplication }];
}

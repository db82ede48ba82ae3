/**
 * A simulated figure beside what the round says it must be, and how surprising the gap is if both are right.
 *
 * Whoever knows a figure twice lists it so; `agreement.ts` decides over all of a study together.
 */
import type { Arm } from '../../market/settings.ts';
import { binomialSurprise } from '../../stats/binomial.ts';
import { studentCdf } from '../../stats/interval.ts';
import { boundSum, boundSumInTurn, type Weighted } from '../../stats/sums.ts';
import type { ArmSample } from './samples.ts';

/** The law a figure has if the engine plays what the round describes. */
export type Law =
  /** A number of successes among independent trials, each with the same chance. */
  | { kind: 'count'; trials: number; chance: number }
  /** A sum over `count` independent jobs of what each adds, less what it is expected to add. */
  | { kind: 'sum'; count: number; values: readonly Weighted[]; rounding: number }
  /** The same where how many jobs there were may depend on those before; `planned` were to be expected. */
  | { kind: 'sum-in-turn'; count: number; values: readonly Weighted[]; rounding: number; planned: number }
  /** A mean with a standard error that was estimated from so many degrees of freedom. */
  | { kind: 'mean'; standardError: number; degrees: number; rounding: number };

/** One figure, simulated and exact, in the same unit. */
export interface Comparison {
  arm: Arm;
  /** What is compared, in words. */
  name: string;
  observed: number;
  exact: number;
  law: Law;
  /** Finds the replication that is furthest off on the side of the gap, the one to look at; asked only where they disagree. */
  findReplication: () => number;
  /** What was simulated, where it was no run of the arm and no trace shows it. */
  madeBy?: string;
}

/**
 * Chance of a gap as large as the one observed, or an upper bound of it, on either side; 0 where no chance explains it,
 * and 1 where there is nothing to compare.
 */
export function surpriseOf({ observed, exact, law }: Comparison): number {
  const gap = observed - exact;
  if (law.kind === 'count') return binomialSurprise(observed, law.trials, law.chance);
  const beyond = Math.sign(gap) * Math.max(0, Math.abs(gap) - law.rounding);
  if (beyond === 0) return 1;
  if (law.kind === 'sum') return boundSum(beyond, law.count, law.values);
  if (law.kind === 'sum-in-turn') return boundSumInTurn(beyond, law.count, law.values, law.planned);
  if (!(law.standardError > 0)) return 0;
  return Number.isFinite(law.standardError) ? 2 * studentCdf(-Math.abs(beyond) / law.standardError, law.degrees) : 1;
}

/** Whether chance has any part in a figure: where it has none, a gap needs no allowance among others. */
export function isCertain({ law }: Comparison): boolean {
  if (law.kind === 'mean') return !(law.standardError > 0);
  if (law.kind === 'count') return law.chance <= 0 || law.chance >= 1 || law.trials === 0;
  return law.values.every(({ probability, value }) => probability === 0 || value === 0);
}

/** The replication whose own figure lies furthest out on the side of a gap. */
export function findFurthest(
  sample: ArmSample,
  figure: (record: Float64Array) => number,
  gap: number,
  batches = 1,
): number {
  const side = Math.sign(gap);
  let furthest = 0;
  sample.map(figure).forEach((value, row, figures) => {
    if (side * value > side * figures[furthest]) furthest = row;
  });
  return Math.floor(furthest / batches);
}

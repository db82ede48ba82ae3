/** From advantages to a word: dominant, equilibrium, neither, or undecided. */
import type { Advantage, Honesty, Role } from '../../findings/findings.ts';
import type { Profile } from '../../findings/profile.ts';

/** An advantage with the interval that holds together with `comparisons` others. */
export interface JudgedAdvantage extends Advantage {
  halfWidthOf: (comparisons: number) => number;
}

/**
 * Whether honesty is dominant for a role (better than every deviation against every profile asked for), only part of
 * an equilibrium (no gain by deviating alone while everyone else is honest), neither, or still open.
 *
 * To say that all advantages are positive each interval must be; no correction is needed (intersection-union test,
 * Berger 1982). To say that one is negative, the error is shared among all that were looked at (Bonferroni).
 *
 * @param declared  profiles over which dominance is asked; unilateral deviations are read from `all-honest`, or from
 *                  `coalition` where there is no coalition
 */
export function judgeHonesty(advantages: readonly JudgedAdvantage[], declared: readonly Profile[]): Honesty {
  if (advantages.length === 0) return 'undecided';
  const alone = advantages.some(({ against }) => against === 'all-honest') ? 'all-honest' : 'coalition';
  const unilateral = advantages.filter(({ against }) => against === alone);
  const asked = advantages.filter(({ against }) => declared.includes(against));
  if (asked.length > 0 && asked.every((advantage) => lowOf(advantage, 1) > 0)) return 'dominant';
  if (unilateral.some((advantage) => highOf(advantage, unilateral.length) < 0)) return 'neither';
  const holds = unilateral.every((advantage) => lowOf(advantage, 1) >= 0);
  const refuted = asked.some((advantage) => highOf(advantage, asked.length) <= 0);
  return holds && refuted ? 'equilibrium' : 'undecided';
}

/** The weakest of the roles that declare a deviation; open while any of them is, unless one has failed. */
export function combineHonesty(byRole: Partial<Record<Role, Honesty>>): Honesty {
  const values = Object.values(byRole);
  for (const value of ['neither', 'undecided', 'equilibrium', 'dominant'] as const) {
    if (values.includes(value)) return value;
  }
  return 'undecided';
}

function lowOf({ mean, halfWidthOf }: JudgedAdvantage, comparisons: number): number {
  return mean === null ? Number.NEGATIVE_INFINITY : mean - halfWidthOf(comparisons);
}

function highOf({ mean, halfWidthOf }: JudgedAdvantage, comparisons: number): number {
  return mean === null ? Number.POSITIVE_INFINITY : mean + halfWidthOf(comparisons);
}

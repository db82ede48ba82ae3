/**
 * Where the model says that simulation and round must agree, a gap beyond five standard errors is our mistake.
 *
 * They must agree on every advantage that has an exact value; see `round-law.ts`. "Five standard errors" is meant as the
 * error probability of a normal law, 5.7e-7, read off Student's law for few replications.
 */
import { type Arm, armName } from '../market/settings.ts';
import { studentQuantile } from '../stats/interval.ts';
import type { AnalysedPoint } from './analyse.ts';
import { armOf } from './exact.ts';

const TAIL = 2.87e-7;
// Every transfer is rounded to 1e-9 credits; a challenge makes a few.
const ROUNDING = 1e-8;

/** A place where simulation and exact value disagree. */
export interface Disagreement {
  point: number;
  arm: Arm;
  message: string;
}

/** Every disagreement of a study, worst first. */
export function findDisagreements(points: readonly AnalysedPoint[]): Disagreement[] {
  return points.flatMap(({ point, advantages }) =>
    advantages.flatMap(({ role, over, against, exact, estimate }) => {
      // With too few slashes to tell, or too few replications, there is no standard error to speak of.
      if (exact === null || !estimate || estimate.allowance(TAIL) > 0 || estimate.degrees < 8) return [];
      const allowed = studentQuantile(1 - TAIL, estimate.degrees) * estimate.standardError + ROUNDING;
      const gap = Math.abs(estimate.mean - exact);
      if (gap <= allowed) return [];
      const arm = armOf(role, over, against);
      const message =
        `simulation and round disagree at design point ${point.id}, arm ${armName(arm)}: ` +
        `${estimate.mean} simulated, ${exact} exact, more than five standard errors (${allowed}) apart`;
      return [{ point: point.id, arm, message }];
    }),
  );
}

import { UNITS_PER_CREDIT } from '../../market/money/ledger.ts';
import type { Settings } from '../../market/settings.ts';

/**
 * Relative to C, an exact advantage this small is nobody's verdict (double precision, cancelling amounts); relative to
 * itself, neither is what an exact rate exceeds a limit by. A rate of 0 is 0: what never happens adds up to nothing.
 */
export const EXACT_RESOLUTION = 1e-9;

/** A cost of a job that comes to no unit of money is no scale for what games pay [credits]. */
export function scaleOfPayoffs({ market }: Settings): number {
  return market.computeCost * UNITS_PER_CREDIT >= 1 ? market.computeCost : 1;
}

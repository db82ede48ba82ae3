import type { DesignPointFindings } from '../findings/findings.ts';
import { square } from '../kernel/mathematics/index.ts';
import type { Interval } from './define.ts';

/** Times the runs there were that nobody will wait for [1]. */
const HOPELESS = 1e6;

/**
 * What deciding would take, if the estimate stays where it is and the interval narrows with the root of the runs: a
 * clause to end a sentence with, empty where nobody can say.
 *
 * @param limits  what the interval must come clear of: zero for an advantage, its bounds for a rate
 */
export function sayEffort(
  { low, middle, high }: Interval,
  limits: readonly number[],
  { replications, jobs }: Pick<DesignPointFindings, 'replications' | 'jobs'>,
): string {
  const distance = Math.min(...limits.map((limit) => Math.abs(middle - limit)));
  if (!Number.isFinite(low) || !Number.isFinite(distance) || distance === 0 || replications === 0) return '';
  const factor = square((high - low) / 2 / distance);
  if (factor <= 1) return '';
  if (factor > HOPELESS) return '; so near a tie that more replications would hardly tell';
  const amount = (value: number) => Number(value.toPrecision(2)).toLocaleString('en-US');
  return `; about ${amount(factor * replications)} replications (${amount(factor * jobs)} jobs) there would tell`;
}

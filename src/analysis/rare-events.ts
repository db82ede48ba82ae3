/**
 * Protection against believing a sample in which the decisive event was too rare to be seen.
 *
 * With a slash of 10^5 and one detection in 10^5 jobs, a sample without any detection has no variance at all and says
 * that cheating pays. Where fewer than 30 slashes are expected in a sample, its interval is widened by what the slashes
 * it may have missed could cost: the exact Poisson limit of their number times the loss of one.
 *
 * @source Garwood (1936), Fiducial limits for the Poisson distribution
 */
import type { Settings } from '../market/settings.ts';

const ENOUGH = 30;

/** What is known of slashes in a sample of one arm. */
export interface SlashCount {
  /** Slashes of focal nodes seen [count]. */
  seen: number;
  /** Slashes expected by the round, exactly; `null` when there is no round. */
  expected: number | null;
  /** Stake taken per slash, as seen [credits]; anything when none was seen. */
  meanSlash: number;
  /** Jobs asserted by focal nodes [count]. */
  focalJobs: number;
}

/**
 * How far an income per job can be off because slashes were too rare [credits per job].
 *
 * @param tail  one-sided error probability
 */
export function computeRareEventAllowance(slashes: SlashCount, settings: Settings, tail: number): number {
  const { seen, expected, focalJobs } = slashes;
  if (expected === 0 || (expected ?? seen) >= ENOUGH) return 0;
  const { stake, reward, outsideGain } = settings.market;
  const loss = (seen >= 3 ? slashes.meanSlash : stake) + reward + outsideGain;
  return focalJobs > 0 ? ((poissonUpperLimit(seen, tail) - seen) * loss) / focalJobs : Number.POSITIVE_INFINITY;
}

/** Largest Poisson mean under which at most `seen` events still happen with probability `tail`; by bisection. */
export function poissonUpperLimit(seen: number, tail: number): number {
  let low = seen;
  let high = seen + 10 * Math.sqrt(seen + 1) + 60;
  for (let step = 0; step < 100; step++) {
    const middle = (low + high) / 2;
    if (poissonCdf(seen, middle) > tail) low = middle;
    else high = middle;
  }
  return high;
}

function poissonCdf(events: number, mean: number): number {
  let term = Math.exp(-mean);
  let sum = term;
  for (let k = 1; k <= events; k++) {
    term *= mean / k;
    sum += term;
  }
  return sum;
}

/**
 * Protection against believing a sample in which the decisive event was too rare to be seen.
 *
 * With a slash of 10^5 and one detection in 10^5 jobs, a sample without any detection has no variance at all and says
 * that cheating pays. Where fewer than 30 slashes were seen in a sample, and the round does not rule them out, its interval is widened by what the slashes
 * it may have missed could cost: the exact Poisson limit of their number times the loss of one.
 *
 * @source Garwood (1936), Fiducial limits for the Poisson distribution
 */
import type { Settings } from '../market/settings.ts';

const ENOUGH = 30;

/** What is known of slashes in a sample of one arm. */
export interface SlashCount {
  /** Slashes of focal nodes seen, each counted once [count]. */
  seen: number;
  /** Whether the round says that none can ever happen. */
  impossible: boolean;
  /** What a slash that was seen counts for in the record: 1 unless challenges are sampled at another rate. */
  meanWeight: number;
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
  const { seen, impossible, meanWeight, meanSlash, focalJobs } = slashes;
  if (impossible || seen >= ENOUGH) return 0;
  const { stake, reward, outsideGain } = settings.market;
  // A few slashes tell what one costs; before that it may cost the whole stake, at full weight.
  const loss = seen >= 3 ? meanWeight * (meanSlash + reward + outsideGain) : stake + reward + outsideGain;
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

import { sampleStandardExponential } from '../../kernel/distributions/standard-exponential.ts';
import { createStream } from '../../kernel/stream.ts';

/**
 * How many jobs arrive in a replication before a time: its arrivals, told without playing it [count]. At least one, so
 * that there is something to play.
 *
 * The times are added up as the calendar adds them, so that they are the same to the last digit.
 */
export function countArrivals(seed: string, replication: number, jobsPerSecond: number, seconds: number): number {
  const gaps = createStream(seed, replication, 'arrivals');
  let time = 0;
  let count = -1;
  for (; time < seconds; count++) time += sampleStandardExponential(gaps) / jobsPerSecond;
  return Math.max(1, count);
}

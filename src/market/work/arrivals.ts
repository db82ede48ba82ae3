import { LOT } from '../../kernel/keyed-draws.ts';
import type { DemandPlay } from '../demand.ts';

/**
 * How many jobs arrive in a replication before a time: its arrivals, told without playing it [count]. At least one, so
 * that there is something to play.
 *
 * The times are added up as the calendar adds them, so that they are the same to the last digit.
 */
export function countArrivals(demand: DemandPlay, jobsPerSecond: number, seconds: number): number {
  const gap = new Float64Array(LOT);
  let time = 0;
  for (let job = 0; ; job++) {
    const place = job & (LOT - 1);
    if (place === 0) demand.fill(job, { gap });
    time += gap[place] / jobsPerSecond;
    if (!(time < seconds)) return Math.max(1, job);
  }
}

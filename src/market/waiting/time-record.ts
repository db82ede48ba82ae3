/** What a run that measures time leaves: a row of sums, and behind it how many jobs took how long. */
import { BINS } from './latency-bins.ts';

/** Positions of the sums in a row. */
export const timeAt = {
  /** Jobs that were watched [count]. */
  jobs: 0,
  /** Their time from arrival to settlement [s]. */
  seconds: 1,
  /** What of that time is known noise: its mean is 0 [s]. */
  noise: 2,
  /** Time nodes were working, and nodes times elapsed time, over the stretch that was watched [s]. */
  busySeconds: 3,
  nodeSeconds: 4,
} as const;

/** Where the counts by bin begin in a row. */
export const binsFrom = 5;

/** Numbers in a row. */
export const timeRowLength = binsFrom + BINS;

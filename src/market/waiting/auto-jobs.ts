import { type Flow, forgettingSeconds, streamAt } from './flow.ts';
import { timeJobsMax } from './time-plan.ts';

/** Jobs of a run where no job's law depends on how long others wait [count]. */
export const jobsWithoutQueues = 20_000;

/** Relaxation times of the queues that a run holds at least [1]. */
const RELAXATIONS = 10;

/**
 * Jobs of a run with `run.jobs: auto`: where queues decide who gets a job, 20 000 doubled until the run is ten times as
 * long as its queues need to forget how they began, and as long as a cycle of demand where it has one; and as often as
 * 10^7 jobs allow. Nothing but the flow of work decides, so that every run of a design point, and of any study of it, is
 * as long.
 */
export function chooseJobs(flow: Flow): number {
  const forgetting = forgettingSeconds(flow, streamAt(flow, 1 / flow.speed.mean)) * flow.jobsPerSecond;
  const needed = Math.max(RELAXATIONS * forgetting, flow.cycleJobs);
  // Where queues grow without end no length would do.
  if (!Number.isFinite(needed)) return jobsWithoutQueues;
  let jobs = jobsWithoutQueues;
  while (jobs < needed && 2 * jobs <= timeJobsMax) jobs *= 2;
  return jobs;
}

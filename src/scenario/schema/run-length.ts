/** How long a run lasts at a design point: a number of jobs, or as many as arrive in a time. */

import { flowAt, jobsPerSecondOf, trafficOf } from '../../catalogue/traffic.ts';
import type { RuleProblem } from '../../market/mechanism.ts';
import type { RunSettings, Settings } from '../../market/settings.ts';
import { chooseJobs, jobsWithoutQueues } from '../../market/waiting/auto-jobs.ts';
import { type PathProblem, wrongValue } from '../problems/problems.ts';
import type { Scenario } from './scenario.ts';

/** Fewer would leave some replication without a single job. */
const JOBS_MIN = 100;
const JOBS_MAX = 1_000_000_000;
/** Standard deviations by which a number of arrivals may fall short: one time in a thousand million. */
const SPARE = 6;

/**
 * The jobs of a run, where it lasts a time those that are expected [count]; with `auto` the fewest that they are, which
 * {@link lengthen} knows better once a design point is resolved.
 */
export function expectJobs(
  { jobs, seconds }: { jobs?: number | 'auto' | undefined; seconds?: number | undefined },
  jobsPerSecond: number,
): number {
  if (seconds !== undefined) return Math.round(seconds * jobsPerSecond);
  return jobs === 'auto' ? jobsWithoutQueues : jobs!;
}

/** A run at a design point. */
export function resolveRun(
  { batches: _, ...run }: Scenario['run'],
  batches: number,
  jobsPerSecond: number,
): RunSettings {
  const resolved = { ...run, jobs: expectJobs(run, jobsPerSecond) };
  return batches === 1 ? resolved : { ...resolved, batches };
}

/** Gives a run of `auto` jobs its length: more where queues decide who gets a job. */
export function lengthen(settings: Settings, { jobs, seconds }: Pick<Scenario['run'], 'jobs' | 'seconds'>): void {
  if (jobs !== 'auto' || seconds !== undefined || trafficOf(settings).dispatch.traits?.readsQueues === undefined)
    return;
  settings.run = { ...settings.run, jobs: chooseJobs(flowAt(settings)) };
}

/** Jobs and a time say the same thing, and a file gives one of them. */
export function checkRunLength(written: unknown): PathProblem[] {
  const run = (typeof written === 'object' && written !== null ? written : {}) as Record<string, unknown>;
  if (run.jobs === undefined || run.seconds === undefined) return [];
  const rule = 'run.jobs and run.seconds both say how long a run lasts; give one of them';
  return [wrongValue('rule', ['run', 'seconds'], run.seconds, rule)];
}

/** What is wrong with a run that lasts a time, at the rate at which jobs arrive at a design point. */
export function checkArrivals(settings: Settings): RuleProblem[] {
  const { run, market } = settings;
  const { seconds, jobs, warmUpJobs, batches = 1 } = run;
  if (seconds === undefined) return [];
  const rate = jobsPerSecondOf(settings);
  const refuse = (path: string, received: unknown, expected: string): RuleProblem[] => [{ path, received, expected }];
  if (seconds * rate < JOBS_MIN) {
    const least = Number((JOBS_MIN / rate).toPrecision(3));
    return refuse('run.seconds', seconds, `at least ${least} s, in which ${JOBS_MIN} jobs arrive`);
  }
  if (seconds * rate > JOBS_MAX) {
    const most = Number((JOBS_MAX / rate).toPrecision(3));
    return refuse(
      'run.seconds',
      seconds,
      `at most ${most} s, in which ${JOBS_MAX.toLocaleString('en-US')} jobs arrive`,
    );
  }
  const { demand } = trafficOf(settings);
  const { excess = 0 } = demand.cycle?.(market.demand, rate) ?? {};
  const sure = Math.floor(jobs - SPARE * Math.sqrt(jobs * demand.dispersion(market.demand)) - Math.min(excess, jobs));
  if (sure < 1) {
    const expected = `a longer time, in which jobs are sure to arrive: they come so unevenly that the ${jobs} that are expected in it may all stay away`;
    return refuse('run.seconds', seconds, expected);
  }
  const counted = sure - (warmUpJobs === 'auto' ? 0 : warmUpJobs);
  if (counted < 1) return refuse('run.warmUpJobs', warmUpJobs, `fewer than ${sure}, which arrive within run.seconds`);
  if (counted < batches)
    return refuse('run.batches', batches, `at most ${counted}, for as many jobs are sure to count`);
  return [];
}

/**
 * How the steady state of a market's queues is reached, and how long a run that measures it must be.
 *
 * Where no queue depends on another, each is begun in its steady state, drawn from its known law: nothing needs to be
 * waited for. Elsewhere a run is given ten relaxation times to forget how it began, and as many to be watched.
 */

import { createStream } from '../../kernel/stream.ts';
import { lawOf } from '../law-of.ts';
import type { Settings, TimeMethod } from '../settings.ts';
import { exitOf } from '../traits.ts';
import { type Flow, forgettingSeconds, streamAt } from './flow.ts';

/** Jobs of a run that measures time, at most [count]. */
export const timeJobsMax = 10_000_000;

/** Runs that measure time, or why there can be none. */
export interface TimePlan {
  method: TimeMethod;
  /** Relaxation time of the slowest queue [s]; see {@link forgettingSeconds}. */
  relaxationSeconds: number;
  /** Jobs that arrive in one relaxation time [count]. */
  jobsPerRelaxation: number;
  /** Jobs of a run [count], of which so many first ones do not count. */
  jobs: number;
  warmUpJobs: number;
  /** Why no run can measure it; nothing where runs can. */
  obstacle?: string;
  /** The obstacle is that it would take too many jobs. */
  isTooLong: boolean;
}

const RELAXATIONS_FORGOTTEN = 10;
const RELAXATIONS_WATCHED = 10;
/** Jobs that are watched at least [count]: of fewer the slowest 1 % would be a handful. */
const JOBS_WATCHED_MIN = 20_000;

/** Jobs of a run that follows queues one by one [count]. */
const JOBS_QUEUE_BY_QUEUE = 24_576;
/** Queues of such a run [count]: many that are followed for a short while tell more than few that are followed for long. */
const QUEUES = 2048;
const QUEUES_MIN = 256;
/** Services that may be drawn for the beginning of a queue before there are fewer queues [count]. */
const SERVICES_FOUND = 100;

/** How many queues a run follows, each from its steady state on [count]; the fuller they are, the dearer is their beginning. */
export function countQueues(load: number): number {
  let queues = QUEUES;
  while (queues > QUEUES_MIN && queues > QUEUES * SERVICES_FOUND * (1 - load)) queues /= 2;
  return queues;
}

/**
 * Plans the runs that measure how long jobs take and how busy nodes are.
 *
 * @param needsTime  why the mechanism needs time, where it does: queues do not tell how long it lets jobs wait
 */
export function planTime(settings: Settings, flow: Flow, needsTime?: string): TimePlan {
  const slowest = streamAt(flow, findSlowestPace(flow));
  const relaxation = forgettingSeconds(flow, slowest);
  const jobsPerRelaxation = relaxation * flow.jobsPerSecond;
  const known = { relaxationSeconds: relaxation, jobsPerRelaxation };
  const unsteady = needsTime ?? whyUnsteady(settings, flow, slowest.load);
  if (standsAlone(flow)) {
    const jobs = JOBS_QUEUE_BY_QUEUE;
    return { method: 'queue-by-queue', ...known, jobs, warmUpJobs: 0, isTooLong: false, ...name(unsteady) };
  }
  const warmUpJobs = Math.ceil(Math.max(RELAXATIONS_FORGOTTEN * jobsPerRelaxation, flow.cycleJobs));
  const least = Math.max(RELAXATIONS_WATCHED * jobsPerRelaxation, JOBS_WATCHED_MIN, flow.nodes);
  // Part of a cycle would speak for that part of the day.
  const watched = Math.ceil(flow.cycleJobs > 0 ? flow.cycleJobs * Math.ceil(least / flow.cycleJobs) : least);
  const jobs = warmUpJobs + watched;
  const isTooLong = unsteady === undefined && jobs > timeJobsMax;
  return { method: 'market', ...known, jobs, warmUpJobs, isTooLong, ...name(isTooLong ? sayTooLong(jobs) : unsteady) };
}

function name(obstacle: string | undefined): { obstacle?: string } {
  return obstacle === undefined ? {} : { obstacle };
}

/** Whether no queue depends on another, and the law of each is known. */
function standsAlone({ isPoisson, checks, service }: Flow): boolean {
  return isPoisson && checks.chance * checks.validators === 0 && service.sampleLengthBiased !== undefined;
}

// Beyond this a load differs from 1 by less than its parameters are known.
const LOAD_MAX = 1 - 1e-5;

function whyUnsteady(settings: Settings, { traffic }: Flow, load: number): string | undefined {
  const { market, kindOfJobs, groupOfNodes } = settings;
  if (kindOfJobs !== undefined)
    return 'jobs of several kinds share the queues, and how long they wait there is not simulated';
  if (groupOfNodes !== undefined)
    return 'nodes of several groups serve together, and how long jobs wait there is not simulated';
  if (!(load < LOAD_MAX)) {
    const who = lawOf(market.speed, settings).variance === 0 ? 'nodes' : 'the slowest nodes';
    return `${who} get as much work as they can do or more, so there is no steady state`;
  }
  const { favours } = traffic.dispatch.traits ?? {};
  if (favours !== undefined) return `${favours}, so nobody knows how much work the busiest of them gets`;
  const { traits, wayBack } = exitOf(settings);
  const leaves = traits.changesFleet !== undefined && wayBack === null;
  if (leaves && market.detector.falseAlarm > 0) return 'nodes leave as a run goes on, so there is no steady state';
  return undefined;
}

function sayTooLong(jobs: number): string {
  const amount = Number(jobs.toPrecision(2)).toLocaleString('en-US');
  return `a run that forgets how its queues began would take ${amount} jobs; at most ${timeJobsMax.toLocaleString('en-US')} are simulated`;
}

const SPEEDS_DRAWN = 4096;

/** The pace of the slowest node among many, drawn from a stream of their own: seconds per second of work. */
function findSlowestPace({ speed, nodes }: Flow): number {
  if (speed.variance === 0) return 1 / speed.mean;
  const uniforms = createStream('pilot', 0, 'time speeds');
  let slowest = speed.mean;
  for (let node = 0; node < Math.min(16 * nodes, SPEEDS_DRAWN); node++) {
    slowest = Math.min(slowest, speed.sample(uniforms));
  }
  return slowest > 0 ? 1 / slowest : Number.POSITIVE_INFINITY;
}

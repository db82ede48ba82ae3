/**
 * The work that flows through the queues of a market in which everybody is honest: who asks for how much of it.
 *
 * A node gets jobs, and checks of jobs that others have finished. Both wait in one queue, first come first served.
 */

import type { Distribution } from '../../kernel/distributions/define.ts';
import { square } from '../../kernel/mathematics/index.ts';
import { lawOf } from '../law-of.ts';
import type { MechanismNeeds } from '../mechanism.ts';
import type { Settings } from '../settings.ts';
import type { Traffic } from '../traffic.ts';

/** The flow of work at a design point. */
export interface Flow {
  jobsPerSecond: number;
  nodes: number;
  service: Distribution;
  verification: Distribution;
  speed: Distribution;
  /** Chance that a job is checked, and by how many nodes. */
  checks: { chance: number; validators: number };
  /** Checks per second and node, of the nodes that get most of them [1/s]. */
  checksPerNode: number;
  /** Chance that each validator is of the coalition; `undefined` where all other nodes are drawn alike [1]. */
  memberShare: number | undefined;
  /** Jobs come in as a Poisson stream and go to any node alike: so each node gets such a stream, whatever others get. */
  isPoisson: boolean;
  /** Variance over mean of how many jobs arrive in a long time; jobs that go to nodes at random lose what regularity they had. */
  dispersion: number;
  /** Jobs within which arrivals forget what they were, where that is known beside their dispersion [count]. */
  memoryJobs: number;
  /** Jobs after which arrivals repeat themselves; 0 where they do not [count]. */
  cycleJobs: number;
  /** What is plugged in. */
  traffic: Traffic;
}

// A sweep asks again and again about markets that are one object, one after the other.
let known: { market: object; traffic: Traffic; base: Flow } | undefined;

/**
 * The flow of work at a design point.
 *
 * @param needs    what the mechanism asks of a market there
 * @param traffic  what is plugged in where jobs come in
 */
export function flowOf(settings: Settings, needs: MechanismNeeds, traffic: Traffic): Flow {
  const { market, coalition } = settings;
  const { validatorsMax: validators, checksPerJob } = needs;
  const checks = { chance: validators > 0 ? checksPerJob / validators : 0, validators };
  const { demand, dispatch } = traffic;
  const isKnown = known?.market === market && known.traffic.demand === demand && known.traffic.dispatch === dispatch;
  if (!isKnown) {
    const { readsQueues, favours } = dispatch.traits ?? {};
    const jobsPerSecond = demand.rate(market.demand, market.jobsPerSecond);
    const base = {
      jobsPerSecond,
      nodes: market.nodeCount,
      service: lawOf(market.serviceSeconds, settings),
      verification: lawOf(market.verificationSeconds ?? market.serviceSeconds, settings),
      speed: lawOf(market.speed, settings),
      checks,
      checksPerNode: 0,
      memberShare: undefined,
      isPoisson: demand.isMemoryless === true && (readsQueues ?? favours) === undefined,
      dispersion: Math.max(1, demand.dispersion(market.demand)),
      memoryJobs: demand.memory?.(market.demand, jobsPerSecond) ?? 0,
      cycleJobs: demand.cycle?.(market.demand, jobsPerSecond).jobs ?? 0,
      traffic,
    };
    known = { market, traffic, base };
  }
  // Drawn one by one from the coalition, members may be asked more often than others, or less.
  const memberShare = needs.draw === 'independent' && coalition.size > 0 ? coalition.fraction : undefined;
  const isDrawnApart = memberShare !== undefined && coalition.size < market.nodeCount;
  const { size, fraction } = coalition;
  const most = isDrawnApart
    ? Math.max(fraction / size, (1 - fraction) / (market.nodeCount - size))
    : 1 / market.nodeCount;
  const { base } = known!;
  return { ...base, memberShare, checks, checksPerNode: base.jobsPerSecond * checksPerJob * most };
}

/** What arrives at one node. */
export interface Stream {
  /** Pieces of work, jobs and checks, per second [1/s]. */
  perSecond: number;
  /** Mean time a piece takes [s], and mean of its square [s²]. */
  mean: number;
  squares: number;
  /** Share of the time the node works; from 1 on its queue grows without end. */
  load: number;
  /** Variance over mean of how many pieces come in a long time, at least that of a Poisson stream [1]. */
  dispersion: number;
}

/** What arrives at a node that takes so much longer than one of speed 1. */
export function streamAt(flow: Flow, pace: number): Stream {
  const { jobsPerSecond, nodes, service, verification, checksPerNode, dispersion } = flow;
  const jobs = jobsPerSecond / nodes;
  const perSecond = jobs + checksPerNode;
  const squareOf = ({ mean, variance }: Distribution) => variance + mean * mean;
  const mean = (pace * (jobs * service.mean + checksPerNode * verification.mean)) / perSecond;
  const squares = (pace * pace * (jobs * squareOf(service) + checksPerNode * squareOf(verification))) / perSecond;
  return { perSecond, mean, squares, load: perSecond * mean, dispersion };
}

/**
 * How long a queue takes to forget where it began: its distance from the steady state falls by a factor e in each such
 * time, or faster [s].
 *
 * Of exponential services 1 / (√μ - √λ)², exactly; of others that time for the mean service, in proportion to
 * (d + c²) / 2 with d the dispersion of arrivals and c² the squared coefficient of variation, which is what it comes to as
 * the load grows. A check that follows a job, or a choice of the shorter of two queues, is taken as if it made a node no
 * faster to forget.
 *
 * @source Cohen (1982), The single server queue, III.7.3; Abate and Whitt (1987), Transient behavior of the M/M/1 queue;
 * Iglehart and Whitt (1970), Multiple channel queues in heavy traffic
 */
export function relaxationSeconds({ mean, squares, load, dispersion }: Stream): number {
  if (mean === 0) return 0;
  if (load >= 1) return Number.POSITIVE_INFINITY;
  // squares / mean² = 1 + c².
  return (squares / mean + (dispersion - 1) * mean) / (2 * square(1 - Math.sqrt(load)));
}

/**
 * How long a queue takes to forget where it began, and arrivals what they were, whichever takes longer [s].
 *
 * Of arrivals that are no Poisson stream this is an order and no bound: how a queue forgets while demand changes its mood
 * has no closed form. What rests on it is watched ten times as long.
 */
export function forgettingSeconds({ memoryJobs, jobsPerSecond }: Flow, stream: Stream): number {
  return Math.max(relaxationSeconds(stream), memoryJobs / jobsPerSecond);
}

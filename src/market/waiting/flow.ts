/**
 * The work that flows through the queues of a market in which everybody is honest: who asks for how much of it.
 *
 * A node gets jobs, and checks of jobs that others have finished. Both wait in one queue, first come first served.
 */
import { recallDistribution } from '../../kernel/distributions/create.ts';
import type { Distribution } from '../../kernel/distributions/define.ts';
import { square } from '../../kernel/mathematics/index.ts';
import type { MechanismNeeds } from '../mechanism.ts';
import type { Settings } from '../settings.ts';
import { dispatchOf } from '../traits.ts';

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
  /** Whether jobs go to any node alike. */
  isUniform: boolean;
}

// A sweep asks again and again about markets that are one object, one after the other.
let known: { market: object; base: Flow } | undefined;

/**
 * The flow of work at a design point.
 *
 * @param needs  what the mechanism asks of a market there
 */
export function flowOf({ market, coalition }: Settings, needs: MechanismNeeds): Flow {
  const { validatorsMax: validators, checksPerJob } = needs;
  const checks = { chance: validators > 0 ? checksPerJob / validators : 0, validators };
  if (known?.market !== market) {
    const base = {
      jobsPerSecond: market.jobsPerSecond,
      nodes: market.nodeCount,
      service: recallDistribution(market.serviceSeconds),
      verification: recallDistribution(market.verificationSeconds ?? market.serviceSeconds),
      speed: recallDistribution(market.speed),
      checks,
      checksPerNode: 0,
      memberShare: undefined,
      isUniform: dispatchOf(market).readsQueues === undefined,
    };
    known = { market, base };
  }
  // Drawn one by one from the coalition, members may be asked more often than others, or less.
  const memberShare = needs.draw === 'independent' && coalition.size > 0 ? coalition.fraction : undefined;
  const isDrawnApart = memberShare !== undefined && coalition.size < market.nodeCount;
  const { size, fraction } = coalition;
  const most = isDrawnApart
    ? Math.max(fraction / size, (1 - fraction) / (market.nodeCount - size))
    : 1 / market.nodeCount;
  return { ...known.base, memberShare, checks, checksPerNode: market.jobsPerSecond * checksPerJob * most };
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
}

/** What arrives at a node that takes so much longer than one of speed 1. */
export function streamAt({ jobsPerSecond, nodes, service, verification, checksPerNode }: Flow, pace: number): Stream {
  const jobs = jobsPerSecond / nodes;
  const perSecond = jobs + checksPerNode;
  const squareOf = ({ mean, variance }: Distribution) => variance + mean * mean;
  const mean = (pace * (jobs * service.mean + checksPerNode * verification.mean)) / perSecond;
  const squares = (pace * pace * (jobs * squareOf(service) + checksPerNode * squareOf(verification))) / perSecond;
  return { perSecond, mean, squares, load: perSecond * mean };
}

/**
 * How long a queue takes to forget where it began: its distance from the steady state falls by a factor e in each such
 * time, or faster [s].
 *
 * Of exponential services 1 / (√μ - √λ)², exactly; of others that time for the mean service, in proportion to
 * (1 + c²) / 2 with c² the squared coefficient of variation, which is what it comes to as the load grows. A check that
 * follows a job, or a choice of the shorter of two queues, is taken as if it made a node no faster to forget.
 *
 * @source Cohen (1982), The single server queue, III.7.3; Abate and Whitt (1987), Transient behavior of the M/M/1 queue
 */
export function relaxationSeconds({ mean, squares, load }: Stream): number {
  if (mean === 0) return 0;
  if (load >= 1) return Number.POSITIVE_INFINITY;
  // squares / mean² = 1 + c².
  return squares / mean / (2 * square(1 - Math.sqrt(load)));
}

/**
 * How long jobs take in the steady state, where a formula knows it.
 *
 * Without checks every node of a market with Poisson arrivals and uniform dispatch is a queue by itself. With one check by one other node,
 * and the same exponential law for work and checks, the nodes are a network whose mean times are those of such queues.
 *
 * @source Pollaczek (1930), Khinchine (1932); Jackson (1957), Networks of waiting lines
 */

import { needsNothing, needsOf } from '../../catalogue/needs.ts';
import { flowAt, whyNotByQueues } from '../../catalogue/traffic.ts';
import type { timeRates } from '../../findings/findings.ts';
import type { MechanismNeeds } from '../../market/mechanism.ts';
import type { Settings } from '../../market/settings.ts';
import { streamAt } from '../../market/waiting/flow.ts';
import { planTime } from '../../market/waiting/time-plan.ts';
import { computeUtilisation } from '../../plan/load-factor.ts';

/** The exact value of a rate of time; `null` where none is known. */
export function exactTime(rate: (typeof timeRates)[number], settings: Settings): number | null {
  if (rate === 'utilisation') return computeUtilisation(settings) ?? null;
  const flow = flowAt(settings);
  const { isPoisson, checks, speed } = flow;
  const plan = planTime(settings, flow, whyNotByQueues(settings));
  const isSteady = plan.obstacle === undefined || plan.isTooLong;
  if (!isSteady || !isPoisson || speed.variance > 0) return null;
  const { load, mean, squares, perSecond } = streamAt(flow, 1 / speed.mean);
  const isExponential = flow.service.isMemoryless === true;
  if (checks.chance * checks.validators > 0) {
    const isJackson =
      isExponential &&
      hasOneLaw(settings) &&
      checks.validators === 1 &&
      drawsAlike(settings, needsOf(settings) ?? needsNothing);
    return isJackson && rate === 'latencySeconds' ? ((1 + checks.chance) * mean) / (1 - load) : null;
  }
  if (rate === 'latencySeconds') return mean + (perSecond * squares) / (2 * (1 - load));
  // The time a job takes is exponential itself.
  return isExponential ? (beyond[rate] * mean) / (1 - load) : null;
}

/** The share of jobs that take at most as long as a rate says. */
export const levelOf = { latencySecondsP50: 0.5, latencySecondsP95: 0.95, latencySecondsP99: 0.99 } as const;

/** Minus the logarithm of the share that takes longer: that quantile of an exponential time of mean 1. */
const beyond = {
  latencySecondsP50: Math.LN2,
  latencySecondsP95: 2 * Math.LN2 + 1.6094379124341003,
  latencySecondsP99: 2 * Math.LN10,
};

function hasOneLaw({ market: { serviceSeconds, verificationSeconds } }: Settings): boolean {
  return verificationSeconds === undefined || JSON.stringify(verificationSeconds) === JSON.stringify(serviceSeconds);
}

/** Whether every node is asked to check as often as any other. */
function drawsAlike({ coalition, market }: Settings, { draw }: MechanismNeeds): boolean {
  return draw !== 'independent' || coalition.size === 0 || coalition.size === market.nodeCount;
}

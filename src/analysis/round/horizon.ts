/** From time to jobs: what a node asserts while all nodes are there is its share of what arrives, an even one unless dispatch weighs nodes. */
import { jobsPerSecondOf, pullOf, traitsOf } from '../../catalogue/traffic.ts';
import type { FateQuestion, FateWish, Per } from '../../claims/define.ts';
import { YEAR } from '../../claims/params.ts';
import type { Settings } from '../../market/settings.ts';
import { exitOf } from '../../market/traits.ts';

/** What a wish asks at a design point: a horizon in time is as many jobs as a node expects in it, at least one. */
export function askAt(settings: Settings, { strategy, horizon }: FateWish): FateQuestion {
  if ('jobs' in horizon) return { strategy, jobs: horizon.jobs };
  return { strategy, jobs: Math.max(1, Math.round(horizon.seconds * jobsPerNode(settings))) };
}

/**
 * Jobs a node asserts in a time, or in a career, where a job further on counts for less by the discount; `null` where
 * nodes leave and the others get their jobs, where some are favoured, where jobs of other kinds take their part of a
 * time, and where a career has no end that anything says.
 */
export function countJobs(settings: Settings, per: Per): number | null {
  const { discount = 1 } = settings.players;
  const { bans, runsDown } = exitOf(settings);
  if (per === 'job') return 1;
  if (per === 'career') return bans && discount < 1 ? 1 / (1 - discount) : null;
  if (runsDown || traitsOf(settings).favours !== undefined || settings.kindOfJobs !== undefined) return null;
  return (per === 'hour' ? 3600 : YEAR) * jobsPerNode(settings);
}

function jobsPerNode(settings: Settings): number {
  return ((pullOf(settings) ?? Number.NaN) * jobsPerSecondOf(settings)) / settings.market.nodeCount;
}

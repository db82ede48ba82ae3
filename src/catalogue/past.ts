/** How long a past must be before what it was at the beginning hardly matters. */
import type { Settings } from '../market/settings.ts';
import { checksToFill } from './evidence.ts';
import { needsOf } from './needs.ts';
import { samplingRates } from './sampling.ts';

/** Jobs of a node beside those in which its record fills, of which there must be so many times as many. */
const TIMES = 10;

/**
 * Jobs that each node must assert in a run before the run speaks of rules that go by the past, and not of how empty it is
 * at the beginning [count]; 0 where nothing is remembered.
 */
export function jobsToRemember(settings: Settings): number {
  const checks = checksToFill(settings);
  const clean = (samplingRates(settings)?.length ?? 1) - 1;
  // A hundred thousand points of a sweep are asked: what a mechanism needs is worked out where it matters.
  return TIMES * Math.max(clean, checks > 0 ? checks / (needsOf(settings)?.challengeRate ?? 1) : 0);
}

/** Jobs of a run in which its nodes assert so many, where that is more than it has; `undefined` where it is long enough. */
export function jobsMissing(settings: Settings): number | undefined {
  const { market, run } = settings;
  const needed = Math.ceil(jobsToRemember(settings) * market.nodeCount);
  return run.jobs / (run.batches ?? 1) < needed ? needed : undefined;
}

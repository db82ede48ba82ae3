import { needsNothing, needsOf } from '../catalogue/needs.ts';
import { type Cast, countFocal, focalCrowds } from '../market/cast.ts';
import type { RunPath } from '../market/open-run.ts';
import type { Settings } from '../market/settings.ts';
import { isHonestMove } from '../market/strategy.ts';
import type { Traits } from '../market/traits.ts';

/** How a run is played, and why. */
export interface PathChoice {
  path: RunPath;
  sampling: 'natural' | 'tilted' | 'split';
  why: string;
}

// The number of challenges is known noise and taken out of every estimate, as long as there are some in every run.
const ENOUGH_CHALLENGES = 2;

/**
 * Chooses the cheaper path where it provably gives the same payoffs.
 *
 * A job's payoffs depend on nothing that outlives it where nothing needs time: waiting costs nothing, so no calendar is
 * needed. Nor is it for careers and batches, which count a node's jobs and not seconds. Arms in which every asserter is
 * honest keep theirs, because latency and load are read from them.
 */
export function choosePath(settings: Settings, cast: Cast, traits: Traits): PathChoice {
  const inTime = (why: string): PathChoice => ({ path: 'calendar', sampling: 'natural', why });
  if (traits.needsTime !== undefined) return inTime(traits.needsTime);
  // Careers are jobs in their order, and no time is read from them.
  if (settings.run.careers) return { path: 'rounds', sampling: 'natural', why: 'careers depend on no clock' };
  if (traits.settlesInTurn !== undefined) return { path: 'rounds', sampling: 'natural', why: traits.settlesInTurn };
  const honest = cast.crowds.every(({ asserter }) => isHonestMove(asserter));
  if (honest && focalCrowds(cast).every(({ validator }) => validator.output === 'correct'))
    return inTime('latency and load are read here');
  return {
    path: 'rounds',
    sampling: chooseSampling(settings, cast, traits),
    why: 'payoffs depend on no clock',
  };
}

/** Challenges with a smaller chance are not sampled: the squares of their weights are no numbers any more [1]. */
const SAMPLED_MIN = 1e-100;

function chooseSampling(
  settings: Settings,
  cast: Cast,
  { changesFleet, couplesJobs, remembers }: Traits,
): PathChoice['sampling'] {
  const { run, market } = settings;
  const { challengeRate = 1 } = needsOf(settings) ?? needsNothing;
  // What happened to a node's earlier jobs cannot be half true.
  if ((changesFleet ?? couplesJobs ?? remembers) !== undefined) return 'natural';
  // Weights of chances so small are lost to rounding, and no challenge of theirs is ever drawn.
  if (challengeRate < SAMPLED_MIN) return 'natural';
  const { sampling = 'natural' } = run;
  if (sampling !== 'auto') return sampling;
  const focalJobs = ((run.jobs / (run.batches ?? 1)) * countFocal(cast)) / market.nodeCount;
  const challenges = challengeRate * focalJobs;
  return challenges < ENOUGH_CHALLENGES ? 'split' : 'natural';
}

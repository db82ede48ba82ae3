/**
 * Whether a job is challenged: with its probability, or at another rate and weighed, where jobs are played without time.
 *
 * `split` plays a job both ways, weighed 1 - p and p: the first play says with what weight it was unchallenged, and the
 * caller plays the job again for the rest.
 */
import type { Jobs } from '../work/jobs.ts';

/** How challenges are sampled. */
export type Sampling = 'natural' | 'tilted' | 'split';

// Rare challenges are drawn this often under importance sampling; their weight is then p / 0.1.
const TILTED_PROBABILITY = 0.1;

/** Decides challenges and weighs the jobs they fall on. */
export class ChallengeSampler {
  /** The job is being played for the second time, challenged. */
  isSecondPlay = false;
  /** Weight of the play just made; below 1 the rest is still to be played. */
  playedWeight = 1;
  private sampling: Sampling = 'natural';

  reset(sampling: Sampling): void {
    this.sampling = sampling;
    this.isSecondPlay = false;
    this.playedWeight = 1;
  }

  /** @param uniform  the job's draw for this purpose */
  isChallenged(jobs: Jobs, slot: number, probability: number, uniform: number): boolean {
    if (this.sampling === 'natural') return uniform < probability;
    if (this.sampling === 'split') return this.split(jobs, slot, probability);
    if (probability >= TILTED_PROBABILITY || probability === 0) return uniform < probability;
    const challenged = uniform < TILTED_PROBABILITY;
    jobs.outcomeWeight[slot] = challenged
      ? probability / TILTED_PROBABILITY
      : (1 - probability) / (1 - TILTED_PROBABILITY);
    return challenged;
  }

  private split(jobs: Jobs, slot: number, probability: number): boolean {
    const challenged = this.isSecondPlay || probability >= 1;
    const weight = challenged ? probability : 1 - probability;
    jobs.jobWeight[slot] = weight;
    jobs.outcomeWeight[slot] = weight;
    this.playedWeight = challenged ? 1 : weight;
    return challenged;
  }
}

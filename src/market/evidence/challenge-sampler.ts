/**
 * Whether a job is challenged: with its probability, or at another rate and weighed, where jobs are played without time.
 *
 * `split` plays a job both ways, weighed 1 - p and p: the first play says with what weight it was unchallenged, and the
 * caller plays the job again for the rest.
 */
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
  /** What the job being played counts for in the record, and what its outcome counts for: 1 where sampling is natural. */
  jobWeight = 1;
  outcomeWeight = 1;
  /** 1 where a job that is sampled at another rate would have been challenged at its own, otherwise 0. */
  coin = 0;
  private sampling: Sampling = 'natural';
  private isNatural = true;

  reset(sampling: Sampling): void {
    this.sampling = sampling;
    this.isNatural = sampling === 'natural';
    this.begin();
  }

  /** The next job is about to be played, for the first time. */
  begin(): void {
    this.isSecondPlay = false;
    this.playedWeight = 1;
    this.jobWeight = 1;
    this.outcomeWeight = 1;
    this.coin = 0;
  }

  /** @param uniform  the job's draw for this purpose */
  isChallenged(probability: number, uniform: number): boolean {
    const falls = uniform < probability;
    return this.isNatural ? falls : this.sample(probability, uniform, falls);
  }

  /** The coin itself is drawn as well, and counted: how often the market challenges is known by nothing else here. */
  private sample(probability: number, uniform: number, falls: boolean): boolean {
    this.coin = falls ? 1 : 0;
    if (this.sampling === 'split') return this.split(probability);
    if (probability >= TILTED_PROBABILITY || probability === 0) return falls;
    const challenged = uniform < TILTED_PROBABILITY;
    this.outcomeWeight = challenged ? probability / TILTED_PROBABILITY : (1 - probability) / (1 - TILTED_PROBABILITY);
    return challenged;
  }

  private split(probability: number): boolean {
    const challenged = this.isSecondPlay || probability >= 1;
    const weight = challenged ? probability : 1 - probability;
    this.jobWeight = weight;
    this.outcomeWeight = weight;
    this.playedWeight = challenged ? 1 : weight;
    return challenged;
  }
}

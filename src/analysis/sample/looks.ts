/**
 * When a study looks at its data, and how wide an interval must be to survive all the looks.
 *
 * Replications grow by doubling from `min` to `max`; at each look a study may stop. Intervals are repeated confidence
 * intervals: their boundary comes from an error-spending function, so that all looks together miss the truth with at
 * most the stated probability, whenever the study stops.
 *
 * @source Jennison and Turnbull (1989), Interim analyses: the repeated confidence interval approach; Lan and DeMets (1983)
 */
import { normalCdf, studentQuantile } from '../../stats/interval.ts';
import { spendingBoundaries } from '../../stats/sequential.ts';

/** When a study looks: fewest and most replications, and how sure all of its looks together are. */
export interface LookPlan {
  min: number;
  max: number;
  confidence: number;
}

/** The schedule of a study: replications at each look, and the error probability of each interval. */
export class Looks {
  /** Replications at each look, ascending; the last is the maximum. */
  readonly replications: readonly number[];
  readonly confidence: number;
  readonly #plan: LookPlan;
  private readonly levels = new Map<number, number[]>();

  constructor(min: number, max: number, confidence: number) {
    const replications: number[] = [];
    for (let n = min; n < max; n *= 2) replications.push(n);
    replications.push(max);
    this.replications = replications;
    this.confidence = confidence;
    this.#plan = { min, max, confidence };
  }

  /** Whether these are the looks of a plan. */
  follow({ min, max, confidence }: LookPlan): boolean {
    const own = this.#plan;
    return own.min === min && own.max === max && own.confidence === confidence;
  }

  /**
   * Half-width of an interval after `replications` replications, from a standard error and its degrees of freedom.
   *
   * @param comparisons  how many intervals must hold together; Bonferroni shares the error among them
   */
  halfWidth(replications: number, standardError: number, degrees: number, comparisons = 1): number {
    if (standardError === 0) return 0;
    if (!(degrees >= 1) || !Number.isFinite(standardError)) return Number.POSITIVE_INFINITY;
    return studentQuantile(1 - this.tail(replications, comparisons), degrees) * standardError;
  }

  /** One-sided error probability of an interval at this look. */
  tail(replications: number, comparisons = 1): number {
    let levels = this.levels.get(comparisons);
    if (!levels) {
      const alpha = (1 - this.confidence) / comparisons;
      const last = this.replications[this.replications.length - 1];
      const fractions = this.replications.map((n) => n / last);
      levels =
        fractions.length === 1
          ? [alpha / 2]
          : spendingBoundaries(fractions, alpha, 'pocock').map((boundary) => normalCdf(-boundary));
      this.levels.set(comparisons, levels);
    }
    // Between two looks, as when a study was interrupted, the stricter of them holds.
    const look = this.replications.findIndex((n) => n >= replications);
    return levels[look < 0 ? levels.length - 1 : look];
  }
}

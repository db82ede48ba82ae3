/** The most that one event can move a worth by, whatever the law behind a sample. */
import type { Booking, Payments } from './payments.ts';
import type { RatioTerm } from './valuation.ts';

/** A worth at the totals of a sample: a smooth function of a few ratios of column sums. */
export interface Linearisation {
  terms: readonly RatioTerm[];
  /** The ratios, and how the worth moves with each. */
  ratios: readonly number[];
  slopes: readonly number[];
  /** What each ratio is taken per, summed over the sample. */
  pers: readonly number[];
}

/** How much of a sample one event can change for good. */
export interface Span {
  /** Jobs of a run, of all nodes [count]. */
  jobsPerRun: number;
  /** Whether enough nodes were seen to leave for their number to be no surprise. */
  areExitsCommon: boolean;
}

/**
 * The largest move of a worth by one more job that ends in any one way, and by all that a node does differently ever
 * after; infinite where jobs of a kind that counts may come of which the sample has none.
 */
export function computeReach({ ends, turns }: Payments, worth: Linearisation, span: Span): number {
  const single = Math.max(0, ...ends.map((end) => Math.abs(moveBy(end, worth))));
  const lasting = turns
    .filter(({ isExit }) => !(isExit && span.areExitsCommon))
    .map(({ change }) => Math.abs(moveBy(change, worth)) * span.jobsPerRun);
  return single + Math.max(0, ...lasting);
}

/** What the worth is moved by when so much more is booked. */
function moveBy(booking: Booking, { ratios, slopes, pers }: Linearisation): number {
  let move = 0;
  for (const [term, ratio] of ratios.entries()) {
    const [figure, per] = [booking[2 * term], booking[2 * term + 1]];
    if (pers[term] === 0 && per !== 0) return Number.POSITIVE_INFINITY;
    if (slopes[term] === 0 || (figure === 0 && per === 0)) continue;
    move += (slopes[term] * (figure - ratio * per)) / pers[term];
  }
  return move;
}

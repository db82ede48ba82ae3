/** Intervals of what is estimated, counted or exact, and what more replications would make of them. */

import type { Forecast, Interval } from '../claims/define.ts';
import type { Rate } from '../findings/findings.ts';
import { square } from '../kernel/mathematics/index.ts';
import { normalCdf, normalQuantile, studentQuantile } from '../stats/interval.ts';
import { EXACT_RESOLUTION } from './round/resolution.ts';
import { LEDGER_RESOLUTION } from './sample/arm-law.ts';
import { computeCovariance, type PairedEstimate } from './sample/estimate.ts';
import type { Looks } from './sample/looks.ts';
import { type Precision, partsOf, reachOf } from './sample/precision.ts';

/** An estimate, and what to expect of it after so many times its replications. */
export interface Foreseen {
  estimate: PairedEstimate;
  after: (times: number) => Precision;
}

/** The interval of an advantage, so wide that it holds together with others, and what more replications would make of it. */
export function aroundAdvantage(
  { estimate, after }: Foreseen,
  { exact, resolution }: Pick<Forecast, 'exact' | 'resolution'>,
  looks: Looks,
  comparisons: number,
): Interval {
  const tail = looks.tail(estimate.replications, comparisons);
  return {
    ...around(estimate.mean, reachOf(estimate, tail)),
    forecast: {
      halfWidthAfter: (times) => reachOf(after(times), tail),
      standardError: estimate.standardError,
      exact,
      resolution,
      floor: LEDGER_RESOLUTION * normalQuantile(1 - tail),
    },
  };
}

/** The difference of two estimates of the same replications, at the stricter of their looks. */
export function aroundDifference(
  own: Foreseen,
  other: Foreseen,
  { exact, resolution }: Pick<Forecast, 'exact' | 'resolution'>,
  looks: Looks,
  comparisons: number,
): Interval {
  const [a, b] = [own.estimate, other.estimate];
  const tail = Math.min(looks.tail(a.replications, comparisons), looks.tail(b.replications, comparisons));
  const scale = a.standardError * b.standardError;
  const correlation = scale > 0 ? computeCovariance(a, b) / scale : 0;
  const combine = (first: number, second: number) => square(first) + square(second) - 2 * correlation * first * second;
  const halfWidthOf = (one: Precision, two: Precision) => {
    const [first, second] = [partsOf(one, tail), partsOf(two, tail)];
    const variance = combine(first.spread, second.spread);
    // The sum of an infinite spread and minus itself is unknown, not zero.
    const spread = Number.isNaN(variance) ? Number.POSITIVE_INFINITY : Math.sqrt(Math.max(0, variance));
    return spread + first.allowance + second.allowance;
  };
  return {
    ...around(a.mean - b.mean, halfWidthOf(a, b)),
    forecast: {
      halfWidthAfter: (times) => halfWidthOf(own.after(times), other.after(times)),
      standardError: Math.sqrt(Math.max(0, combine(a.standardError, b.standardError))),
      exact,
      resolution,
      floor: 2 * LEDGER_RESOLUTION * normalQuantile(1 - tail),
    },
  };
}

/** The interval of a rate, so much wider, and what more replications would make of it. */
export function aroundRate(rate: Rate, isShare: boolean, wider: number, degrees: number): Interval {
  const interval = around(rate.value, rate.halfWidth === null ? null : rate.halfWidth * wider);
  const { exact, count } = rate;
  if (!isShare || !(count > 0)) return { ...interval, forecast: forecastRate(interval, exact, degrees) };
  // A few events leave an interval that narrows faster than the root of their number, as Wilson's does; what else
  // widened it is gone with more replications.
  const share = exact ?? rate.value ?? 0;
  const squared = square(RATE_DEVIATIONS);
  const wilson = (trials: number) =>
    (squared / 2 + RATE_DEVIATIONS * Math.sqrt(share * (1 - share) * trials + squared / 4)) / trials;
  const forecast = {
    ...forecastRate(interval, exact, degrees),
    halfWidthAfter: (times: number) => wider * wilson(count * times),
    standardError: wilson(count) / RATE_DEVIATIONS,
  };
  return { ...interval, forecast };
}

/** What more replications would make of the interval of a rate, or of a difference of rates. */
export function forecastRate({ low, high }: Interval, exact: number | null, degrees: number): Forecast {
  const halfWidth = (high - low) / 2;
  const quantile = (times: number) => studentQuantile(normalCdf(RATE_DEVIATIONS), (degrees + 1) * times - 1);
  return {
    halfWidthAfter: (times) => (halfWidth / Math.sqrt(times)) * (quantile(times) / quantile(1)),
    standardError: halfWidth / quantile(1),
    exact,
    resolution: EXACT_RESOLUTION * Math.abs(exact ?? 0),
    floor: 0,
  };
}

// Standard errors in half of an interval of a rate, near enough for a forecast: looks widen it a little.
const RATE_DEVIATIONS = 2.2;

/** Each interval spends half of the error; together they bound the difference. */
export function separate(own: Interval, other: Interval): Interval {
  const difference = { low: own.low - other.high, middle: own.middle - other.middle, high: own.high - other.low };
  const [a, b] = [own.forecast, other.forecast];
  if (!a || !b) return difference;
  const forecast: Forecast = {
    halfWidthAfter: (times) => a.halfWidthAfter(times) + b.halfWidthAfter(times),
    standardError: Math.sqrt(square(a.standardError) + square(b.standardError)),
    exact: a.exact === null || b.exact === null ? null : a.exact - b.exact,
    resolution: a.resolution + b.resolution,
    floor: a.floor + b.floor,
  };
  return { ...difference, forecast };
}

/** What enumeration tells, to within rounding of amounts of this size. */
export function aroundExact(middle: number | null, size: number): Interval {
  return { ...around(middle, EXACT_RESOLUTION * size), isExact: true };
}

export function around(middle: number | null, halfWidth: number | null): Interval {
  if (middle === null || halfWidth === null) {
    return { low: Number.NEGATIVE_INFINITY, middle: middle ?? Number.NaN, high: Number.POSITIVE_INFINITY };
  }
  return { low: middle - halfWidth, middle, high: middle + halfWidth };
}

/** How much wider an interval must be to hold together with others; by Student's law with no more degrees than it has. */
export function widening(confidence: number, comparisons: number, degrees: number): number {
  if (comparisons <= 1) return 1;
  const alpha = 1 - confidence;
  return studentQuantile(1 - alpha / 2 / comparisons, degrees) / studentQuantile(1 - alpha / 2, degrees);
}

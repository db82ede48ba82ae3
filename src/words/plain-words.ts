/** What runs say by themselves beside what is left when nature's known draws are taken out, in words. */

import type { Advantage, Findings } from '../findings/findings.ts';
import { log10 } from '../kernel/mathematics/index.ts';
import type { MoneyScale } from './money.ts';
import { formatEstimate, formatNumber } from './number.ts';

/** How the two are called, in a sentence for below a table; and why a sharp interval in it may be the wider one. */
export function explainEstimates(shown: readonly Advantage[]): string {
  const isWider = shown.some(
    ({ halfWidth, plain }) => (halfWidth ?? 0) > (plain?.halfWidth ?? Number.POSITIVE_INFINITY),
  );
  const wider = isWider ? '; where the sharp interval is wider, it allows for payments too rare to have been seen' : '';
  return `plain: what the runs say by themselves; sharp: nature's known draws taken out by controls, which took that share of the variance${wider}`;
}

/** Which estimator simulated numbers of a study come from: `sharp` where controls took something out, otherwise `plain`. */
export function nameEstimator({ designPoints }: Pick<Findings, 'designPoints'>): 'sharp' | 'plain' {
  const isSharp = ({ varianceReduction }: Advantage) => varianceReduction && varianceReduction.controlVariates !== 1;
  return designPoints.some(({ advantages }) => advantages.some(isSharp)) ? 'sharp' : 'plain';
}

/** The exact amount; what double precision leaves of amounts that cancel is nothing. */
export function sayExactAmount({ exact }: Advantage, { factor }: MoneyScale): string {
  return exact !== null && Math.abs(exact) < ROUNDING ? '0' : formatNumber(exact === null ? null : exact * factor);
}

// A thousandth of a unit of the ledger and far less than that again [credits].
const ROUNDING = 1e-14;

/** The sharp estimate with its interval; where controls took nothing out, the row has the plain one alone. */
export function saySharp({ mean, halfWidth, varianceReduction }: Advantage, { factor }: MoneyScale): string {
  if (mean === null) return '–';
  const isPlain = varianceReduction !== undefined && varianceReduction.controlVariates <= 1;
  return isPlain ? 'as plain' : sayEstimate(mean, halfWidth, factor);
}

/** The plain estimate with its interval. */
export function sayPlain({ plain }: Advantage, { factor }: MoneyScale): string {
  return plain === undefined ? '–' : sayEstimate(plain.mean, plain.halfWidth, factor);
}

/** An estimate without an interval says so. */
function sayEstimate(mean: number, halfWidth: number | null, factor: number): string {
  return halfWidth === null ? `${formatNumber(mean * factor)} ± ?` : formatEstimate(mean * factor, halfWidth * factor);
}

/** What share of the variance the controls took out: `99.9 %`. */
export function sayTakenOut({ varianceReduction }: Advantage): string {
  if (varianceReduction === undefined) return '–';
  const left = 1 / varianceReduction.controlVariates;
  if (left >= 1) return 'nothing';
  // What is left tells more than what went: two digits of it, and never all.
  if (left < 1e-4) return '> 99.99 %';
  const decimals = Math.max(0, 1 - Math.floor(log10(100 * left)) - (left > 0.1 ? 1 : 0));
  return `${(100 * (1 - left)).toFixed(decimals)} %`;
}

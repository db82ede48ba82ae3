import { log } from '../kernel/mathematics/index.ts';

/**
 * Half-width of an asymptotic confidence sequence: the interval mean ± halfWidth holds at ALL sample sizes together with
 * probability 1 - alpha, so one may look as often as one likes.
 *
 * @param count     observations so far
 * @param variance  their sample variance
 * @param alpha     error probability over all time, in (0, 1)
 * @param rho       positive; decides at which count the interval is tightest, see `chooseRho`
 * @returns Infinity below two observations or without a finite variance
 * @throws RangeError when alpha or rho is out of range
 * @source Waudby-Smith, Arbour, Sinha, Kennedy, Ramdas, Time-uniform central limit theory and asymptotic confidence sequences,
 * Annals of Statistics 52 (2024), after Robbins (1970)
 */
export function confidenceSequenceHalfWidth(count: number, variance: number, alpha: number, rho: number): number {
  requireAlpha(alpha);
  if (!(rho > 0 && rho < Number.POSITIVE_INFINITY)) throw new RangeError(`rho is ${rho}; it must be positive`);
  if (!(count >= 2 && variance >= 0 && variance < Number.POSITIVE_INFINITY)) return Number.POSITIVE_INFINITY;
  const growth = count * rho * rho + 1;
  return Math.sqrt(variance * ((2 * growth) / (count * count * rho * rho)) * log(Math.sqrt(growth) / alpha));
}

/** The rho for which the confidence sequence is (almost) tightest at `count` observations. Exact up to the approximation of a Lambert function. @source as above */
export function chooseRho(count: number, alpha: number): number {
  requireAlpha(alpha);
  const twice = -2 * log(alpha);
  return Math.sqrt((twice + log(twice + 1)) / count);
}

function requireAlpha(alpha: number): void {
  if (!(alpha > 0 && alpha < 1)) throw new RangeError(`alpha is ${alpha}; it lies in (0, 1)`);
}

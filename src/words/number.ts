/** How numbers are written: as many digits as they are worth, the same everywhere. */
import { log10, pow } from '../kernel/mathematics/index.ts';

/**
 * A number to so many significant digits, without trailing zeros; powers of ten only where plain digits would be long.
 *
 * @example
 * formatNumber(0.007355104442) // => '0.00736'
 * formatNumber(null)           // => '–'
 */
export function formatNumber(value: number | null | undefined, digits = 3): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return '–';
  if (value === 0) return '0';
  const size = Math.abs(value);
  if (size < 1e-5 || size >= 1e9) return value.toExponential(digits - 1).replace(/\.?0+e\+?/, 'e');
  const decimals = Math.min(12, Math.max(0, digits - 1 - Math.floor(log10(size))));
  return group(trimZeros(value.toFixed(decimals)));
}

/**
 * An estimate and its half-width, both to the decimal of the half-width's second digit: more would be noise.
 *
 * @example
 * formatEstimate(-0.71283, 0.0413) // => '-0.713 ± 0.041'
 */
export function formatEstimate(mean: number | null, halfWidth: number | null): string {
  if (mean === null || halfWidth === null || !(halfWidth > 0)) return formatNumber(mean);
  if (halfWidth < 1e-4 && Math.abs(mean) < halfWidth / 20) return `0 ± ${halfWidth.toExponential(1)}`;
  if (isFiner(mean, halfWidth)) return formatFine(mean, halfWidth);
  return `${formatTo(mean, halfWidth)} ± ${formatTo(halfWidth, halfWidth)}`;
}

/** The same where there is little room: an interval of less than a thousandth of the value is left out. */
export function formatEstimateBriefly(mean: number | null, halfWidth: number | null): string {
  const isFine = mean !== null && halfWidth !== null && halfWidth < 1e-3 * Math.abs(mean);
  return isFine ? formatNumber(mean, 4) : formatEstimate(mean, halfWidth);
}

/**
 * A value and its interval to the decimals the interval's width warrants.
 *
 * @example
 * formatInterval(0.00736123, 0.0073088, 0.0074138) // => '0.00736 [0.00731, 0.00741]'
 */
export function formatInterval(value: number | null, low: number | null, high: number | null): string {
  if (value === null) return '–';
  if (low === null || high === null || !(high > low)) return formatNumber(value);
  const halfWidth = (high - low) / 2;
  if (isFiner(value, halfWidth)) return formatFine(value, halfWidth);
  return `${formatTo(value, halfWidth)} [${formatTo(low, halfWidth)}, ${formatTo(high, halfWidth)}]`;
}

/** Whether a number is known to more digits than anyone reads. */
function isFiner(value: number, halfWidth: number): boolean {
  return halfWidth < 1e-5 * Math.abs(value);
}

/** What rounding the value took away is added: the interval as printed holds the one that was found. */
function formatFine(value: number, halfWidth: number): string {
  const shown = Number(value.toPrecision(6));
  const reach = halfWidth + Math.abs(value - shown);
  const unit = pow(10, Math.floor(log10(reach)));
  return `${shown} ± ${(Math.ceil(reach / unit) * unit).toExponential(0)}`;
}

/** A number to the decimal of the second digit of its half-width. */
export function formatTo(value: number, halfWidth: number): string {
  if (!(halfWidth > 0)) return formatNumber(value);
  const decimals = Math.min(12, Math.max(0, 1 - Math.floor(log10(halfWidth))));
  const text = value.toFixed(decimals);
  return group(Number(text) === 0 ? text.replace('-', '') : text);
}

/** A whole number with its thousands grouped: `1,234,567`. */
export function formatCount(value: number): string {
  return group(value.toFixed(0));
}

/** A confidence in percent: `95 %`. */
export function formatConfidence(confidence: number): string {
  return `${trimZeros((100 * confidence).toFixed(2))} %`;
}

/** A count with its noun: `1 job`, `2 jobs`. */
export function formatMany(count: number, singular: string, plural = `${singular}s`): string {
  return `${formatCount(count)} ${count === 1 ? singular : plural}`;
}

function trimZeros(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}

function group(text: string): string {
  const [whole, fraction] = text.split('.');
  if (whole.replace('-', '').length < 5) return text;
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}

/** A threshold in words: exact beside simulated, or why there is none. */
import type { Findings, ThresholdFindings } from '../findings/findings.ts';
import { listExactRanges, type PayingRange } from '../findings/pays-along.ts';
import { sayAgainst } from '../findings/profile.ts';
import { abbreviateParameter } from './label.ts';
import { formatEstimate, formatInterval, formatNumber } from './number.ts';

/** What a table of thresholds has to tell apart; columns that would say the same in each row, or nothing, are left out. */
export function columnsOf(
  findings: Findings,
  thresholds: readonly ThresholdFindings[] = findings.thresholds,
): { hasSettings: boolean; hasOthers: boolean; isSimulated: boolean; whose: string } {
  const [against, ...others] = new Set(thresholds.map((threshold) => threshold.against));
  return {
    hasSettings: thresholds.some(({ at }) => Object.keys(at).length > 0),
    hasOthers: others.length > 0,
    isSimulated: thresholds.some(({ simulated }) => simulated !== null),
    // To follow `Where honesty pays`, where it is one for all rows.
    whose: others.length > 0 || against === undefined ? '' : sayAgainst(findings, against),
  };
}

/** Where honesty pays over the deviation, exactly: `> 0.0073551`, `everywhere`; a dash where that is not known. */
export function sayExact(threshold: Pick<ThresholdFindings, 'exact'>): string {
  const ranges = listExactRanges(threshold);
  if (ranges === undefined) return '–';
  return ranges.length === 0 ? 'nowhere' : ranges.map(sayRange).join(' or ');
}

function sayRange({ from, to }: PayingRange<unknown>): string {
  if (from === null && to === null) return 'everywhere';
  const start = from && `${from.isIncluded ? '≥' : '>'} ${formatNumber(from.value, 6)}`;
  const stop = to && `${to.isIncluded ? '≤' : '<'} ${formatNumber(to.value, 6)}`;
  return [start, stop].filter((end) => end !== null).join(' and ');
}

/** The simulated threshold with its interval, or why there is none. */
export function saySimulated({ simulated }: ThresholdFindings): string {
  if (simulated === null) return '–';
  return simulated.value === null ? (simulated.reason ?? '–') : sayLocated(simulated);
}

/** The plain threshold with its interval; a dash where the plain estimates do not cross. */
export function sayPlainThreshold({ simulated }: ThresholdFindings): string {
  return simulated?.plain ? sayLocated(simulated.plain) : '–';
}

/** The same as value and half-width, where there is little room. */
export function sayPlainShortly({ simulated }: ThresholdFindings): string {
  return simulated?.plain ? locateShortly(simulated.plain) : '–';
}

/** A crossing and its interval; an end that may lie beyond what was tried is a `?`. */
interface Located {
  value: number | null;
  low: number | null;
  high: number | null;
}

function sayLocated({ value, low, high }: Located): string {
  if (value === null) return '–';
  if (low === null && high === null) return 'cannot tell where';
  if (low !== null && high !== null) return formatInterval(value, low, high);
  return `${formatNumber(value)} [${low === null ? '?' : formatNumber(low)}, ${high === null ? '?' : formatNumber(high)}]`;
}

function locateShortly(located: Located): string {
  const { value, low, high } = located;
  return low === null || high === null ? sayLocated(located) : formatEstimate(value, (high - low) / 2);
}

/** The same where there is little room: `pays everywhere` for a reason that a page spells out. */
export function saySimulatedShortly(threshold: ThresholdFindings): string {
  const sides = threshold.simulated?.sides;
  if (!sides) return saySimulated(threshold);
  const { pays, loses, of } = sides;
  if (of === 0) return 'not measured';
  if (pays === of) return 'pays everywhere';
  if (loses === of) return 'loses everywhere';
  if (pays + loses === 0) return 'cannot tell';
  const counts = [...(pays > 0 ? [`pays at ${pays}`] : []), ...(loses > 0 ? [`loses at ${loses}`] : [])];
  return `${counts.join(', ')} of ${of}`;
}

/** A threshold for a label in a picture of this width [px]: short lines, the interval as ± where there is little room. */
export function labelThreshold(threshold: ThresholdFindings, width: number): string[] {
  const symbol = abbreviateParameter(threshold.of);
  const { exact, simulated } = threshold;
  const lines: string[] = [];
  if (exact !== null && exact.value !== null) lines.push(`exact ${symbol} = ${formatNumber(exact.value, 4)}`);
  if (simulated !== null && simulated.value !== null) {
    const { value, low, high } = simulated;
    // Nobody reads an interval of a ten-thousandth off a picture; tables have it.
    const isFine = low !== null && high !== null && high - low < 2e-4 * Math.abs(value);
    const interval = width < 300 ? locateShortly(simulated) : sayLocated(simulated);
    lines.push(`sharp ${isFine ? formatNumber(value, 4) : interval}`);
  }
  const plain = sayPlainShortly(threshold);
  if (plain !== '–') lines.push(`plain ${plain}`);
  return lines;
}

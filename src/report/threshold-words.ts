/** A threshold in words: exact beside simulated, or why there is none. */
import type { ThresholdFindings } from '../findings/findings.ts';
import { abbreviateParameter } from './label.ts';
import { formatEstimate, formatInterval, formatNumber, formatTo } from './number.ts';
import { sayPlainShortly } from './plain-words.ts';

/** Where the sign changes: the exact place where there is one, otherwise the simulated. */
export function placeOf(threshold: ThresholdFindings): number | null {
  return threshold.exact === null ? (threshold.simulated?.value ?? null) : threshold.exact.value;
}

/** The exact threshold to four digits, or to as many as the simulated interval tells apart. */
export function formatExact({ exact, simulated }: ThresholdFindings): string {
  if (exact === null || exact.value === null) return '–';
  const short = formatNumber(exact.value, 4);
  if (simulated === null || simulated.low === null || simulated.high === null) return short;
  const long = formatTo(exact.value, (simulated.high - simulated.low) / 2);
  return long.length > short.length ? long : short;
}

/** The exact threshold, or why there is none. */
export function sayExact(threshold: ThresholdFindings): string {
  if (threshold.exact === null) return '–';
  if (threshold.exact.feasible) return formatNumber(threshold.exact.value, 6);
  return `none: ${(threshold.exact.reason ?? 'infeasible').replace('-', ' ')}`;
}

/** The simulated threshold with its interval, or why there is none. */
export function saySimulated({ simulated }: ThresholdFindings): string {
  if (simulated === null) return '–';
  if (simulated.value === null) return simulated.reason ?? '–';
  return formatInterval(simulated.value, simulated.low, simulated.high);
}

/** The same where there is little room: `pays everywhere` for a reason that a page spells out. */
export function saySimulatedShortly(threshold: ThresholdFindings): string {
  return saySimulated(threshold).replace(/^honesty (\w+) at every value that was tried$/, '$1 everywhere');
}

/** A threshold for a label in a picture of this width [px]: short lines, the interval as ± where there is little room. */
export function labelThreshold(threshold: ThresholdFindings, width: number): string[] {
  const symbol = abbreviateParameter(threshold.of);
  const { exact, simulated } = threshold;
  const lines: string[] = [];
  if (exact !== null && exact.value !== null) lines.push(`exact ${symbol} = ${formatExact(threshold)}`);
  if (simulated !== null && simulated.value !== null) {
    const { value, low, high } = simulated;
    const short = low === null || high === null ? formatNumber(value) : formatEstimate(value, (high - low) / 2);
    lines.push(`sharp ${width < 300 ? short : formatInterval(value, low, high)}`);
  }
  const plain = sayPlainShortly(threshold);
  if (plain !== '–') lines.push(`plain ${plain}`);
  return lines;
}

/** Why there is no threshold, in words. */
export function explainInfeasible({ exact, simulated }: ThresholdFindings): string {
  if (exact?.reason === undefined) return simulated?.reason ?? 'not computed';
  return {
    'beyond-range': 'no value the parameter can take is enough',
    never: 'the parameter never turns the sign',
    always: 'honesty pays at every value',
    participation: 'an honest node would rather stay away',
  }[exact.reason];
}

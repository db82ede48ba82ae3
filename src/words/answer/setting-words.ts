/** The other parameters in a sentence: whom a threshold is for. */
import type { AxisValues } from '../../findings/axis-values.ts';
import { describeSetting } from '../label.ts';
import { formatNumber } from '../number.ts';

/** `with 5 % colluders`, `with W = 60, r = 0.1`. */
export function describeOthers(at: AxisValues): string {
  return sayOthers(at, true);
}

/** The same; after the first of a list, what all of them share is left out. */
export function sayOthers(at: AxisValues, isFirst: boolean): string {
  const entries = Object.entries(at);
  const [[path, value] = ['', '']] = entries;
  if (entries.length !== 1 || path !== 'coalition.fraction' || typeof value !== 'number') {
    return `with ${describeSetting(at)}`;
  }
  if (value === 0) return 'without colluders';
  return `with ${formatNumber(100 * value)} %${isFirst ? ' colluders' : ''}`;
}

/** The other parameters in a sentence: whom a threshold is for. */
import { type AxisValues, kindsPath, withoutPath } from '../../findings/axis-values.ts';
import { describeSetting, nameStrategy } from '../label.ts';
import { formatNumber } from '../number.ts';

/** `with 5 % colluders`, `with W = 60, r = 0.1`. */
export function describeOthers(at: AxisValues): string {
  return sayOthers(at, true);
}

/** The same; after the first of a list, what all of them share is left out. */
export function sayOthers(at: AxisValues, isFirst: boolean): string {
  if (Object.hasOwn(at, kindsPath)) return sayKind(at, isFirst);
  const entries = Object.entries(at);
  const [[path, value] = ['', '']] = entries;
  if (entries.length !== 1 || path !== 'coalition.fraction' || typeof value !== 'number') {
    return `with ${describeSetting(at)}`;
  }
  if (value === 0) return 'without colluders';
  return `with ${formatNumber(100 * value)} %${isFirst ? ' colluders' : ''}`;
}

/** `for jobs of kind chat`, `for batch`, `for chat with W = 60`. */
function sayKind(at: AxisValues, isFirst: boolean): string {
  const rest = withoutPath(at, kindsPath);
  const kind = `for ${isFirst ? 'jobs of kind ' : ''}${nameStrategy(String(at[kindsPath]))}`;
  return Object.keys(rest).length === 0 ? kind : `${kind} ${sayOthers(rest, isFirst)}`;
}

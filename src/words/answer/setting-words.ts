/** The other parameters in a sentence: whom a threshold is for. */
import { type AxisValues, broughtPaths, groupsPath, kindsPath, withoutBrought } from '../../findings/axis-values.ts';
import { describeSetting, nameStrategy } from '../label.ts';
import { formatNumber } from '../number.ts';

/** `with 5 % colluders`, `with W = 60, r = 0.1`. */
export function describeOthers(at: AxisValues): string {
  return sayOthers(at, true);
}

/** The same; after the first of a list, what all of them share is left out. */
export function sayOthers(at: AxisValues, isFirst: boolean): string {
  if (broughtPaths.some((path) => Object.hasOwn(at, path))) return sayBrought(at, isFirst);
  const entries = Object.entries(at);
  const [[path, value] = ['', '']] = entries;
  if (entries.length !== 1 || path !== 'coalition.fraction' || typeof value !== 'number') {
    return `with ${describeSetting(at)}`;
  }
  if (value === 0) return 'without colluders';
  return `with ${formatNumber(100 * value)} %${isFirst ? ' colluders' : ''}`;
}

const nouns: Readonly<Record<string, string>> = { [kindsPath]: 'jobs of kind ', [groupsPath]: 'nodes of group ' };

/** `for jobs of kind chat`, `for batch`, `for chat with W = 60`, `for jobs of kind chat and nodes of group home`. */
function sayBrought(at: AxisValues, isFirst: boolean): string {
  const rest = withoutBrought(at);
  const names = broughtPaths
    .filter((path) => Object.hasOwn(at, path))
    .map((path) => `${isFirst ? nouns[path] : ''}${nameStrategy(String(at[path]))}`);
  const whom = `for ${names.join(' and ')}`;
  return Object.keys(rest).length === 0 ? whom : `${whom} ${sayOthers(rest, isFirst)}`;
}

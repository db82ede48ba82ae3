import { isRecord } from '../numbers/leaves.ts';
import { olderNames } from '../numbers/older-names.ts';
import { type PathProblem, say } from '../problems/problems.ts';
import { placeKey, type Source } from './load.ts';

/** Gives parameters of a file the names they have now, what is swept in its place; one that has both names is a problem. */
export function renameOlder({ data, ...places }: Source): PathProblem[] {
  if (!isRecord(data)) return [];
  return Object.entries(olderNames).flatMap(([older, name]) => {
    const [section, key] = older.split('.');
    const current = name.split('.')[1];
    return [...rename(data, [section], [key, current], places), ...rename(data, ['sweep'], [older, name], places)];
  });
}

type Places = Pick<Source, 'values' | 'keys'>;

function rename(
  data: Record<string, unknown>,
  group: readonly string[],
  [older, name]: readonly [string, string],
  places: Places,
): PathProblem[] {
  const written = data[group[0]];
  if (!isRecord(written) || !Object.hasOwn(written, older)) return [];
  if (Object.hasOwn(written, name)) {
    delete written[older];
    return [complainOfBoth([...group, older], [...group, name], places)];
  }
  data[group[0]] = Object.fromEntries(
    Object.entries(written).map(([key, value]) => [key === older ? name : key, value]),
  );
  const [from, to] = [older, name].map((key) => placeKey([...group, key]));
  for (const known of [places.values, places.keys] as Map<string, object>[]) {
    for (const [key, place] of known) {
      if (key === from || key.startsWith(`${from}/`)) known.set(to + key.slice(from.length), place);
    }
  }
  return [];
}

function complainOfBoth(older: readonly string[], newer: readonly string[], { keys }: Places): PathProblem {
  const [first, second] = [older, newer].map((steps) => keys.get(placeKey([...steps]))?.line);
  const [was, is] = [older, newer].map((steps) => steps.join('.'));
  const message = `${was} (line ${first}) is the older name of ${is} (line ${second}), and both are given; leave one of them out`;
  return { ...say('both-names', [...older], null, 'one of the two names', message), atKey: true };
}

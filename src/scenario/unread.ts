import type { NumberLeaf } from './leaves.ts';
import { followPath } from './paths.ts';
import { type PathProblem, say, show } from './problems.ts';
import type { Axis } from './scenario.ts';
import type { FindParameter } from './sweep.ts';

/**
 * Swept parameters that nothing reads at any design point, because another parameter says so: sweeping them repeats one
 * design point. What a parameter is read with is declared beside it, as `readWith` of its schema.
 */
export function findUnread(
  data: unknown,
  sweep: Record<string, unknown>,
  axes: readonly Axis[],
  find: FindParameter,
): PathProblem[] {
  return Object.keys(sweep).flatMap((path) =>
    explainUnread(path, find(path), (other) => listValues(data, axes, other)),
  );
}

function explainUnread(
  path: string,
  leaf: NumberLeaf | undefined,
  valuesOf: (path: string) => unknown[],
): PathProblem[] {
  return Object.entries(leaf?.readWith ?? {}).flatMap(([other, words]) => {
    const values = valuesOf(other);
    // A mechanism without the other parameter has this one for reasons of its own.
    if (values.some((value) => value === undefined || words.includes(value as string))) return [];
    const needed = words.map((name) => `${other}: ${name}`).join(' or ');
    const state = values.map((value) => (typeof value === 'string' ? show(value) : 'something else')).join(' or ');
    const message = `nothing reads ${path} where ${other} is ${state}, so sweeping it changes nothing; it is read with ${needed}`;
    return [{ ...say('unread-path', ['sweep', path], path, needed, message), atKey: true }];
  });
}

/** What a parameter that is no number is at any design point. */
function listValues(data: unknown, axes: readonly Axis[], path: string): unknown[] {
  for (const { path: swept, options } of axes) {
    if (options && path === swept) return options;
    if (options && path.startsWith(`${swept}.`)) {
      const steps = path.slice(swept.length + 1).split('.');
      return options.map((option) => followPath(option, steps));
    }
  }
  return [followPath(data, path.split('.'))];
}

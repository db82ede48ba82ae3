import type { AxisValues } from '../../findings/axis-values.ts';
import type { Settings } from '../../market/settings.ts';
import type { Steps } from '../problems/problems.ts';
import { isRecord, nameOf } from './leaves.ts';

/**
 * The value of a parameter at a design point, for a `where` clause: a label where one was chosen, and what is plugged in
 * goes by its kind where none was.
 *
 * @example
 * // condition && holds(condition, (path) => valueAtPoint(point, path))
 */
export function valueAtPoint(
  { at, settings }: { at: Readonly<AxisValues>; settings: Settings },
  path: string,
): unknown {
  if (typeof at[path] === 'string' && Object.hasOwn(at, path)) return at[path];
  const value = valueAt(settings, path);
  return isRecord(value) && typeof value.kind === 'string' ? value.kind : value;
}

/**
 * The value of a parameter in the settings of a design point.
 *
 * @param path  a dotted path; a strategy's parameter is `players.asserter.NAME.PARAMETER`
 * @returns a number or a word; `undefined` when the path leads nowhere
 */
export function valueAt(settings: Settings, path: string): unknown {
  const { exit } = settings.players;
  if (path === 'players.exit') return exit.kind;
  if (path === 'players.reentryCost') return exit.reentryCost;
  return followPath(settings, path.split('.'));
}

/** Follows steps through plain data; an item of a list is found by position or, for strategies, by name. */
export function followPath(data: unknown, steps: Steps): unknown {
  let value: unknown = data;
  for (const step of steps) {
    if (Array.isArray(value)) {
      // A number is a position: looking for a name first would go through a list once for each of its items.
      const byName: unknown = typeof step === 'string' ? value.find((item) => nameOf(item) === step) : undefined;
      value = byName ?? value[Number(step)];
    } else {
      value = isRecord(value) && Object.hasOwn(value, step) ? value[String(step)] : undefined;
    }
  }
  return value;
}

/** Writes a value at steps that exist up to the last one. */
export function writePath(data: unknown, steps: Steps, value: unknown): void {
  const holder = followPath(data, steps.slice(0, -1)) as Record<string | number, unknown>;
  holder[steps[steps.length - 1]] = value;
}

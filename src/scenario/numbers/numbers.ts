/**
 * Turns whatever stands where a number belongs into one: quantities at once, expressions at the scenario's base point,
 * which is where every parameter has the value the file gives it.
 */

import { type PathProblem, pathOf, type Steps, say, unreadable, wrongValue } from '../problems/problems.ts';
import { suggest } from '../problems/suggest.ts';
import { orderExpressions } from './evaluate.ts';
import { compileExpression, type Expression, UnreadableError } from './expression.ts';
import type { NumberLeaf } from './leaves.ts';
import { writePath } from './paths.ts';
import { isUnitName, type ReadQuantity, readQuantity, unitNouns } from './quantity.ts';

/** What was read. */
export interface ReadNumbers {
  /** Text of every expression, by {@link pathOf} of the steps where it stands. */
  expressions: Map<string, string>;
  /** Those inside a sweep that follow another swept parameter: each design point works them out for itself. */
  links: Map<string, string>;
  /** Where something is still unread, by {@link pathOf} of the steps. */
  broken: Set<string>;
  /** What amounts with a unit are in; absent where none has one. */
  currency?: ReadQuantity['currency'];
  problems: PathProblem[];
}

/**
 * Reads the leaves of a scenario and writes plain numbers into its data. A leaf with a problem keeps what was there.
 *
 * @param leaves     every place for a number
 * @param parameters those that expressions may refer to, by canonical path
 * @param isSilent   whether a path may be unknown because of another problem already reported
 * @param swept      canonical paths of what a sweep varies
 */
export function readNumbers(
  data: unknown,
  leaves: readonly NumberLeaf[],
  parameters: ReadonlyMap<string, NumberLeaf>,
  isSilent: (path: string) => boolean,
  swept: readonly string[] = [],
): ReadNumbers {
  const problems: PathProblem[] = [];
  const expressions = new Map<string, string>();
  const compiled = new Map<string, Expression>();
  const base = new Map<string, number>();
  const byKey = new Map(leaves.map((leaf) => [keyOf(leaf, parameters), leaf]));
  let currency: ReadQuantity['currency'];
  const broken = new Set<string>();

  for (const [key, leaf] of byKey) {
    const { given, steps, unit } = leaf;
    if (typeof given === 'number') base.set(key, given);
    if (typeof given !== 'string') continue;
    try {
      if (given.trimStart().startsWith('=')) {
        compiled.set(key, compileExpression(given.trim().slice(1).trim()));
        expressions.set(pathOf(steps), `= ${given.trim().slice(1).trim()}`);
        continue;
      }
      const read = readQuantity(given, unit);
      if (read.currency && currency && read.currency !== currency) {
        const message = `${pathOf(steps)} is in ${read.currency}, other amounts are in ${currency}; use one of them throughout`;
        problems.push(say('mixed-currency', steps, given, currency, message));
        broken.add(key);
        continue;
      }
      currency ??= read.currency;
      base.set(key, read.value);
      writePath(data, steps, read.value);
    } catch (error) {
      if (!(error instanceof UnreadableError)) throw error;
      problems.push(unreadable('unreadable-number', steps, given, error.message, unitNouns[unit]));
      broken.add(key);
    }
  }

  for (const [key, { references }] of compiled) {
    const unknown = references.find((path) => !parameters.has(path));
    if (unknown === undefined) continue;
    broken.add(key);
    if (isSilent(unknown)) continue;
    const meant = suggest(unknown, parameters.keys());
    const hint = meant
      ? `; did you mean "${meant}"?`
      : isUnitName(unknown)
        ? ': in an expression numbers are plain'
        : '';
    const reason = `"${unknown}" is not a parameter${hint}`;
    const { steps, given } = byKey.get(key) as NumberLeaf;
    problems.push(unreadable('unknown-path', steps, String(given), reason, 'paths of parameters'));
  }

  const { order, cycles } = orderExpressions(compiled);
  for (const cycle of cycles) {
    const { steps, given } = byKey.get(cycle[0]) as NumberLeaf;
    const message = `${cycle[0]} depends on itself: ${[...cycle, cycle[0]].join(' → ')}`;
    problems.push(say('cycle', steps, given, 'expressions that end in numbers', message));
    for (const key of cycle) broken.add(key);
  }
  const links = new Map<string, string>();
  for (const key of findLinks(compiled, byKey, swept)) {
    const { steps } = byKey.get(key) as NumberLeaf;
    if (typeof steps[2] === 'number') links.set(pathOf(steps), expressions.get(pathOf(steps))!);
    else problems.push(explainLinkedRange(steps, expressions.get(pathOf(steps))!));
    // What it is shows at each design point; until then any number keeps its place.
    if (!broken.has(key)) writePath(data, steps, 0);
  }
  for (const { path: key, evaluate } of order) {
    if (broken.has(key) || links.has(pathOf((byKey.get(key) as NumberLeaf).steps))) continue;
    const { references } = compiled.get(key) as Expression;
    const absent = references.find((path) => !base.has(path));
    const { steps, given, schema, isDefault } = byKey.get(key) as NumberLeaf;
    if (absent !== undefined) {
      // A default that lacks what it follows needs no sentence: what is missing has its own.
      if (!broken.has(absent) && !isDefault) {
        const reason = `"${absent}" has no value in this file`;
        problems.push(unreadable('unknown-path', steps, String(given), reason, 'paths with a value'));
      }
      broken.add(key);
      continue;
    }
    const value = settle(
      evaluate((path) => base.get(path) as number),
      schema.isInt,
    );
    if (!Number.isFinite(value)) {
      problems.push(wrongValue('not-finite', steps, given, 'it has no finite real value'));
      broken.add(key);
      continue;
    }
    base.set(key, value);
    writePath(data, steps, value);
  }
  const unread = [...broken].map((key) => pathOf((byKey.get(key) as NumberLeaf).steps));
  return { expressions, links, broken: new Set(unread), ...(currency && { currency }), problems };
}

/** Expressions inside a sweep that read, by themselves or through others, a parameter that the sweep varies. */
function findLinks(
  compiled: ReadonlyMap<string, Expression>,
  byKey: ReadonlyMap<string, NumberLeaf>,
  swept: readonly string[],
): string[] {
  const varies = (path: string) => swept.some((other) => path === other || path.startsWith(`${other}.`));
  const follows = (path: string, own: string, seen: Set<string>): boolean => {
    if (path !== own && varies(path)) return true;
    if (seen.has(path)) return false;
    seen.add(path);
    return compiled.get(path)?.references.some((other) => follows(other, own, seen)) ?? false;
  };
  return [...compiled.keys()].filter((key) => {
    const { steps } = byKey.get(key) as NumberLeaf;
    if (steps[0] !== 'sweep') return false;
    // An axis that reads its own parameter means what the file says of it.
    const own = String(steps[1]);
    return compiled.get(key)!.references.some((path) => follows(path, own, new Set()));
  });
}

function explainLinkedRange(steps: Steps, text: string): PathProblem {
  const message = `${pathOf(steps)} follows another swept parameter, and a range has the same ends at every design point; list the values instead: ["${text}", …]`;
  return say('linked-range', steps, text, 'a number, or a list of expressions', message);
}

/** A whole number that arithmetic left a rounding error away from whole is whole. */
export function settle(value: number, isInt: boolean): number {
  const whole = Math.round(value);
  return isInt && Math.abs(value - whole) <= 1e-9 * Math.max(1, Math.abs(value)) ? whole : value;
}

/** A parameter goes by its canonical path; a number elsewhere (a sweep, a claim) by where it stands. */
function keyOf(leaf: NumberLeaf, parameters: ReadonlyMap<string, NumberLeaf>): string {
  return parameters.get(leaf.path) === leaf ? leaf.path : `/${leaf.steps.join('/')}`;
}

/**
 * Swept values that follow others: `= 1.2 * market.computeCost` inside a sweep, worked out at each design point.
 *
 * At a point every swept parameter is a number or such an expression, in the place of what the file says of it; all
 * other expressions of the file hold as they do anywhere. One that reads its own parameter means the file's value.
 */
import type { Place } from '../findings/place.ts';
import { type Evaluation, orderExpressions } from './evaluate.ts';
import { compileExpression, type Expression } from './expression.ts';
import { settle } from './numbers.ts';
import { type PathProblem, say, wrongValue } from './problems.ts';
import type { Axis } from './scenario.ts';

/** Whether a swept value stands as an expression, in contrast to a number or a label. */
export function isExpression(value: unknown): value is string {
  return typeof value === 'string' && value.startsWith('=');
}

/** Whether some values of an axis follow other parameters. */
export function isLinked({ options, values }: Axis): boolean {
  return !options && values.some(isExpression);
}

/** Whether some value of a place stands as an expression. */
export function isLinkedAt(at: Readonly<Place>): boolean {
  for (const path in at) if (typeof at[path] === 'string') return true;
  return false;
}

/** The numbers of a design point, or why there are none. */
export type ReadLinks = { at: Record<string, number>; problem?: never } | { at?: never; problem: PathProblem };

/** Reads the swept values of a design point, some of them expressions. */
export type LinkReader = (given: Readonly<Place>, isInt: (path: string) => boolean) => ReadLinks;

/**
 * Prepares reading for one scenario.
 *
 * @param expressions  of the file, by canonical path
 * @param base         every number of the file at its base point
 */
export function createLinkReader(
  expressions: ReadonlyMap<string, Expression>,
  base: ReadonlyMap<string, number>,
): LinkReader {
  const known = new Map<string, Evaluation>();
  return (given, isInt) => {
    const links = Object.entries(given).map(([path, value]) => [path, typeof value === 'string' && value]);
    const key = JSON.stringify(links);
    let evaluation = known.get(key);
    if (!evaluation) {
      evaluation = orderExpressions(standingAt(given, expressions, base));
      known.set(key, evaluation);
    }
    const cycle = evaluation.cycles[0];
    if (cycle) return { problem: explainCycle(cycle, given) };
    const values = new Map<string, number>();
    const lookup = (path: string): number => {
      const swept = given[path];
      return values.get(path) ?? (typeof swept === 'number' ? swept : base.get(path)) ?? Number.NaN;
    };
    for (const { path, evaluate } of evaluation.order) values.set(path, settle(evaluate(lookup), isInt(path)));
    const at = Object.fromEntries(Object.keys(given).map((path) => [path, lookup(path)]));
    const endless = Object.keys(at).find((path) => !Number.isFinite(at[path]));
    return endless === undefined ? { at } : { problem: explainEndless(endless, given) };
  };
}

/** The expressions that hold at a point: those of the file whose parameters are not swept, and the swept ones. */
function standingAt(
  given: Readonly<Place>,
  expressions: ReadonlyMap<string, Expression>,
  base: ReadonlyMap<string, number>,
): Map<string, Expression> {
  const standing = new Map([...expressions].filter(([path]) => !Object.hasOwn(given, path)));
  for (const [path, value] of Object.entries(given)) {
    if (typeof value !== 'string') continue;
    const link = compileExpression(value.replace(/^\s*=/, '').trim());
    const own = `${path} in the file`;
    const rename = (name: string) => (name === path ? own : name);
    standing.set(path, {
      ...link,
      references: link.references.map(rename),
      evaluate: (lookup) => link.evaluate((name) => lookup(rename(name))),
    });
    if (link.references.includes(path)) standing.set(own, expressions.get(path) ?? constant(base.get(path)));
  }
  return standing;
}

function constant(value = Number.NaN): Expression {
  return { references: [], formula: () => value, evaluate: () => value };
}

function explainEndless(path: string, given: Readonly<Place>): PathProblem {
  return wrongValue('not-finite', path.split('.'), given[path], 'it has no finite real value');
}

/** A cycle as the swept parameter in it sees it. */
function explainCycle(cycle: readonly string[], given: Readonly<Place>): PathProblem {
  const swept = cycle.findIndex((path) => typeof given[path] === 'string');
  const start = Math.max(0, swept);
  const turned = [...cycle.slice(start), ...cycle.slice(0, start), cycle[start]!];
  const path = turned[0]!;
  const message = `${path} depends on itself: ${turned.join(' → ')}; give one of them as a number`;
  return say('cycle', path.split('.'), given[path] ?? null, 'expressions that end in numbers', message);
}

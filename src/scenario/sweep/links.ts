/**
 * Swept values that follow others: `= 1.2 * market.computeCost` inside a sweep, worked out at each design point.
 *
 * At a point every swept parameter is a number or such an expression, in the place of what the file says of it; all
 * other expressions of the file hold as they do anywhere. One that reads its own parameter means the file's value.
 */
import type { AxisValues } from '../../findings/axis-values.ts';
import { type Evaluation, orderExpressions } from '../numbers/evaluate.ts';
import { compileExpression, type Expression } from '../numbers/expression.ts';
import { settle } from '../numbers/numbers.ts';
import { type PathProblem, say, wrongValue } from '../problems/problems.ts';
import type { Axis } from '../schema/scenario.ts';
import type { Course } from './moving.ts';

/** Whether a swept value stands as an expression, in contrast to a number or a label. */
export function isExpression(value: unknown): value is string {
  return typeof value === 'string' && value.startsWith('=');
}

/** Whether some values of an axis follow other parameters. */
export function isLinked({ options, values }: Axis): boolean {
  return !options && values.some(isExpression);
}

/** Whether some value of a place stands as an expression, among the parameters that are swept as numbers. */
export function isLinkedAt(at: Readonly<AxisValues>, { paths, swept }: Numbers): boolean {
  for (let i = 0; i < swept; i++) if (typeof at[paths[i]] === 'string') return true;
  return false;
}

/** The parameters that are swept as numbers: so many of the first paths. */
type Numbers = Pick<Course, 'paths' | 'swept'>;

/** The numbers of a design point, or why there are none. */
export type ReadLinks = { at: AxisValues; problem?: never } | { at?: never; problem: PathProblem };

/** Reads the swept values of a design point, some of them expressions. */
export type LinkReader = (given: Readonly<AxisValues>, numbers: Numbers, isInt: (path: string) => boolean) => ReadLinks;

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
  const known = new Map<Numbers, Map<string, Evaluation>>();
  const evaluationAt = (given: Readonly<AxisValues>, numbers: Numbers): Evaluation => {
    const evaluations = known.get(numbers) ?? new Map<string, Evaluation>();
    if (evaluations.size === 0) known.set(numbers, evaluations);
    let key = '';
    for (let i = 0; i < numbers.swept; i++) {
      const value = given[numbers.paths[i]];
      key += typeof value === 'string' ? `${value}\n` : '\n';
    }
    const evaluation = evaluations.get(key) ?? orderExpressions(standingAt(given, numbers, expressions, base));
    evaluations.set(key, evaluation);
    return evaluation;
  };
  const values = new Map<string, number>();
  return (given, numbers, isInt) => {
    const { order, cycles } = evaluationAt(given, numbers);
    if (cycles[0]) return { problem: explainCycle(cycles[0], given) };
    values.clear();
    const lookup = (path: string): number => {
      const swept = given[path];
      return values.get(path) ?? (typeof swept === 'number' ? swept : base.get(path)) ?? Number.NaN;
    };
    for (const { path, evaluate } of order) values.set(path, settle(evaluate(lookup), isInt(path)));
    const at: AxisValues = { ...given };
    for (let i = 0; i < numbers.swept; i++) {
      const path = numbers.paths[i];
      const value = lookup(path);
      if (!Number.isFinite(value)) return { problem: explainEndless(path, given) };
      at[path] = value;
    }
    return { at };
  };
}

/** The expressions that hold at a point: those of the file whose parameters are not swept, and the swept ones. */
function standingAt(
  given: Readonly<AxisValues>,
  { paths, swept }: Numbers,
  expressions: ReadonlyMap<string, Expression>,
  base: ReadonlyMap<string, number>,
): Map<string, Expression> {
  const standing = new Map([...expressions].filter(([path]) => !Object.hasOwn(given, path)));
  for (const path of paths.slice(0, swept)) {
    const value = given[path];
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

function explainEndless(path: string, given: Readonly<AxisValues>): PathProblem {
  return wrongValue('not-finite', path.split('.'), given[path], 'it has no finite real value');
}

/** A cycle as the swept parameter in it sees it. */
function explainCycle(cycle: readonly string[], given: Readonly<AxisValues>): PathProblem {
  const swept = cycle.findIndex((path) => typeof given[path] === 'string');
  const start = Math.max(0, swept);
  const turned = [...cycle.slice(start), ...cycle.slice(0, start), cycle[start]];
  const path = turned[0];
  const message = `${path} depends on itself: ${turned.join(' → ')}; give one of them as a number`;
  return say('cycle', path.split('.'), given[path] ?? null, 'expressions that end in numbers', message);
}

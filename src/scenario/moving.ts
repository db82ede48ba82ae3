/**
 * What differs from one design point to the next, prepared once for all points that sweep the same parameters: a study
 * may have a hundred thousand, and most of a point is what it shares with the others.
 */
import type { Evaluation } from './evaluate.ts';
import type { Expression } from './expression.ts';
import { checkNumber } from './issues.ts';
import { isRecord, type NumberLeaf } from './leaves.ts';
import { followPath } from './paths.ts';
import { type PathProblem, type Steps, wrongValue } from './problems.ts';
import type { Scenario } from './scenario.ts';

/** The parts of a scenario that belong to a design point. */
export type Sections = Pick<Scenario, 'mechanism' | 'market' | 'players' | 'coalition'>;

/** The swept values of a point, by canonical path. */
type Swept = Readonly<Record<string, number>>;

/**
 * Prepares listing the expressions that can change with the swept values: those that read one of them, or another such
 * expression, in the order in which they are worked out.
 *
 * @param isSettled  whether an expression has its value already, should it read nothing that moves
 */
export function createFollowers(
  order: Evaluation['order'],
  expressions: ReadonlyMap<string, Expression>,
  isSettled: (path: string) => boolean,
): (at: Swept) => Evaluation['order'] {
  return remember((at: Swept) => {
    const moving = new Set(Object.keys(at));
    return order.filter(({ path }) => {
      if (moving.has(path)) return false;
      const follows = !isSettled(path) || (expressions.get(path)?.references ?? []).some((other) => moving.has(other));
      if (follows) moving.add(path);
      return follows;
    });
  });
}

/**
 * Prepares writing numbers into copies of a template; parts in which none moved are shared with it.
 *
 * @returns a function of the numbers that moved, by path, and those of them that are swept; it adds what is wrong
 * @throws RangeError when a path is no number of the template
 */
export function createWriter(
  template: Sections,
  leaves: ReadonlyMap<string, NumberLeaf>,
): (moved: ReadonlyMap<string, number>, at: Swept, problems: PathProblem[]) => Sections {
  // Along an axis the same few values come up again and again.
  const known = new Map<string, Map<number, PathProblem | undefined>>();
  const check = (leaf: NumberLeaf, path: string, value: number) => checkNumber(leaf, path.split('.'), value);
  const recall = (leaf: NumberLeaf, path: string, value: number) => {
    const answers = known.get(path) ?? new Map<number, PathProblem | undefined>();
    if (answers.size === 0) known.set(path, answers);
    if (!answers.has(value)) answers.set(value, check(leaf, path, value));
    return answers.get(value);
  };
  return (moved, at, problems) => {
    const data = { ...template };
    const copies = new Set<object>([data]);
    for (const [path, value] of moved) {
      const leaf = leaves.get(path);
      if (!leaf) throw new RangeError(`${path} is not a number of this scenario`);
      const problem = Object.hasOwn(at, path) ? recall(leaf, path, value) : check(leaf, path, value);
      if (problem) problems.push(problem);
      writeCopying(data, leaf.steps, value, copies);
    }
    for (const path of moved.keys()) {
      const leaf = leaves.get(path);
      if (leaf?.whole) problems.push(...checkWhole(data, path, leaf.whole));
    }
    return data;
  };
}

/** Rules between a moved number and its neighbours, such as the ends of a uniform distribution. */
function checkWhole(data: Sections, path: string, { steps: outer, schema }: NonNullable<NumberLeaf['whole']>) {
  const issues = schema.safeParse(followPath(data, outer)).error?.issues ?? [];
  return issues
    .filter(({ code }) => code === 'custom')
    .map((issue) => {
      const steps = [...path.split('.').slice(0, outer.length), ...(issue.path as Steps)];
      return wrongValue('rule', steps, followPath(data, steps), issue.message);
    });
}

/** Writes into a tree that shares parts with others, copying each part on the way once. */
function writeCopying(root: object, steps: Steps, value: unknown, copies: Set<object>): void {
  let holder = root as Record<string | number, unknown>;
  for (let i = 0; i < steps.length - 1; i++) {
    const inner = holder[steps[i]];
    if (!copies.has(inner as object)) {
      holder[steps[i]] = Array.isArray(inner) ? [...inner] : isRecord(inner) ? { ...inner } : {};
      copies.add(holder[steps[i]] as object);
    }
    holder = holder[steps[i]] as Record<string | number, unknown>;
  }
  holder[steps[steps.length - 1]] = value;
}

/** A function of which parameters are swept: asked for the same ones again, it gives the same answer. */
function remember<T>(build: (at: Swept) => T): (at: Swept) => T {
  let known: string[] = [];
  let answer: T | undefined;
  return (at) => {
    let count = 0;
    let isKnown = answer !== undefined;
    for (const path in at) if (known[count++] !== path) isKnown = false;
    if (!isKnown || count !== known.length) {
      known = Object.keys(at);
      answer = build(at);
    }
    return answer as T;
  };
}

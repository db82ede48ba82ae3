/**
 * What differs from one design point to the next, prepared once for all points that sweep the same parameters: a study
 * may have a hundred thousand, and most of a point is what it shares with the others.
 */
import type { Evaluation } from '../numbers/evaluate.ts';
import type { Expression } from '../numbers/expression.ts';
import { isRecord, type NumberLeaf } from '../numbers/leaves.ts';
import { followPath } from '../numbers/paths.ts';
import { type PathProblem, pathOf, type Steps, wrongValue } from '../problems/problems.ts';
import { checkNumber } from '../schema/issues.ts';
import type { Sections } from '../schema/scenario.ts';

/** What moves under one set of swept parameters, with room for the values of one point after the other. */
export interface Course {
  /** The swept parameters, then the expressions that may follow them, in the order in which they are worked out. */
  readonly paths: readonly string[];
  /** How many of them are swept [count]. */
  readonly swept: number;
  /** Those expressions. */
  readonly followers: Evaluation['order'];
  /** Those of `paths` that are parameters of players. */
  readonly players: readonly string[];
  /** What the point at hand has, by the position in `paths`. */
  readonly values: number[];
  /** The position of a path; `undefined` where it does not move. */
  positionOf(path: string): number | undefined;
  /** The sections of the point at hand, sharing with the point before and with the template what did not change. */
  write(problems: PathProblem[]): Sections;
}

/** What courses are prepared from. */
export interface Template {
  sections: Sections;
  leaves: ReadonlyMap<string, NumberLeaf>;
  expressions: ReadonlyMap<string, Expression>;
  order: Evaluation['order'];
  /** Every number at the base point; the sections hold them. */
  base: ReadonlyMap<string, number>;
}

/**
 * Prepares finding the course of a design point by the parameters that are swept there.
 *
 * @param labelled  paths of a place that are no numbers
 * @throws RangeError  (the function) when a swept path is no number of the template
 */
export function createCourses(
  template: Template,
  labelled: ReadonlySet<string>,
): (at: Readonly<Record<string, unknown>>) => Course {
  return remember((at) => {
    const swept = Object.keys(at).filter((path) => !labelled.has(path));
    return createCourse(swept, template);
  });
}

function createCourse(swept: readonly string[], template: Template): Course {
  const { sections, leaves } = template;
  const followers = listFollowers(swept, template);
  const paths = [...swept, ...followers.map(({ path }) => path)];
  const positions = new Map(paths.map((path, position) => [path, position]));
  const values = paths.map(() => Number.NaN);
  const root = new Branch(sections, swept.length);
  const checks: ((problems: PathProblem[]) => void)[] = [];
  const wholes = new Map<string, NonNullable<NumberLeaf['whole']> & { path: string }>();
  for (const [position, path] of paths.entries()) {
    const leaf = leaves.get(path);
    if (!leaf) throw new RangeError(`${path} is not a number of this scenario`);
    root.grow(leaf.steps, position);
    checks.push(createCheck(leaf, path, position < swept.length, () => values[position]));
    if (leaf.whole) wholes.set(pathOf(leaf.whole.steps), { ...leaf.whole, path });
  }
  const rules = [...wholes.values()].map(createRules);
  const write = (problems: PathProblem[]) => {
    for (let i = 0; i < checks.length; i++) checks[i](problems);
    const data = root.write(values) as unknown as Sections;
    for (let i = 0; i < rules.length; i++) rules[i](data, problems);
    return data;
  };
  return {
    paths,
    swept: swept.length,
    followers,
    players: paths.filter((path) => path.startsWith('players.')),
    values,
    positionOf: (path) => positions.get(path),
    write,
  };
}

/**
 * The expressions that can change with the swept values: those that read one of them, or another such expression, in the
 * order in which they are worked out; and those that have no value at the base point.
 */
function listFollowers(swept: readonly string[], { order, expressions, base }: Template): Evaluation['order'] {
  const moving = new Set(swept);
  return order.filter(({ path }) => {
    if (moving.has(path)) return false;
    const isSettled = Number.isFinite(base.get(path));
    const follows = !isSettled || (expressions.get(path)?.references ?? []).some((other) => moving.has(other));
    if (follows) moving.add(path);
    return follows;
  });
}

/** Says what is wrong with a number; along an axis the same few values come up again and again. */
function createCheck(leaf: NumberLeaf, path: string, isSwept: boolean, read: () => number) {
  const steps = path.split('.');
  const isInside = createRange(leaf.schema);
  const known = new Map<number, PathProblem | undefined>();
  let last: number | undefined;
  let problem: PathProblem | undefined;
  return (problems: PathProblem[]) => {
    const value = read();
    if (isInside(value)) return;
    if (!Object.is(value, last)) {
      last = value;
      problem = known.get(value);
      if (!problem && !known.has(value)) {
        problem = checkNumber(leaf, steps, value);
        if (isSwept) known.set(value, problem);
      }
    }
    if (problem) problems.push(problem);
  };
}

/** Whether a number is well within the limits of a schema that asks for nothing else; one at a limit is left to the schema. */
function createRange({ def: { checks = [] }, minValue, maxValue, isInt }: NumberLeaf['schema']) {
  const limits = ['greater_than', 'less_than', 'number_format'];
  const isPlain = checks.every((check) => limits.includes(check._zod.def.check));
  const [low, high] = [minValue ?? Number.NEGATIVE_INFINITY, maxValue ?? Number.POSITIVE_INFINITY];
  return (value: number) => isPlain && value > low && value < high && (!isInt || Number.isSafeInteger(value));
}

/** Rules between a moved number and its neighbours, such as the ends of a uniform distribution. */
function createRules({ steps: outer, schema, path }: NonNullable<NumberLeaf['whole']> & { path: string }) {
  const head = path.split('.').slice(0, outer.length);
  let last: unknown;
  let broken: PathProblem[] = [];
  return (data: Sections, problems: PathProblem[]) => {
    const whole = followPath(data, outer);
    if (whole !== last) {
      last = whole;
      const issues = schema.safeParse(whole).error?.issues ?? [];
      broken = issues
        .filter(({ code }) => code === 'custom')
        .map((issue) => {
          const steps = [...head, ...(issue.path as Steps)];
          return wrongValue('rule', steps, followPath(data, steps), issue.message);
        });
    }
    if (broken.length > 0) problems.push(...broken);
  };
}

/**
 * A part of the template in which something moves: copied when it does, and shared as long as it does not. Where a single
 * swept parameter moves in it, each of its values has one copy, however many points there are.
 */
class Branch {
  readonly #template: Record<string | number, unknown>;
  /** How many of the positions are swept: values that come up again and again. */
  readonly #swept: number;
  /** What may move in it, in the order in which it was named: the position of a value, or a branch of its own. */
  readonly #parts: { step: string | number; of: number | Branch; before: unknown; last: unknown }[] = [];
  #copy: Record<string | number, unknown> | undefined;
  /** The one position that moves in it, as long as it is the only one, and is swept. */
  #only: number | undefined;
  readonly #copies = new Map<number, Record<string | number, unknown>>();

  constructor(template: object, swept: number) {
    this.#template = template as Record<string | number, unknown>;
    this.#swept = swept;
  }

  /** Adds the value at a position, some steps further in. */
  grow([step, ...inner]: Steps, position: number): void {
    const before = this.#template[step];
    this.#only = this.#parts.length === 0 && position < this.#swept ? position : undefined;
    const known = this.#parts.find((part) => part.step === step)?.of;
    const branch =
      known instanceof Branch
        ? known
        : new Branch(isRecord(before) || Array.isArray(before) ? before : {}, this.#swept);
    if (inner.length > 0) branch.grow(inner, position);
    if (known === undefined)
      this.#parts.push({ step: step, of: inner.length > 0 ? branch : position, before, last: before });
  }

  /** The part with the values of a point. */
  write(values: readonly number[]): Record<string | number, unknown> {
    if (this.#only === undefined) return this.#writeParts(values);
    const value = values[this.#only];
    const known = this.#copies.get(value);
    if (known) return known;
    const copy = this.#writeParts(values);
    this.#copies.set(value, copy);
    return copy;
  }

  #writeParts(values: readonly number[]): Record<string | number, unknown> {
    let isSame = true;
    let isMoved = false;
    for (let i = 0; i < this.#parts.length; i++) {
      const part = this.#parts[i];
      const now = typeof part.of === 'number' ? values[part.of] : part.of.write(values);
      if (!Object.is(now, part.last)) isSame = false;
      if (!Object.is(now, part.before)) isMoved = true;
      part.last = now;
    }
    if (isSame && this.#copy) return this.#copy;
    this.#copy = isMoved ? this.#copyOut() : this.#template;
    return this.#copy;
  }

  #copyOut(): Record<string | number, unknown> {
    const copy = Array.isArray(this.#template) ? ([...this.#template] as never) : { ...this.#template };
    for (const { step, before, last } of this.#parts) if (!Object.is(last, before)) copy[step] = last;
    return copy;
  }
}

/** A function of which parameters are swept: asked for the same ones again, it gives the same answer. */
function remember<T>(
  build: (at: Readonly<Record<string, unknown>>) => T,
): (at: Readonly<Record<string, unknown>>) => T {
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

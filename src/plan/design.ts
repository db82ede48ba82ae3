import { type AxisValues, broughtPaths } from '../findings/axis-values.ts';
import { type PathProblem, type Steps, say } from '../scenario/problems/problems.ts';
import { createResolver } from '../scenario/resolve.ts';
import type { Axis, Scenario } from '../scenario/schema/scenario.ts';
import { placeInListed } from '../scenario/sweep/brought.ts';
import { isExpression, isLinked } from '../scenario/sweep/links.ts';
import { listVariants } from '../scenario/sweep/variants.ts';
import type { DesignPoint } from './plan.ts';

/** Most design points of a study. */
export const designPointsMax = 100_000;

/** The design points of a scenario, and why some of them cannot be. */
export interface Design {
  points: DesignPoint[];
  problems: PathProblem[];
}

/** How many design points are looked at, of how many. */
export type Looked = readonly [done: number, expected: number];

/** Labels that are chosen, and the axes of numbers that something reads there. */
interface Part {
  at: AxisValues;
  axes: readonly Axis[];
}

/**
 * Every combination of the swept values, in file order with the last axis fastest; one point where nothing is swept.
 * Labels come first and vary slowest. An axis that nothing reads under some label is left out there, so that no point is
 * there twice.
 *
 * Points share the parts of their settings that no axis moves: treat them as read-only. The same problem at several
 * points is reported once, with the first of them; it points at the axis unless every point has it.
 *
 * In steps, so that whoever waits can be told and heard: yields now and then how many points are looked at, of how many.
 */
export function* planDesign(scenario: Scenario): Generator<Looked, Design> {
  const parts = listParts(scenario);
  const total = parts.reduce((sum, { axes }) => sum + countPoints(axes), 0);
  if (total > designPointsMax) return { points: [], problems: [tooManyPoints(parts, total)] };
  const resolve = createResolver(scenario);
  const points: DesignPoint[] = [];
  // Where no value follows another, no two settings are alike.
  const isFollowing = scenario.sweep.some(isLinked);
  let visited = 0;
  const faults = new Map<string, { problem: PathProblem; at: AxisValues; count: number }>();
  for (const part of parts) {
    const findTwin = createTwinFinder(part.axes);
    const positions = part.axes.map(() => 0);
    for (const given of listCombinations(part, positions)) {
      if (++visited % 1024 === 0) yield [visited, total];
      const { settings, at = given, problems } = resolve(given);
      if (settings && isFollowing) problems.push(...findTwin(at, positions));
      if (settings) points.push({ id: points.length, at, settings });
      for (const problem of problems.map((found) => pointAtLabel(found, at, scenario.sweep))) {
        const key = `${problem.code} ${problem.steps.join('/')}`;
        const known = faults.get(key);
        if (known) known.count++;
        else faults.set(key, { problem, at, count: 1 });
      }
    }
  }
  const problems = [...faults.values()].map(({ problem, at, count }) =>
    locate(problem, at, count, total, scenario.sweep),
  );
  return { points, problems };
}

/** Finds settings that came up before under the same labels: an expression met a listed value, or another expression. */
function createTwinFinder(axes: readonly Axis[]) {
  const linked = axes.map(isLinked);
  const seen = new Set<string>();
  return (at: AxisValues, positions: readonly number[]): PathProblem[] => {
    // An axis without expressions has each value once, and a position is written faster.
    let key = '';
    for (let i = 0; i < axes.length; i++) key += `${linked[i] ? at[axes[i].path] : positions[i]} `;
    if (!seen.has(key)) {
      seen.add(key);
      return [];
    }
    const { path } = axes[linked.indexOf(true)];
    const message = `${path} takes the value ${at[path]} twice at one setting of the others; leave one of the two out`;
    return [say('duplicate-value', ['sweep', path], at[path], 'different values', message)];
  };
}

function listParts(scenario: Scenario): Part[] {
  const axes = scenario.sweep.filter(({ options }) => !options);
  if (axes.length === scenario.sweep.length) return [{ at: {}, axes }];
  return listVariants(scenario).map(({ at, numbers }) => ({ at, axes: axes.filter(({ path }) => numbers.has(path)) }));
}

function countPoints(axes: readonly Axis[]): number {
  return axes.reduce((product, { values }) => product * values.length, 1);
}

/**
 * Every combination of the values of the axes, the last axis fastest. Along a searched axis all values are tried at the
 * first setting of the others; elsewhere its ends, and what the search adds.
 *
 * @param positions  zeros; where the setting last yielded lies along each axis
 */
function* listCombinations({ at, axes }: Part, positions: number[]): Generator<AxisValues> {
  const searched = axes.find(({ search }) => search);
  const isEnd = (position: number) => position === 0 || position === searched!.values.length - 1;
  const count = countPoints(axes);
  // Written on from setting to setting, so that all copies have one shape.
  const here: AxisValues = { ...at };
  for (const { path, values } of axes) here[path] = values[0];
  for (let step = 0; step < count; step++) {
    const others = searched && positions.some((position, i) => position > 0 && axes[i] !== searched);
    if (!others || isEnd(positions[axes.indexOf(searched)])) yield { ...here };
    advance(positions, axes, here);
  }
}

/** The next combination, like the digits of a number. */
function advance(positions: number[], axes: readonly Axis[], setting: AxisValues): void {
  for (let i = axes.length - 1; i >= 0; i--) {
    const { path, values } = axes[i];
    const isCarried = ++positions[i] === values.length;
    if (isCarried) positions[i] = 0;
    setting[path] = values[positions[i]];
    if (!isCarried) return;
  }
}

/** What is wrong inside an alternative is wrong where the sweep lists it, or the market. */
function pointAtLabel(problem: PathProblem, at: AxisValues, axes: readonly Axis[]): PathProblem {
  for (const { path, values, options } of axes.filter((axis) => broughtPaths.includes(axis.path))) {
    const index = values.indexOf(at[path]);
    const steps = placeInListed(path, options?.[index], index, problem.steps);
    if (steps) return { ...problem, steps };
  }
  const path = problem.steps.join('.');
  if (broughtPaths.includes(path) || (Object.hasOwn(at, path) && typeof at[path] === 'number')) return problem;
  const axis = axes.find((one) => one.options && Object.hasOwn(at, one.path) && `${path}.`.startsWith(`${one.path}.`));
  if (!axis) return problem;
  const inner = problem.steps.slice(axis.path.split('.').length);
  return { ...problem, steps: ['sweep', axis.path, axis.values.indexOf(at[axis.path]), ...inner] };
}

function locate(problem: PathProblem, at: AxisValues, count: number, total: number, axes: readonly Axis[]) {
  if (axes.length === 0) return problem;
  const path = problem.steps.join('.');
  const isListed = broughtPaths.some((list) => `${path}.`.startsWith(`${list}.`));
  const isSwept = !isListed && axes.some((axis) => axis.path === path);
  const isPlaced = problem.steps[0] === 'sweep' || isListed;
  const swept = axes.filter((axis) => !broughtPaths.includes(axis.path));
  const listed = swept.length === 1 ? ['sweep', swept[0].path] : ['sweep'];
  const steps: Steps = isSwept ? ['sweep', path] : swept.length === 0 ? problem.steps : listed;
  const values = Object.entries(at).map(([name, value]) =>
    isExpression(value) ? `${name} ${value}` : `${name} = ${value}`,
  );
  const others = count > 1 ? ` and ${count - 1} more design point${count > 2 ? 's' : ''}` : '';
  const message = `${problem.message} (at ${values.join(', ')}${others})`;
  return { ...problem, message, steps: isPlaced || (count === total && !isSwept) ? problem.steps : steps };
}

function tooManyPoints(parts: readonly Part[], total: number): PathProblem {
  const [first] = parts;
  const sizes = first.axes.map(({ values }) => values.length).join(' × ');
  const sum = parts.length === 1 ? `${sizes} = ${total}` : `${total}`;
  const message = `the sweep makes ${sum} design points; at most ${designPointsMax} are allowed`;
  return { ...say('too-many-points', ['sweep'], total, `at most ${designPointsMax}`, message), atKey: true };
}

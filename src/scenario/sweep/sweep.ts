/**
 * Sweep axes: which parameters vary and through which values.
 */

import { z } from 'zod';
import { log10, pow } from '../../kernel/mathematics/index.ts';
import { findLeaves, type Leaves, type NumberLeaf } from '../numbers/leaves.ts';
import { type PathProblem, pathOf, type Steps, say, show, wrongValue } from '../problems/problems.ts';
import { suggest } from '../problems/suggest.ts';
import { checkNumber } from '../schema/issues.ts';
import { type Axis, sectionNames } from '../schema/scenario.ts';
import { axisSchema } from '../schema/schema.ts';

/** Finds a parameter by any way of writing its path: by position in a list, or a distribution by its own name. */
export type FindParameter = (path: string) => NumberLeaf | undefined;

/**
 * Indexes the parameters of a scenario. `players.asserter.1.cost` is the second strategy's cost, whatever its name, and
 * `market.serviceSeconds` stands for its value where it is a constant.
 */
export function indexParameters(numbers: readonly NumberLeaf[]): FindParameter {
  const index = new Map<string, NumberLeaf>();
  for (const leaf of numbers) index.set(pathOf(leaf.steps), leaf);
  for (const leaf of numbers) index.set(leaf.path, leaf);
  return (path) => index.get(path) ?? index.get(`${path}.value`);
}

/** The numbers inside the axes of a sweep, in the units of the parameters they vary; unknown paths are problems. */
export function findSweepLeaves(
  sweep: Record<string, unknown>,
  find: FindParameter,
  parameters: Leaves,
  isSilent: (path: string) => boolean,
): { leaves: NumberLeaf[]; problems: PathProblem[] } {
  const problems: PathProblem[] = [];
  const leaves: NumberLeaf[] = [];
  for (const path of Object.keys(sweep)) {
    const parameter = find(path);
    if (!parameter && !isSilent(path)) problems.push(explainPath(path, parameters));
    // What cannot be swept has been said; its values need no second sentence.
    if (!parameter && parameters.words.some((leaf) => leaf.path === path)) delete sweep[path];
    if (!parameter) continue;
    const axis = findLeaves(z.strictObject({ [path]: axisSchema }), sweep, parameter.unit).numbers;
    leaves.push(...axis.map((leaf) => ({ ...leaf, path: `sweep.${leaf.path}`, steps: ['sweep', ...leaf.steps] })));
  }
  return { leaves, problems };
}

/**
 * The values of one axis, endpoints exact.
 *
 * Values between the endpoints are rounded to 15 significant digits: less than the error of computing them, and enough
 * to turn 0.30000000000000004 into 0.3.
 *
 * @param written  a checked axis: a list, or a range
 */
export function expandAxis(written: z.output<typeof axisSchema>): number[] {
  if (Array.isArray(written)) return written;
  const { from, to, steps, scale } = written;
  return Array.from({ length: steps }, (_, i) => {
    if (i === 0) return from;
    if (i === steps - 1) return to;
    const share = i / (steps - 1);
    const value = scale === 'log' ? interpolateLog(from, to, share) : from + (to - from) * share;
    return Number(value.toPrecision(15));
  });
}

/** By powers of ten, so that decades come out as people write them. */
function interpolateLog(from: number, to: number, share: number): number {
  const [low, high] = [log10(Math.abs(from)), log10(Math.abs(to))];
  return Math.sign(from) * pow(10, low + (high - low) * share);
}

/**
 * Expands and checks an axis against the parameter it varies.
 *
 * @param links  expressions that follow other swept parameters, by where they stand; they are checked at each design point
 */
export function readAxis(
  path: string,
  written: z.output<typeof axisSchema>,
  parameter: NumberLeaf,
  links: ReadonlyMap<string, string> = new Map(),
): { axis?: Axis; problems: PathProblem[] } {
  const steps: Steps = ['sweep', path];
  if (!Array.isArray(written) && written.from > written.to) {
    const message = `a range goes up: { from: ${written.to}, to: ${written.from}, … }`;
    return { problems: [wrongValue('rule', [...steps, 'from'], written.from, message)] };
  }
  if (!Array.isArray(written) && written.scale === 'log' && !(written.from * written.to > 0)) {
    return {
      problems: [
        wrongValue('rule', [...steps, 'from'], written.from, 'a log scale needs ends of one sign, none of them 0'),
      ],
    };
  }
  const values: (number | string)[] = expandAxis(written).map((value, i) => links.get(pathOf([...steps, i])) ?? value);
  const problems: PathProblem[] = [];
  const complain = (place: Steps, value: number | string) => {
    if (typeof value === 'string') return false;
    const problem = checkNumber(parameter, place, value);
    if (problem) problems.push(problem);
    return problem !== undefined;
  };
  if (Array.isArray(written)) for (const [i, value] of values.entries()) complain([...steps, i], value);
  else {
    const isWrong = [complain([...steps, 'from'], written.from), complain([...steps, 'to'], written.to)];
    if (!isWrong.includes(true)) values.some((value) => complain(steps, value));
  }
  const twice = findRepeated(values);
  if (twice >= 0) {
    const place = Array.isArray(written) ? [...steps, twice] : steps;
    problems.push(
      say(
        'duplicate-value',
        place,
        values[twice],
        'different values',
        `${path} takes the value ${values[twice]} twice`,
      ),
    );
  }
  if (problems.length > 0) return { problems };
  const { path: canonical, unit, description = '' } = parameter;
  const axis = { path: canonical, values, unit, description };
  if (Array.isArray(written) || !('search' in written)) return { axis, problems };
  const { scale, search } = written;
  const precision = search.relative === undefined ? { halfWidth: search.halfWidth! } : { relative: search.relative };
  return { axis: { ...axis, search: { scale, ...precision, isInteger: parameter.schema.isInt } }, problems };
}

function explainPath(path: string, { numbers, words }: Leaves): PathProblem {
  const steps: Steps = ['sweep', path];
  const paths = numbers.map((leaf) => leaf.path);
  const isWord = words.some((leaf) => leaf.path === path);
  // Somebody who leaves out the section means the parameter of that name.
  const meant = paths.find((one) => one.endsWith(`.${path}`)) ?? suggest(path, paths);
  const known = [...new Set(words.flatMap((leaf) => (leaf.path === path ? leaf.words : [])))];
  const hint = meant ? `; did you mean ${show(meant)}?` : '';
  const message = isWord
    ? path.endsWith('.kind')
      ? `${path} cannot be swept by itself, because each kind has parameters of its own; list whole ones under sweep: ${path.slice(0, -'.kind'.length)}`
      : `${path} is not a number; sweep it through a list of what it may be: ${known.join(', ')}`
    : `nothing reads ${show(path)}, so it cannot be swept${hint}`;
  return {
    ...say(
      isWord ? 'not-numeric' : 'unknown-path',
      steps,
      path,
      `the path of a number in ${sectionNames.slice(0, -1).join(', ')} or ${sectionNames.at(-1)}`,
      message,
    ),
    atKey: true,
  };
}

function findRepeated(values: readonly unknown[]): number {
  const seen = new Set<unknown>();
  return values.findIndex((value) => seen.size === seen.add(value).size);
}

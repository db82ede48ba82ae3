import type { PathProblem, Steps } from '../scenario/problems.ts';
import { createResolver } from '../scenario/resolve.ts';
import type { Axis, Scenario } from '../scenario/scenario.ts';
import type { DesignPoint } from './plan.ts';

/** Most design points of a study. */
export const designPointsMax = 1_000_000;

/** The design points of a scenario, and why some of them cannot be. */
export interface Design {
  points: DesignPoint[];
  problems: PathProblem[];
}

/**
 * Every combination of the swept values, in file order with the last axis fastest; one point where nothing is swept.
 *
 * Points share the parts of their settings that no axis moves: treat them as read-only. The same problem at several
 * points is reported once, with the first of them; it points at the axis unless every point has it.
 */
export function planDesign(scenario: Scenario): Design {
  const axes = scenario.sweep;
  const total = axes.reduce((product, { values }) => product * values.length, 1);
  if (total > designPointsMax) return { points: [], problems: [tooManyPoints(axes, total)] };
  const resolve = createResolver(scenario);
  const isSearched = axes.some(({ search }) => search);
  const points: DesignPoint[] = [];
  const faults = new Map<string, { problem: PathProblem; at: Record<string, number>; count: number }>();
  for (let id = 0; id < total; id++) {
    const at = pointAt(axes, id);
    if (isLeftToSearch(axes, at)) continue;
    const { settings, problems } = resolve(at);
    if (settings) points.push({ id: isSearched ? points.length : id, at, settings });
    for (const problem of problems) {
      const key = `${problem.code} ${problem.steps.join('/')}`;
      const known = faults.get(key);
      if (known) known.count++;
      else faults.set(key, { problem, at, count: 1 });
    }
  }
  const problems = [...faults.values()].map(({ problem, at, count }) => locate(problem, at, count, total, axes));
  return { points, problems };
}

/** Along a searched axis all values are tried at the first setting of the others; elsewhere its ends, and what the search adds. */
function isLeftToSearch(axes: readonly Axis[], at: Record<string, number>): boolean {
  const searched = axes.find(({ search }) => search);
  if (!searched || axes.every((axis) => axis === searched || at[axis.path] === axis.values[0])) return false;
  return at[searched.path] !== searched.values[0] && at[searched.path] !== searched.values[searched.values.length - 1];
}

/** The values of a design point, from its number in the grid. */
function pointAt(axes: readonly Axis[], id: number): Record<string, number> {
  const positions: number[] = [];
  let rest = id;
  for (const { values } of [...axes].reverse()) {
    positions.unshift(rest % values.length);
    rest = Math.floor(rest / values.length);
  }
  return Object.fromEntries(axes.map(({ path, values }, i) => [path, values[positions[i]]]));
}

function locate(problem: PathProblem, at: Record<string, number>, count: number, total: number, axes: readonly Axis[]) {
  if (axes.length === 0) return problem;
  const path = problem.steps.join('.');
  const isSwept = axes.some((axis) => axis.path === path);
  const steps: Steps = isSwept ? ['sweep', path] : axes.length === 1 ? ['sweep', axes[0].path] : ['sweep'];
  const values = Object.entries(at).map(([name, value]) => `${name} = ${value}`);
  const others = count > 1 ? ` and ${count - 1} more design point${count > 2 ? 's' : ''}` : '';
  const message = `${problem.message} (at ${values.join(', ')}${others})`;
  return { ...problem, message, steps: count === total && !isSwept ? problem.steps : steps };
}

function tooManyPoints(axes: readonly Axis[], total: number): PathProblem {
  const sizes = axes.map(({ values }) => values.length).join(' × ');
  const message = `the sweep makes ${sizes} = ${total} design points; at most ${designPointsMax} are allowed`;
  return {
    code: 'too-many-points',
    steps: ['sweep'],
    atKey: true,
    received: total,
    expected: `at most ${designPointsMax}`,
    message,
  };
}

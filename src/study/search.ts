/**
 * Threshold search: values are added along one axis where honesty starts or stops paying, until the binding threshold
 * is known as well as asked, or the replications are used up.
 *
 * Every step looks at complete looks only. The estimated crossing with its noise says where the next two values go:
 * close enough around it that the bend of the curve does not matter, far enough apart that their signs can be told.
 * Where values lie that close already, noise is what is left, and the values next to the crossing get more replications.
 * Along a second axis the threshold is traced: where it was at one value brackets it at the next.
 *
 * @source Robinson (1996), Analysis of sample-path optimization: with common random numbers the noisy curve is one fixed
 * function, whose root is found as any root is
 */

import type { AnalysedPoint } from '../analysis/analyse.ts';
import type { AnalysedThreshold } from '../analysis/thresholds.ts';
import { catalogueOf } from '../catalogue/catalogue.ts';
import { claimOf } from '../catalogue/claims.ts';
import { type AxisValues, numberAt, withoutPath } from '../findings/axis-values.ts';
import type { Advantage, ThresholdFindings } from '../findings/findings.ts';
import type { Axis, Scenario } from '../scenario/schema/scenario.ts';

/** What a search wants next: new values, and more replications at some there are. */
export interface SearchStep {
  add: AxisValues[];
  deepen: number[];
}

/** Most values that a search adds to one curve; a curve that needs more does not cross zero once. */
const ADDED_MAX = 40;

/** The axis to search along, if there is one. */
export function findSearchedAxis({ sweep }: Scenario): Axis | undefined {
  return sweep.find(({ search }) => search);
}

/**
 * Plans the next step from what is known; nothing to add and nothing to deepen means that the search is over.
 *
 * @param isFull  whether a design point, by its id, has all the replications it may have
 */
export function planSearchStep(
  scenario: Scenario,
  points: readonly AnalysedPoint[],
  thresholds: readonly AnalysedThreshold[],
  isFull: (id: number) => boolean,
): SearchStep {
  const axis = findSearchedAxis(scenario);
  let before: number | undefined;
  let labels: string | undefined;
  for (const curve of axis ? groupCurves(points, axis.path) : []) {
    const key = JSON.stringify(withoutPath(curve[0].findings.at, axis!.path));
    // Another mechanism may cross anywhere.
    if (labels !== labelsOf(curve)) before = undefined;
    const wanted = chooseThresholds(scenario, axis!.path, thresholds).filter(({ at }) => JSON.stringify(at) === key);
    const binding = findBinding(wanted);
    const { add, deepen } = stepOnCurve(axis!, curve, binding, before);
    const growing = deepen.filter((id) => !isFull(id));
    // The next curve starts from where this one ends, so this one is finished first.
    if (add.length > 0 || growing.length > 0) return { add, deepen: growing };
    before = binding?.simulated?.value ?? before;
    labels = labelsOf(curve);
  }
  return { add: [], deepen: [] };
}

/** Where a search ended with an interval wider than asked, or without one: a sentence each. */
export function listShortfalls(
  scenario: Scenario,
  points: readonly AnalysedPoint[],
  thresholds: readonly AnalysedThreshold[],
): string[] {
  const axis = findSearchedAxis(scenario);
  if (!axis) return [];
  const { path, search } = axis;
  return groupCurves(points, path).flatMap((curve) => {
    const key = JSON.stringify(withoutPath(curve[0].findings.at, path));
    const wanted = chooseThresholds(scenario, path, thresholds);
    const simulated = findBinding(wanted.filter(({ at }) => JSON.stringify(at) === key))?.simulated;
    if (!simulated || simulated.value === null) return [];
    const { value, low, high } = simulated;
    const goal = search!.halfWidth ?? search!.relative! * Math.abs(value);
    const reached = low === null || high === null ? Number.POSITIVE_INFINITY : (high - low) / 2;
    if (reached <= goal) return [];
    const held = key === '{}' ? '' : ` at ${key.slice(1, -1).replaceAll('"', '').replaceAll(':', ' = ')}`;
    const found = Number.isFinite(reached) ? `known to ± ${reached.toPrecision(2)}` : 'open on one side';
    return [
      `the search along ${path}${held} ended with a threshold ${found}, where ± ${goal.toPrecision(2)} was asked; more replications.max narrows it`,
    ];
  });
}

/** The labels that a curve lies at. */
function labelsOf([first]: readonly AnalysedPoint[]): string {
  return JSON.stringify(Object.entries(first.findings.at).filter(([, value]) => typeof value === 'string'));
}

function stepOnCurve(
  axis: Axis,
  curve: readonly AnalysedPoint[],
  binding: ThresholdFindings | undefined,
  before: number | undefined,
): SearchStep {
  const { path, search, values } = axis;
  const held = withoutPath(curve[0].findings.at, path);
  const tried = curve.map(({ findings }) => numberAt(findings.at, path));
  const [lowest, highest] = [tried[0], tried[tried.length - 1]];
  const fresh = (places: readonly number[]) =>
    [...new Set(places.map((x) => round(x, axis)))]
      .filter((x) => x > lowest && x < highest && !tried.some((old) => isSame(old, x)))
      .map((x) => ({ ...held, [path]: x }));
  if (tried.length === 2 && before !== undefined && values.length > 2) {
    // A new curve: begin a tenth on either side of where the curve before it crossed.
    const reach = 0.1 * Math.min(Math.abs(before) || highest - lowest, highest - lowest);
    const start = fresh([before - reach, before + reach]);
    if (start.length > 0) return { add: start, deepen: [] };
  }
  const simulated = binding?.simulated;
  if (!simulated || simulated.value === null) return { add: [], deepen: listOpenSigns(curve) };

  const { value, low, high } = simulated;
  const goal = search!.halfWidth ?? search!.relative! * Math.abs(value);
  if (low !== null && high !== null && (high - low) / 2 <= goal) return { add: [], deepen: [] };
  const right = Math.max(
    1,
    tried.findIndex((x) => x > value),
  );
  const [near, far] = [curve[right - 1], curve[right]];
  const [left, end] = [tried[right - 1], tried[right]];
  const noise = noiseOf(findAdvantage(near, binding), findAdvantage(far, binding), end - left);
  const offset = Math.max(goal, 1.5 * noise);
  const places = [value - offset, value + offset].filter((x) => x > left && x < end);
  // Where the curve is far from a line its chord says little: halving what is open keeps the search from creeping.
  const open = [Math.max(low ?? left, left), Math.min(high ?? end, end)] as const;
  if (open[1] - open[0] > 4 * offset) places.push(middleOf(open, axis));
  const isClose = end - left <= 3 * offset;
  const isNoisy = 2 * noise > goal;
  const added = (isClose && isNoisy) || curve.length >= values.length + ADDED_MAX ? [] : fresh(places);
  return { add: added, deepen: added.length > 0 ? [] : [near.findings.id, far.findings.id] };
}

/** How far noise alone may have moved a crossing between two values `gap` apart: closer ones have signs that cannot be told. */
function noiseOf(near: Advantage | undefined, far: Advantage | undefined, gap: number): number {
  const rise = Math.abs((far?.mean ?? 0) - (near?.mean ?? 0));
  return (gap * Math.max(near?.halfWidth ?? Infinity, far?.halfWidth ?? Infinity)) / rise;
}

function middleOf([low, high]: readonly [number, number], { search }: Axis): number {
  return search!.scale === 'log' && low > 0 ? Math.sqrt(low * high) : (low + high) / 2;
}

function findAdvantage({ findings }: AnalysedPoint, { role, over, against }: ThresholdFindings) {
  return findings.advantages.find((a) => a.role === role && a.over === over && a.against === against);
}

/** Thresholds that claims ask about along the axis; every one of an asserter when none does. */
function chooseThresholds(
  scenario: Scenario,
  path: string,
  thresholds: readonly AnalysedThreshold[],
): ThresholdFindings[] {
  const asked = scenario.claims.filter((claim) => claimOf(claim, catalogueOf(scenario)).locates && claim.of === path);
  const findings = thresholds.map((threshold) => threshold.findings);
  return findings.filter(({ of, role, over, against }) => {
    if (of !== path) return false;
    if (asked.length === 0) return role === 'asserter' && against === 'coalition';
    return asked.some(
      (claim) =>
        claim.role === role &&
        (claim.over === undefined || claim.over === over) &&
        [claim.against ?? 'coalition'].flat().includes(against),
    );
  });
}

/** The last place at which honesty starts to pay, or the first at which it stops. */
function findBinding(thresholds: readonly ThresholdFindings[]): ThresholdFindings | undefined {
  const found = thresholds.filter(({ simulated }) => simulated !== null && simulated.value !== null);
  const falls = found.every(({ simulated }) => simulated!.direction === 'honest-below');
  const turn = falls ? 1 : -1;
  return found.sort((a, b) => turn * (a.simulated!.value! - b.simulated!.value!))[0];
}

/** Points at which some advantage may still have either sign, while no crossing is in sight. */
function listOpenSigns(curve: readonly AnalysedPoint[]): number[] {
  return curve.flatMap(({ findings }) => {
    const open = findings.advantages.some(
      ({ role, mean, halfWidth }) =>
        role === 'asserter' &&
        mean !== null &&
        halfWidth !== 0 &&
        Math.abs(mean) <= (halfWidth ?? Number.POSITIVE_INFINITY),
    );
    return open ? [findings.id] : [];
  });
}

function groupCurves(points: readonly AnalysedPoint[], path: string): AnalysedPoint[][] {
  const curves = new Map<string, AnalysedPoint[]>();
  for (const point of points) {
    if (!Object.hasOwn(point.findings.at, path)) continue;
    const key = JSON.stringify(withoutPath(point.findings.at, path));
    const curve = curves.get(key);
    if (curve) curve.push(point);
    else curves.set(key, [point]);
  }
  return [...curves.values()].map((curve) =>
    curve.sort((a, b) => numberAt(a.findings.at, path) - numberAt(b.findings.at, path)),
  );
}

function round(x: number, { search }: Axis): number {
  // Twelve digits: enough for any precision that can be reached, and the same on every machine.
  return search!.isInteger ? Math.round(x) : Number(x.toPrecision(12));
}

function isSame(a: number, b: number): boolean {
  return Math.abs(a - b) <= 1e-12 * Math.max(Math.abs(a), Math.abs(b));
}

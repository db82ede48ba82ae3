/**
 * Where honesty spreads and where it dies out, along a swept parameter: the shares at rest at so many of its values that
 * straight lines between neighbours are off by less than could be seen, and an end or a leap of a boundary lies between two
 * values that one could not tell apart.
 *
 * A value is asked in full where shares at rest come, go or bend. Elsewhere a few signs of the advantage tell that nothing
 * has changed: on either side of each share that is expected, and between them.
 */
import { type AxisValues, numberAt, withoutPath } from '../../findings/axis-values.ts';
import type { RestPoint } from '../../game/tipping.ts';
import type { DesignPoint } from '../../plan/plan.ts';
import { domainOf } from '../round/domain.ts';
import type { Resolve } from '../round/remember-settings.ts';
import { createSpread, listCheats, type Spread } from '../stage/dynamics.ts';
import { pickEvenly } from './pick-evenly.ts';
import { type Span, spanOf } from './spacing.ts';

/** Shares at rest at one value of the parameter; `null` where the round does not speak. */
export interface SpreadColumn {
  at: number;
  restPoints: RestPoint[] | null;
}

/** How the spread of honesty against one deviation changes along a parameter. */
export interface SpreadLine {
  /** Path of the parameter. */
  of: string;
  /** The other swept parameters; the coalition is left out, because the population itself decides it. */
  at: AxisValues;
  over: string;
  /** Whether the parameter takes whole numbers only: nothing lies between its columns. */
  whole: boolean;
  /** Ascending. */
  columns: SpreadColumn[];
}

const linesMax = 4;
/** What could not be seen: of the height and of the width of a picture, and where a boundary ends, which words tell too. */
const tolerance = { share: 1 / 1000, place: 1 / 4096, end: 1e-5 };
/** Places at which a line is looked at, however straight it is. */
const cells = 12;
const columnsMax = 240;

/** The lines of a study along its first swept number other than the coalition; at most four, evenly picked. */
export function listSpreadLines(points: readonly DesignPoint[], resolve: Resolve): SpreadLine[] {
  const of = findAxis(points);
  if (of === undefined) return [];
  const held = new Map<string, DesignPoint[]>();
  for (const point of points.filter(({ at }) => typeof at[of] === 'number')) {
    const key = JSON.stringify(othersOf(point.at, of));
    held.set(key, [...(held.get(key) ?? []), point]);
  }
  const cases = [...held.values()].flatMap((line) => listCheats(line[0].settings).map((over) => ({ line, over })));
  return pickEvenly(cases, linesMax).flatMap(({ line, over }) => followLine(line, of, over, resolve));
}

function findAxis(points: readonly DesignPoint[]): string | undefined {
  const paths = [...new Set(points.flatMap(({ at }) => Object.keys(at)))];
  return paths.find((path) => !path.startsWith('coalition.') && valuesOf(points, path).length > 1);
}

function valuesOf(points: readonly DesignPoint[], path: string): number[] {
  const values = points.map(({ at }) => numberAt(at, path)).filter((value) => !Number.isNaN(value));
  return [...new Set(values)].sort((a, b) => a - b);
}

function othersOf(at: AxisValues, of: string): AxisValues {
  return Object.fromEntries(Object.entries(withoutPath(at, of)).filter(([path]) => !path.startsWith('coalition.')));
}

function followLine(points: readonly DesignPoint[], of: string, over: string, resolve: Resolve): SpreadLine[] {
  const values = valuesOf(points, of);
  if (values.length < 2) return [];
  const { at, settings } = points[0];
  const whole = domainOf(of, settings).kind === 'integer';
  const spreadAt = (value: number): Spread | null => {
    const moved = resolve({ ...at, [of]: value });
    return moved ? createSpread(moved, over) : null;
  };
  const columns = refineColumns(values, whole, spreadAt);
  const speaks = columns.some(({ restPoints }) => restPoints !== null);
  return speaks ? [{ of, at: othersOf(at, of), over, whole, columns }] : [];
}

/** The columns at the values of the sweep and at whatever lies between them that a picture would show. */
export function refineColumns(
  values: readonly number[],
  whole: boolean,
  spreadAt: (value: number) => Spread | null,
): SpreadColumn[] {
  const span = spanOf(values);
  const found = new Map<number, SpreadColumn>();
  const columnAt = (at: number): SpreadColumn => {
    const known = found.get(at);
    if (known) return known;
    const column = { at, restPoints: spreadAt(at)?.rest() ?? null };
    found.set(at, column);
    return column;
  };
  const between = (left: SpreadColumn, right: SpreadColumn): number | null => middleOf(left.at, right.at, span, whole);
  const refine = (left: SpreadColumn, right: SpreadColumn): void => {
    const middle = between(left, right);
    if (middle === null || found.size >= columnsMax) return;
    const width = span.placeOf(right.at) - span.placeOf(left.at);
    const isAlike = lookOf(left) === lookOf(right);
    if (width < (isAlike ? tolerance.place : tolerance.end)) return;
    if (isAlike && width <= 1 / cells && isStraight(left, right, middle, span, spreadAt)) return;
    const column = columnAt(middle);
    refine(left, column);
    refine(column, right);
  };
  const first = values.map(columnAt);
  for (const [i, column] of first.slice(1).entries()) refine(first[i], column);
  return [...found.values()].sort((a, b) => a.at - b.at);
}

/** The value half-way between two on the page; `null` where there is none between them. */
function middleOf(left: number, right: number, span: Span, whole: boolean): number | null {
  const middle = span.valueAt((span.placeOf(left) + span.placeOf(right)) / 2);
  const value = whole ? Math.round(middle) : middle;
  return value > left && value < right ? value : null;
}

/** Whether the shares at rest half-way are those that straight lines between two columns say. */
function isStraight(
  left: SpreadColumn,
  right: SpreadColumn,
  middle: number,
  span: Span,
  spreadAt: (value: number) => Spread | null,
): boolean {
  const spread = spreadAt(middle);
  if (spread === null || left.restPoints === null) return spread === null && left.restPoints === null;
  const part = (span.placeOf(middle) - span.placeOf(left.at)) / (span.placeOf(right.at) - span.placeOf(left.at));
  const expected = left.restPoints.map(({ share }, i) => share + part * (right.restPoints![i].share - share));
  return left.restPoints.slice(1).every((_, i) => {
    const [from, to] = [expected[i], expected[i + 1]];
    const drift = driftAfter(left.restPoints![i], left.restPoints![i + 1]);
    // A share at rest may lie off the line by the tolerance, on either side.
    const inside = [from === 0 ? 0 : from + tolerance.share, (from + to) / 2, to === 1 ? 1 : to - tolerance.share];
    return inside.every((share) => share < from || share > to || spread.signAt(share) === drift);
  });
}

/** Which way shares move between two neighbouring shares at rest: 1 towards more honest nodes, -1 towards fewer, 0 not. */
function driftAfter(low: RestPoint, high: RestPoint): number {
  if (high.basin.low < high.share) return 1;
  return low.basin.high > low.share ? -1 : 0;
}

/** What rests in a column, without where: between columns that look the same, shares may be joined. */
function lookOf({ restPoints }: SpreadColumn): string {
  return restPoints === null
    ? 'unknown'
    : restPoints.map(({ share, stability }) => `${share === 0 || share === 1 ? share : '–'} ${stability}`).join(', ');
}

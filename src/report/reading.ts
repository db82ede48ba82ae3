/**
 * What a drawn picture says, mark by mark: where a value stands, and in words what it is, with its interval.
 *
 * Read off the scene that Vega laid out, so that a chart need not say anything twice: marks that carry a tooltip are
 * those that hold a value, its fields say which, titles of panels and axes say of what.
 */
import type { Cell } from '../findings/table.ts';
import { type Fields, type Frame, sayMark } from './reading-words.ts';

/** A value in a picture. */
export interface Reading {
  /** The value, what it is of and how sure it is: `Over skip-work; challenge probability p 0.002: -0.723 credits per job`. */
  words: string;
  /** The box it is drawn in, from the corner of the picture [px]. */
  box: Box;
  /** The same as columns and unrounded values, in the order of the words. */
  cells: ReadonlyMap<string, string | number>;
}

interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** A mark of the scene and what it draws; the item of a group has marks inside, in its own coordinates. */
export interface Mark {
  marktype: string;
  role?: string;
  clip?: unknown;
  items: Item[];
}

/** One of the things a mark draws. */
export interface Item {
  bounds: { x1: number; y1: number; x2: number; y2: number };
  x?: number;
  y?: number;
  width?: number;
  height?: number;
  orient?: string;
  text?: string | string[];
  tooltip?: unknown;
  datum?: unknown;
  items?: Mark[];
}

/** Values of a line are thinned out where a picture holds more [count]. */
const mostOfLines = 400;

/** Pictures with more values are looked at only [count]: nobody walks through them, and reading them takes longer than drawing. */
const mostReadings = 3000;

/** Every value of a picture once, in the order of drawing; none where there are too many to be read one by one. */
export function readScene(root: Mark, origin: { x: number; y: number }): Reading[] {
  const found = new Map<string, Reading>();
  const marks = listMarks(root, { panel: '', across: '', up: '', colour: '', ...origin });
  const onLines = marks.reduce((sum, { mark }) => sum + (isLine(mark) ? mark.items.length : 0), 0);
  const step = Math.max(1, Math.ceil(onLines / mostOfLines));
  for (const { mark, frame } of marks) {
    for (const [i, item] of mark.items.entries()) {
      if (isLine(mark) && (i % step !== 0 || isInside(item, i, mark))) continue;
      const reading = readItem(item, frame, isLine(mark));
      if (reading && !found.has(reading.words)) found.set(reading.words, reading);
      if (found.size > mostReadings) return [];
    }
  }
  return [...found.values()];
}

/** The values as a table: a column for every kind of cell, in the order in which they come up. */
export function tabulate(readings: readonly Reading[]): { columns: { name: string }[]; rows: () => Cell[][] } {
  const names = [...new Set(readings.flatMap(({ cells }) => [...cells.keys()]))];
  return {
    columns: names.map((name) => ({ name })),
    rows: () => readings.map(({ cells }) => names.map((name) => cells.get(name) ?? null)),
  };
}

/** What surrounds a mark, and where that begins [px]. */
type Place = Frame & { x: number; y: number };

function listMarks(mark: Mark, frame: Place): { mark: Mark; frame: Place }[] {
  if (mark.role?.startsWith('axis') || mark.role?.startsWith('legend') || mark.role?.startsWith('title')) return [];
  if (mark.marktype !== 'group') return [{ mark, frame }];
  return mark.items.flatMap((group) => {
    const inner = { ...frame, ...titlesOf(group, frame), x: frame.x + (group.x ?? 0), y: frame.y + (group.y ?? 0) };
    return (group.items ?? []).flatMap((one) => listMarks(one, inner));
  });
}

/** Title and titles of axes that a group has of its own; what it has not stays as it is outside. */
function titlesOf({ items = [] }: Item, outside: Frame): Frame {
  const titles = { panel: outside.panel, across: outside.across, up: outside.up, colour: outside.colour };
  for (const { role, items: inside } of items) {
    if (role === 'title') titles.panel = findText(inside, 'title-text') ?? titles.panel;
    if (role === 'legend') titles.colour = findText(inside, 'legend-title') ?? titles.colour;
    if (role !== 'axis') continue;
    for (const axis of inside) {
      const title = findText([axis], 'axis-title');
      if (title === undefined) continue;
      if (axis.orient === 'left' || axis.orient === 'right') titles.up = title;
      else titles.across = title;
    }
  }
  return titles;
}

function findText(items: readonly Item[], role: string): string | undefined {
  for (const item of items) {
    for (const mark of item.items ?? []) {
      const text = mark.role === role ? mark.items[0]?.text : undefined;
      const found = text === undefined ? findText(mark.items, role) : [text].flat().join(' ');
      if (found !== undefined && found !== '') return found;
    }
  }
  return undefined;
}

function isLine({ marktype }: Mark): boolean {
  return marktype === 'line' || marktype === 'area' || marktype === 'trail';
}

/** A path through a plane is told by its ends. */
function isInside({ datum }: Item, i: number, { items }: Mark): boolean {
  return i > 0 && i < items.length - 1 && typeof datum === 'object' && datum !== null && 'order' in datum;
}

function readItem({ tooltip, datum, bounds, x, y }: Item, frame: Place, isPoint: boolean): Reading | undefined {
  if (typeof tooltip !== 'object' || tooltip === null || typeof datum !== 'object' || datum === null) return undefined;
  const fields = listFields(tooltip as Record<string, unknown>, datum as Record<string, unknown>);
  const { words, cells } = sayMark(fields, frame);
  if (words === '') return undefined;
  // A line is one path: its points are where it bends.
  const box =
    isPoint && x !== undefined && y !== undefined
      ? { x, y, width: 0, height: 0 }
      : { x: bounds.x1, y: bounds.y1, width: bounds.x2 - bounds.x1, height: bounds.y2 - bounds.y1 };
  return { words, cells, box: { ...box, x: round(frame.x + box.x), y: round(frame.y + box.y) } };
}

/** Bounds of what is shown, which tooltips leave out. */
const boundFields = ['low', 'high', 'halfWidth', 'exact'];

/** What the tooltip names, unrounded, and the bounds beside it. */
function listFields(tooltip: Record<string, unknown>, datum: Record<string, unknown>): Fields {
  const fields = new Map<string, string | number | null>();
  for (const title of [...Object.keys(tooltip), ...boundFields]) {
    // A tooltip may call a field by another name.
    const name =
      title in datum ? title : (Object.keys(datum).find((field) => datum[field] === tooltip[title]) ?? title);
    const value = name in datum ? datum[name] : tooltip[title];
    if (typeof value === 'string' || typeof value === 'number' || value === null) fields.set(name, value);
  }
  return fields;
}

function round(value: number): number {
  return Math.round(10 * value) / 10;
}

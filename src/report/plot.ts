import { formatNumber } from '../words/number.ts';
import { type Across, extentOf, listDecadeTicks, listLinearTicks, signedScale } from './scale.ts';

/** One design point of a plot in the terminal. */
export interface PlottedPoint {
  x: number;
  simulated: number | null;
  exact: number | null;
}

const marks = { simulated: 'o', exact: '.', zero: '-', threshold: ':' } as const;

/**
 * A plot of amounts against a parameter in plain characters: `o` simulated, `.` exact, `-` zero, `:` threshold.
 *
 * @param threshold  where to draw an upright line, or `null`
 * @param room       columns and rows, axes included
 * @returns lines without trailing blanks; none when there is nothing to plot
 */
export function renderPlot(
  points: PlottedPoint[],
  across: Across,
  threshold: number | null,
  room: { columns: number; rows: number },
): string[] {
  const values = points.flatMap(({ simulated, exact }) => [simulated, exact].filter((value) => value !== null));
  if (values.length === 0) return [];
  const { bend } = signedScale(values);
  const [bottom, top] = extentOf([0, ...values]);
  const labels = [top, 0, bottom].map((value) => formatNumber(value));
  const margin = Math.max(...labels.map((label) => label.length)) + 1;
  const width = room.columns - margin - 1;
  const height = room.rows - 2;
  const span = bend(top) - bend(bottom) || 1;
  const rowOf = (value: number) => Math.round(((bend(top) - bend(value)) / span) * (height - 1));
  const columnOf = (x: number) => Math.round(across.placeOf(x) * (width - 1));

  const grid = Array.from({ length: height }, () => Array.from({ length: width }, () => ' '));
  const put = (row: number, column: number, mark: string) => {
    if (grid[row]?.[column] !== undefined) grid[row][column] = mark;
  };
  for (let column = 0; column < width; column++) put(rowOf(0), column, marks.zero);
  if (threshold !== null && threshold >= across.low && threshold <= across.high) {
    for (let row = 0; row < height; row++) put(row, columnOf(threshold), marks.threshold);
  }
  for (const [column, value] of joinExact(points, columnOf)) put(rowOf(value), column, marks.exact);
  for (const { x, simulated } of points) if (simulated !== null) put(rowOf(simulated), columnOf(x), marks.simulated);

  const named = new Map([
    [rowOf(bottom), labels[2]],
    [rowOf(top), labels[0]],
    [rowOf(0), labels[1]],
  ]);
  const lines = grid.map((cells, row) => `${(named.get(row) ?? '').padStart(margin - 1)} |${cells.join('')}`.trimEnd());
  return [...lines, ...drawAxis(across, columnOf, width).map((line) => `${' '.repeat(margin)}${line}`.trimEnd())];
}

/** The exact curve between the design points, straight from one to the next on the axes as drawn. */
function joinExact(points: PlottedPoint[], columnOf: (x: number) => number): [column: number, value: number][] {
  const known = points.filter((point) => point.exact !== null);
  const cells: [number, number][] = known.map((point) => [columnOf(point.x), point.exact!]);
  known.slice(1).forEach((point, i) => {
    const [from, to] = [columnOf(known[i].x), columnOf(point.x)];
    for (let column = from + 1; column < to; column++) {
      const share = (column - from) / (to - from);
      cells.push([column, known[i].exact! + share * (point.exact! - known[i].exact!)]);
    }
  });
  return cells;
}

function drawAxis(across: Across, columnOf: (x: number) => number, width: number): [string, string] {
  const isLog = across.scale.type === 'log';
  const ticks = isLog ? listDecadeTicks(across.low, across.high) : listLinearTicks(across.low, across.high, width / 12);
  const rule = Array.from({ length: width }, () => '-');
  let labels = '';
  for (const tick of ticks) {
    const column = columnOf(tick);
    const label = formatNumber(tick);
    const start = Math.max(0, Math.min(width - label.length, column - Math.floor(label.length / 2)));
    if (labels !== '' && start < labels.length + 2) continue;
    labels = labels.padEnd(start) + label;
    rule[column] = '+';
  }
  return [`+${rule.join('')}`, ` ${labels}`];
}

import { clipColumns, countColumns } from './columns.ts';

/** A column of a table in the terminal. */
export interface TableColumn {
  title: string;
  /** Numbers stand flush right. */
  number?: boolean;
  /** Left out where there is no room. */
  optional?: boolean;
}

const gap = 2;
const narrowest = 5;
/**
 * Rows under their titles, without borders, in lines of at most so many columns: optional columns are left out first,
 * then texts are cut.
 *
 * @returns lines without trailing blanks
 */
export function renderTable(columns: TableColumn[], rows: string[][], room: number): string[] {
  const natural = columns.map((column, i) =>
    rows.reduce((most, row) => Math.max(most, countColumns(row[i])), countColumns(column.title)),
  );
  const kept = dropOptional(columns, natural, room);
  const shown = kept.map((i) => columns[i]);
  const widths = shrink(
    kept.map((i) => natural[i]),
    shown,
    room,
  );
  const lines = [shown.map(({ title }) => title), ...rows.map((row) => kept.map((from) => row[from]))];
  return lines.map((cells) =>
    cells
      .map((cell, i) => fill(clipColumns(cell, widths[i]), widths[i], shown[i].number ?? false))
      .join(' '.repeat(gap))
      .trimEnd(),
  );
}

/** A text with as many blanks as its column has room. */
function fill(text: string, width: number, isNumber: boolean): string {
  const blanks = ' '.repeat(Math.max(0, width - countColumns(text)));
  return isNumber ? blanks + text : text + blanks;
}

/** Text gives way before numbers, the widest first. */
function shrink(natural: number[], columns: TableColumn[], room: number): number[] {
  const widths = [...natural];
  for (const isNumber of [false, true]) {
    const candidates = columns.map((_, i) => i).filter((i) => (columns[i].number ?? false) === isNumber);
    while (candidates.length > 0 && total(widths) > room) {
      const widest = candidates.reduce((most, i) => (widths[i] > widths[most] ? i : most));
      if (widths[widest] <= narrowest) break;
      widths[widest]--;
    }
  }
  return widths;
}

/** Leaves out optional columns, from the right, until the rest fits. */
function dropOptional(columns: TableColumn[], widths: number[], room: number): number[] {
  const kept = columns.map((_, i) => i);
  while (total(kept.map((i) => widths[i])) > room) {
    const last = kept.findLastIndex((i) => columns[i].optional);
    if (last < 0) break;
    kept.splice(last, 1);
  }
  return kept;
}

function total(widths: number[]): number {
  return widths.reduce((sum, width) => sum + width, 0) + gap * (widths.length - 1);
}

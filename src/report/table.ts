import { plainText } from '../foreign/plain-text.ts';
import { clipColumns, countColumns } from './columns.ts';
import { breakLines } from './text-width.ts';

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
 * then texts go on below, and words that are too long are cut.
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
  return lines.flatMap((cells) => {
    const parts = cells.map((cell, i) => breakCell(cell, widths[i]));
    const height = Math.max(...parts.map(({ length }) => length));
    return Array.from({ length: height }, (_, line) =>
      parts
        .map((part, i) => fill(part[line] ?? '', widths[i], shown[i].number ?? false))
        .join(' '.repeat(gap))
        .trimEnd(),
    );
  });
}

/** A cell in lines of at most so many columns, none of which begins with what a CI system takes for a command. */
function breakCell(cell: string, width: number): string[] {
  if (countColumns(cell) <= width) return [cell];
  const words = cell.split(' ').map((word) => clipColumns(word, width));
  return breakLines(words.join(' '), (line) => countColumns(line) <= width).map(plainText);
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

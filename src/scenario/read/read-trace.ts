/**
 * Recorded jobs from a CSV file, row by row: it may be larger than memory, and only the times of its rows are kept.
 */
import type { Trace } from '../../market/demand.ts';
import { shorten, show } from '../problems/problems.ts';
import { scanRegularFile } from './regular-file.ts';
import { createClock } from './time-stamp.ts';

/** Rows that are replayed at most [count]: their times take 80 MB. */
export const rowsMax = 10_000_000;
/** Characters of a row: no table has longer ones [count]. */
const rowLengthMax = 10_000;
/** Rows that are told one by one [count]; of the others only how many there are, up to the last that is read. */
const toldMax = 10;
const wrongMax = 1000;

/** What is wrong with a row: the first is the line of the header. */
export interface RowProblem {
  line: number;
  column: number;
  received: unknown;
  expected: string;
  message: string;
}

/** A trace, or what is wrong with its rows. */
export type ReadTrace = { trace: Trace } | { problems: RowProblem[] };

/**
 * Reads the rows of a trace.
 *
 * @throws UnfitFileError, or what the system says
 */
export function readTrace(path: string): ReadTrace {
  const table = new Table();
  let rest = '';
  const { sha256 } = scanRegularFile(path, { follow: false }, (piece) => {
    if (table.isOver) return;
    const lines = (rest + piece.toString('latin1')).split('\n');
    rest = lines.pop()!;
    for (const line of lines) table.read(line);
    // A row without an end is no row, and is not collected.
    if (rest.length > rowLengthMax) table.read(rest);
    if (rest.length > rowLengthMax) rest = rest.slice(0, 1);
  });
  if (rest !== '') table.read(rest);
  return table.end(sha256);
}

/** Columns by what their names come to in lower case without signs. */
const names = {
  time: ['timestamp', 'time', 'arrivedat', 'arrivaltime', 'arrival', 'seconds'],
  tokensIn: ['contexttokens', 'tokensin', 'inputtokens', 'inputlength', 'prompttokens', 'requesttokens'],
  tokensOut: ['generatedtokens', 'tokensout', 'outputtokens', 'outputlength', 'completiontokens', 'responsetokens'],
} as const;

/** The rows read so far. */
class Table {
  /** Nothing further is read: it is no table, or too long. */
  isOver = false;
  private line = 0;
  private columns: { name: string; kind: keyof typeof names | undefined }[] | undefined;
  private width = 0;
  private times = new Float64Array(1024);
  private rows = 0;
  private wrong = 0;
  private readonly problems: RowProblem[] = [];
  private readonly clock = createClock();

  read(text: string): void {
    if (this.isOver) return;
    this.line++;
    const row = text.endsWith('\r') ? text.slice(0, -1) : text;
    if (row.length > rowLengthMax || row.includes('\0')) {
      this.stop(0, 'no-table', 'a table with a row for each job', 'this is no table: a row is too long, or binary');
    } else if (!this.columns) this.readHeader(row.replace(/^\u00ef\u00bb\u00bf/, ''));
    else if (row.trim() !== '') this.readRow(row);
  }

  end(sha256: string): ReadTrace {
    const { rows, times, wrong, problems } = this;
    if (!this.columns && !this.isOver) this.complain(0, null, 'a header and a row for each job', 'the file is empty');
    else if (wrong === 0 && rows < 2) {
      this.complain(0, rows, 'at least 2 rows', `it has ${rows === 1 ? 'one row' : 'no rows'}; a trace has at least 2`);
    } else if (wrong === 0 && times[rows - 1] === 0) {
      this.complain(0, rows, 'times that differ', 'all rows have the same time; a trace lasts some time');
    }
    if (this.wrong > toldMax) {
      const more = this.wrong - toldMax;
      const message = this.isOver ? `at least ${more} more rows are wrong` : `${more} more rows are wrong`;
      problems.push({ line: 0, column: 0, received: this.wrong, expected: 'rows as above', message });
    }
    if (problems.length > 0) return { problems };
    // Threads share it.
    const shared = new Float64Array(new SharedArrayBuffer(8 * rows));
    shared.set(times.subarray(0, rows));
    return { trace: { sha256, times: shared, excess: findExcess(shared) } };
  }

  private readHeader(row: string): void {
    const cells = row.split(',').map((cell) => cell.trim().replace(/^"(.*)"$/, '$1'));
    const kinds = Object.keys(names) as (keyof typeof names)[];
    const found = cells.map((name) => {
      const plain = name.toLowerCase().replace(/[^a-z]/g, '');
      return { name, kind: kinds.find((kind) => (names[kind] as readonly string[]).includes(plain)) };
    });
    const twice = kinds.find((kind) => found.filter((column) => column.kind === kind).length > 1);
    const rule = 'a header with a column TIMESTAMP, time or seconds';
    if (!found.some(({ kind }) => kind === 'time')) {
      this.stop(1, shorten(row), rule, `the first line is ${show(row)}; expected ${rule}`);
    } else if (twice) {
      this.stop(
        1,
        shorten(row),
        rule,
        `two columns say the same: ${found
          .filter(({ kind }) => kind === twice)
          .map(({ name }) => name)
          .join(', ')}; leave one`,
      );
    }
    this.columns = found;
    this.width = cells.length;
  }

  private readRow(row: string): void {
    const cells = row.split(',');
    const most = rowsMax.toLocaleString('en-US');
    if (cells.length !== this.width) {
      const message = `it has ${cells.length} of ${this.width} columns`;
      this.complain(1, shorten(row), `${this.width} columns, as the header has`, message);
    } else if (this.rows === rowsMax) {
      const wayOut = `cut it: head -n ${rowsMax} keeps the first`;
      this.stop(0, null, `at most ${most} rows`, `it has more than ${most} rows; ${wayOut}`);
    } else {
      this.readCells(cells);
    }
  }

  private readCells(cells: readonly string[]): void {
    let column = 1;
    for (const [i, { name, kind }] of this.columns!.entries()) {
      const cell = cells[i].trim();
      const expected = kind === undefined ? undefined : this.readCell(cell, kind);
      if (expected !== undefined) {
        this.complain(column, shorten(cell), expected, `${name} is ${show(cell)}; ${expected}`);
        return;
      }
      column += cells[i].length + 1;
    }
  }

  /** Why a cell cannot be, where that is so. */
  private readCell(cell: string, kind: keyof typeof names): string | undefined {
    if (kind !== 'time') return /^\d{1,15}$/.test(cell) ? undefined : 'expected a whole number of tokens, from 0 on';
    const read = this.clock(cell);
    if (typeof read === 'string') return read;
    const before = this.rows === 0 ? 0 : this.times[this.rows - 1];
    if (read < before) return 'it lies before the row above; sort the rows by time';
    if (this.rows === this.times.length) {
      const wider = new Float64Array(2 * this.rows);
      wider.set(this.times);
      this.times = wider;
    }
    this.times[this.rows++] = read;
    return undefined;
  }

  private stop(column: number, received: unknown, expected: string, message: string): void {
    this.isOver = true;
    this.complain(column, received, expected, message);
  }

  private complain(column: number, received: unknown, expected: string, message: string): void {
    this.wrong++;
    // Somebody else's file: what follows is no different.
    if (this.wrong > wrongMax) this.isOver = true;
    if (this.wrong <= toldMax)
      this.problems.push({ line: column === 0 ? 0 : this.line, column, received, expected, message });
  }
}

/** Most by which the rows of a stretch differ from those that come in one as long in the mean [count]. */
function findExcess(times: Float64Array): number {
  const rate = (times.length - 1) / times[times.length - 1];
  let [least, most] = [0, 0];
  for (let row = 0; row < times.length; row++) {
    const ahead = row - rate * times[row];
    least = Math.min(least, ahead);
    most = Math.max(most, ahead + 1);
  }
  return most - least;
}

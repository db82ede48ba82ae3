/** A table of what was found. Every file of it, whatever its format, is written from here. */

/** What a table says of one of its columns. */
export interface ColumnMeaning {
  /** Empty for what has none. */
  unit: string;
  description: string;
}

/** A value of a table; `null` where nothing is known. */
export type Cell = number | string | null;

/** A column, and what its values are. */
export interface TableColumn extends ColumnMeaning {
  name: string;
  type: 'number' | 'text';
}

/** A column and how its value is read from what a row is about. */
export interface ReadColumn<Row> extends TableColumn {
  read: (row: Row) => Cell;
}

/** Columns, and rows whose cells stand in their order. */
export interface Table {
  /** What its files are called, before the dot. */
  name: string;
  columns: readonly TableColumn[];
  /** Made as they are asked for, from the first on each time: a table is never in memory as a whole. */
  rows: () => Iterable<Cell[]>;
}

/** A table of what can be read from each of its rows. */
export function tabulate<Row>(name: string, columns: readonly ReadColumn<Row>[], rows: () => Iterable<Row>): Table {
  const read = function* () {
    for (const row of rows()) yield columns.map((column) => column.read(row));
  };
  return { name, columns, rows: read };
}

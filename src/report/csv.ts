import type { Cell, Table } from '../findings/table.ts';

/** What is written of a table: names of columns, and rows whose cells stand in their order. */
interface Written {
  columns: readonly { name: string }[];
  rows: () => Iterable<readonly Cell[]>;
}

/** A table as CSV (RFC 4180); numbers unrounded, empty where nothing is known. */
export function renderCsv(table: Written): string {
  return [...listCsvRows(table)].join('');
}

/** The same row by row. */
export function* listCsvRows({ columns, rows }: Written): Generator<string> {
  yield renderRow(columns.map(({ name }) => name));
  for (const row of rows()) yield renderRow(row);
}

/**
 * What the columns of a CSV file mean, in the JSON that readers of tables look for beside the file.
 *
 * @param title  of the study
 * @source W3C (2015), Metadata Vocabulary for Tabular Data; units as in schema.org
 */
export function renderCsvMetadata(title: string, { name: file, columns }: Table): string {
  const described = columns.map(({ name, type, unit, description }) => ({
    titles: name,
    datatype: type === 'text' ? 'string' : 'double',
    'dc:description': description,
    ...(unit !== '' && { 'schema:unitText': unit }),
  }));
  const metadata = {
    '@context': 'http://www.w3.org/ns/csvw',
    url: `${file}.csv`,
    'dc:title': title,
    tableSchema: { columns: described },
  };
  return `${JSON.stringify(metadata, null, 2)}\n`;
}

function renderRow(cells: readonly Cell[]): string {
  return `${cells.map(escapeCell).join(',')}\r\n`;
}

/** Quoted where RFC 4180 asks for it. */
function escapeCell(cell: Cell): string {
  const text = cell === null ? '' : String(cell);
  return /[",\r\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
}

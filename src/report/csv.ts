import type { Findings } from '../findings/findings.ts';
import { type ColumnMeaning, listPointColumns } from '../findings/point-table.ts';

/** `points.csv`: one row per design point, in the order of the findings; numbers unrounded, empty where nothing is known. */
export function renderCsv({ designPoints }: Findings): string {
  const columns = listPointColumns(designPoints);
  const rows = designPoints.map((point) => columns.map(({ read }) => escapeCell(read(point))));
  return [columns.map(({ name }) => escapeCell(name)), ...rows].map((row) => `${row.join(',')}\r\n`).join('');
}

/**
 * What the columns of `points.csv` mean, in the JSON that readers of tables look for beside the file.
 *
 * @param parameters  what is known of swept parameters, by path
 * @source W3C (2015), Metadata Vocabulary for Tabular Data; units as in schema.org
 */
export function renderCsvMetadata(
  { title, designPoints }: Findings,
  parameters: Readonly<Record<string, ColumnMeaning>>,
): string {
  const columns = listPointColumns(designPoints, parameters).map(({ name, type, unit, description }) => ({
    titles: name,
    datatype: type === 'text' ? 'string' : 'double',
    'dc:description': description,
    ...(unit !== '' && { 'schema:unitText': unit }),
  }));
  const metadata = {
    '@context': 'http://www.w3.org/ns/csvw',
    url: 'points.csv',
    'dc:title': title,
    tableSchema: { columns },
  };
  return `${JSON.stringify(metadata, null, 2)}\n`;
}

/** Quoted where RFC 4180 asks for it. */
function escapeCell(cell: number | string | null): string {
  const text = cell === null ? '' : String(cell);
  return /[",\r\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
}

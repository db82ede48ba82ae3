/** How the notebooks show what the library found. */
import { Buffer } from 'node:buffer';
import process from 'node:process';
import { renderPng, renderSvg } from 'posp-sim';

/** Replications of each simulated arm: what the stored outputs were made with, or fewer where `POSP_REPLICATIONS` says so. */
export const replications = Number(process.env['POSP_REPLICATIONS'] ?? 64);

/** Something a notebook cell can end with: one picture or table, in the formats a front end may choose from. */
interface Shown {
  [format: symbol]: () => Record<string, string>;
}

/** A chart as the library builds it. */
interface Picture {
  title: string;
  caption: string;
  spec: Parameters<typeof renderSvg>[0];
}

/** Draws a chart; where no picture can be shown its title and caption stand in. */
export async function picture({ title, caption, spec }: Picture): Promise<Shown> {
  const svg = await renderSvg(spec);
  // Many viewers drop vector graphics from notebooks of others; pixels they keep.
  const png = Buffer.from(await renderPng(svg, 1.5)).toString('base64');
  return shown({ 'image/svg+xml': svg, 'image/png': png, 'text/plain': `${title}. ${caption}` });
}

/** Rows as a table, its columns in the order of the first row. */
export function table(rows: readonly Readonly<Record<string, string | number | null>>[]): Shown {
  const columns = Object.keys(rows[0] ?? {});
  const cells = rows.map((row) => columns.map((column) => (row[column] === null ? '–' : String(row[column]))));
  const line = (entries: string[], tag: string) =>
    `<tr>${entries.map((entry) => `<${tag}>${escape(entry)}</${tag}>`).join('')}</tr>`;
  const html = `<table><thead>${line(columns, 'th')}</thead><tbody>${cells.map((row) => line(row, 'td')).join('')}</tbody></table>`;
  const widths = columns.map((column, i) => Math.max(column.length, ...cells.map((row) => row[i].length)));
  const plain = [columns, ...cells].map((row) => row.map((entry, i) => entry.padEnd(widths[i])).join('  ').trimEnd());
  return shown({ 'text/html': html, 'text/plain': plain.join('\n') });
}

/** A number to so many significant digits. */
export function round(value: number | null | undefined, digits = 4): number | null {
  return value === null || value === undefined ? null : Number(value.toPrecision(digits));
}

function shown(formats: Record<string, string>): Shown {
  return { [Symbol.for('Jupyter.display')]: () => formats };
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}

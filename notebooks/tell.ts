/** How the notebooks show what the library found, and how their prose is held to it. */
import process from 'node:process';
import { renderSvg } from '../src/index.ts';

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
  return shown({ 'image/svg+xml': svg, 'text/plain': `${title}. ${caption}` });
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

/**
 * Holds a number in the prose to a value: it must be that value, rounded to the decimals that are printed.
 *
 * @throws Error when the prose is no longer true
 * @example
 * says('0.0074', 0.00737); // holds
 */
export function says(text: string, value: number | null | undefined): void {
  const decimals = text.split('.')[1]?.length ?? 0;
  const within = 0.5 * 10 ** -decimals * (1 + 1e-9);
  if (value === null || value === undefined || !(Math.abs(value - Number(text)) <= within)) {
    throw new Error(`the prose says ${text}; it is ${value}`);
  }
}

/**
 * Holds an estimate in the prose, such as `0.358` with the half-width `0.012`, to another estimate of the same thing: their
 * intervals must overlap. Fewer replications widen the second interval, so a short run is a weaker test, not a false alarm.
 *
 * @throws Error when the intervals do not meet
 */
export function saysAbout(
  text: string,
  halfWidthText: string,
  found: { mean: number | null; halfWidth: number | null } | undefined,
): void {
  const distance = Math.abs((found?.mean ?? Number.NaN) - Number(text));
  if (!(distance <= Number(halfWidthText) + (found?.halfWidth ?? 0))) {
    throw new Error(`the prose says ${text} ± ${halfWidthText}; found ${found?.mean} ± ${found?.halfWidth}`);
  }
}

/** Holds a statement of the prose. @throws Error when it is not so */
export function holds(statement: string, isTrue: boolean): void {
  if (!isTrue) throw new Error(`no longer so: ${statement}`);
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

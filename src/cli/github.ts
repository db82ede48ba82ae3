/** Verdicts for GitHub Actions: annotations at the lines of the file, and a summary of the step. */
import type { TestCase } from './junit.ts';

/**
 * Workflow commands, one line each: an error for what is false or could not be judged, a warning for what is undecided.
 *
 * @source  the escaping of workflow commands in the actions toolkit (`@actions/core`, command.ts)
 */
export function formatAnnotations(cases: readonly TestCase[]): string {
  return cases
    .filter(({ verdict }) => verdict !== 'true')
    .map(({ file, name, verdict, because, line, column }) => {
      const level = verdict === 'undecided' ? 'warning' : 'error';
      const title = verdict === 'error' ? name : `${verdict}: ${name}`;
      const places = { file, line, col: column, title };
      const properties = Object.entries(places).flatMap(([key, value]) =>
        value === undefined ? [] : [`${key}=${escapeProperty(String(value))}`],
      );
      return `::${level} ${properties.join(',')}::${escapeData(because)}\n`;
    })
    .join('');
}

/** A table in Markdown. */
export function formatSummary(cases: readonly TestCase[]): string {
  const rows = cases.map(({ file, name, verdict, because }) =>
    [marks[verdict], file, name, because].map(escapeCell).join(' | '),
  );
  return `### posp test\n\n| | scenario | claim | because |\n|---|---|---|---|\n${rows.map((row) => `| ${row} |\n`).join('')}\n`;
}

const marks = { true: '✅ true', false: '❌ false', undecided: '❔ undecided', error: '❌ error' } as const;

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}

function escapeCell(text: string): string {
  return text.replace(/[\\|<>`*_[\]]/g, '\\$&').replace(/\s+/g, ' ');
}

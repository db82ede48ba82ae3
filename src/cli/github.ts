/**
 * Verdicts for GitHub Actions: annotations at the lines of the file, and a summary of the step.
 *
 * @source  GitHub's pages on workflow commands and job summaries, and the escaping in the actions toolkit (`@actions/core`)
 */

import { relative, resolve } from 'node:path';
import { plainText } from '../foreign/plain-text.ts';
import { explainCase, placeOf, sayMend, type TestCase, tallyCases } from './test-case.ts';

/** GitHub shows this many annotations of a level per step, and silently drops the others. */
const mostAnnotations = 10;

/** A larger summary of a step is refused whole [bytes]. */
const summaryBytesMax = 1024 * 1024;

/**
 * Workflow commands, one line each: an error for what is false or could not be judged, a warning for what is undecided.
 *
 * @param workspace  folder of the checkout, which paths of annotations start from; the current one when left out
 */
export function formatAnnotations(cases: readonly TestCase[], workspace?: string): string {
  const errors = cases.filter(({ verdict }) => verdict === 'false' || verdict === 'error');
  const warnings = cases.filter(({ verdict }) => verdict === 'undecided');
  return [...annotate('error', errors, workspace), ...annotate('warning', warnings, workspace)].join('');
}

function annotate(level: 'error' | 'warning', cases: readonly TestCase[], workspace: string | undefined): string[] {
  const shown = cases.length > mostAnnotations ? cases.slice(0, mostAnnotations - 1) : cases;
  const lines = shown.map((one) => {
    const { file, name, verdict, line, column } = one;
    const title = plainText(verdict === 'error' ? name : `${verdict}: ${name}`);
    return command(level, { file: placeInCheckout(file, workspace), line, col: column, title }, explainCase(one));
  });
  const rest = cases.length - shown.length;
  if (rest > 0)
    lines.push(command(level, { title: `${rest} more` }, 'the summary of this step and its log have them all'));
  return lines;
}

/** `::error file=a.yaml,line=3,title=…::message` */
function command(name: string, properties: Record<string, string | number | undefined>, message: string): string {
  const written = Object.entries(properties).flatMap(([key, value]) =>
    value === undefined ? [] : [`${key}=${escapeProperty(String(value))}`],
  );
  return `::${name} ${written.join(',')}::${escapeData(message)}\n`;
}

/** A path from the root of the checkout, with slashes; one that lies outside stays as it is. */
function placeInCheckout(file: string, workspace: string | undefined): string {
  if (workspace === undefined) return file;
  const path = relative(workspace, resolve(file)).replaceAll('\\', '/');
  return path.startsWith('..') ? file : path;
}

/**
 * The summary of a step: the count of verdicts, what could not be judged, then each study in full, as many as fit.
 *
 * Pictures are drawn in text: summaries show neither inlined images nor SVG.
 *
 * @param pages  a page of Markdown per study
 * @param bytesUsed  what the step has in its summary already
 */
export function formatSummary(cases: readonly TestCase[], pages: readonly string[], bytesUsed = 0): string {
  const errors = cases.filter(({ verdict }) => verdict === 'error');
  const rows = errors.map(({ file, name, because }) => `| ${[file, name, because].map(escapeCell).join(' | ')} |\n`);
  const problems = rows.length === 0 ? '' : `\n| scenario | | problem |\n|---|---|---|\n${rows.join('')}`;
  const mends = cases.flatMap((one) =>
    one.mend ? [`- ${escapeCell(placeOf(one))}: ${escapeCell(sayMend(one.mend, one.verdict))}\n`] : [],
  );
  const ways = mends.length === 0 ? '' : `\nWhat would help:\n\n${mends.join('')}`;
  const head = `### posp test: ${tallyCases(cases) || 'no claims'}\n${problems}${ways}\n`;
  let summary = '';
  for (const [i, part] of [head, ...pages.map((page) => `${page}\n`)].entries()) {
    // Room is kept for the sentence that says what is missing.
    if (bytesUsed + Buffer.byteLength(summary + part) > summaryBytesMax - 200) {
      return `${summary}${pages.length - Math.max(0, i - 1)} more studies do not fit into this summary; their results folders hold them.\n`;
    }
    summary += part;
  }
  return summary;
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}

function escapeCell(text: string): string {
  return plainText(text)
    .replace(/[\\|<>`*_[\]]/g, '\\$&')
    .replace(/\s+/g, ' ');
}

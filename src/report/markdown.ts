import type { Findings } from '../findings/findings.ts';
import { cleanText } from '../foreign/plain-text.ts';
import { writeHeadline } from '../words/answer/headline.ts';
import { describeProfile, describeSetting, inWordsOf, nameParameter, nameStrategy } from '../words/label.ts';
import { formatConfidence, formatCount, formatMany } from '../words/number.ts';
import { columnsOf, sayExact, sayPlainThreshold, saySimulated } from '../words/threshold-words.ts';
import { renderTextPlot } from './terminal.ts';

const mostThresholds = 30;
const marks = { true: '✅ true', false: '❌ false', undecided: '❔ undecided' } as const;

/** The findings as Markdown for the summary of a CI job: answer, claims, thresholds, warnings. */
export function renderMarkdown(findings: Findings): string {
  return inWordsOf(findings, () => composeSummary(findings));
}

function composeSummary(findings: Findings): string {
  const parts = [
    `## ${escapeMarkdown(findings.title)}`,
    findings.question === undefined ? '' : `*${escapeMarkdown(findings.question)}*`,
    escapeMarkdown(writeHeadline(findings)),
    claims(findings),
    picture(findings),
    thresholds(findings),
    findings.warnings.map((warning) => `- ⚠️ ${escapeMarkdown(warning)}`).join('\n'),
    `${formatMany(findings.designPoints.length, 'design point')}, ${formatCount(findings.jobs)} jobs simulated, confidence ${formatConfidence(findings.confidence)}, seed ${escapeMarkdown(String(findings.seed))}, ${escapeMarkdown(findings.digest)}`,
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

function claims(findings: Findings): string {
  if (findings.claims.length === 0) return '';
  return table(
    ['Verdict', 'Claim', 'Because'],
    findings.claims.map((claim) => [marks[claim.verdict], escapeMarkdown(claim.claim), escapeMarkdown(claim.because)]),
  );
}

/** A picture that needs no file: summaries of CI jobs show neither attachments nor inlined images. */
function picture(findings: Findings): string {
  const plot = renderTextPlot(findings, 78);
  return plot === '' ? '' : `\`\`\`text\n${plot.replaceAll('```', "'''")}\n\`\`\``;
}

function thresholds(findings: Findings): string {
  if (findings.thresholds.length === 0) return '';
  const shown = findings.thresholds.slice(0, mostThresholds);
  const { hasSettings, hasOthers, isSimulated, whose } = columnsOf(findings, shown);
  const rows = shown.map((threshold) => [
    nameParameter(threshold.of),
    ...(hasSettings ? [describeSetting(threshold.at)] : []),
    threshold.role,
    nameStrategy(threshold.over),
    ...(hasOthers ? [describeProfile(findings, threshold.against)] : []),
    sayExact(threshold),
    ...(isSimulated ? [saySimulated(threshold), sayPlainThreshold(threshold)] : []),
  ]);
  const hidden = findings.thresholds.length - shown.length;
  const title = whose === '' ? '' : `Where honesty pays${whose}:\n\n`;
  const note = hidden === 0 ? '' : `\n\n${formatMany(hidden, 'more threshold')} in findings.json`;
  return (
    title +
    table(
      [
        'Threshold of',
        ...(hasSettings ? ['At'] : []),
        'Role',
        'Over',
        ...(hasOthers ? ['Others'] : []),
        'Exact',
        ...(isSimulated ? ['Sharp', 'Plain'] : []),
      ],
      rows.map((row) => row.map(escapeMarkdown)),
    ) +
    note
  );
}

function table(titles: string[], rows: string[][]): string {
  return [titles, titles.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
}

/** Text that stays text: nothing in it is markup, a link, a cell border or a new line. */
function escapeMarkdown(text: string): string {
  return cleanText(text)
    .replace(/[\\`*_{}[\]#|~!@]|:(?=\/\/)|(?<=\bwww)\./gi, '\\$&')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;');
}

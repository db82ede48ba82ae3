import type { Findings } from '../findings/findings.ts';
import { cleanText } from '../foreign/plain-text.ts';
import { tallyClaims, unfinishedBanner, writeHeadline } from '../words/answer/headline.ts';
import { inWordsOf } from '../words/label.ts';
import { formatConfidence, formatCount, formatMany } from '../words/number.ts';
import type { StudyDescription } from './description.ts';
import type { DrawnChart } from './draw.ts';
import { describeStudy } from './html/description.ts';
import { chooseEvidence } from './html/evidence.ts';
import { figure } from './html/figure.ts';
import { html, type Markup, nothing, trusted } from './html/markup.ts';
import { pageScript } from './html/page-script.ts';
import { type Section, section } from './html/section.ts';
import { style } from './html/style.ts';
import { advantagesTable, claimsTable, ratesTables, thresholdsTable } from './html/tables.ts';
import { holdTogether } from './text-width.ts';

/** What a report says beyond the findings. */
export interface ReportContext {
  /** The command that makes the study again. */
  command: string;
  /** Program and library versions by name. */
  versions: Record<string, string>;
  /** Assumptions, parameters and sources; left out where the scenario is not at hand. */
  description?: StudyDescription;
}

/**
 * One HTML file that answers the question on its first screen and needs nothing else: no network, no library, no font.
 *
 * Texts of the scenario are escaped, and a content policy forbids every request and every script but the report's own.
 *
 * @param charts  drawn by `drawCharts`
 */
export function renderReport(findings: Findings, charts: DrawnChart[], context: ReportContext): string {
  return inWordsOf(findings, () => composePage(findings, charts, context));
}

function composePage(findings: Findings, charts: DrawnChart[], context: ReportContext): string {
  const { script, hash } = pageScript();
  // A picture saved as PNG is painted from its own text, which the page hands itself as data.
  const policy = `default-src 'none'; style-src 'unsafe-inline'; script-src ${hash}; img-src data:; base-uri 'none'; form-action 'none'`;
  const title = cleanText(findings.title) || 'Untitled study';
  const sections = listSections(findings, charts, context);
  return `${
    html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${trusted(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<style>${trusted(style)}</style>
</head>
<body>
<a class="skip" href="#answer">Skip to the answer</a>
<header>
<h1>${title}</h1>
${findings.question === undefined ? nothing : html`<p class="question">${findings.question}</p>`}
${contents(sections)}
</header>
<main id="answer" tabindex="-1">
${findings.complete ? nothing : html`<p class="unfinished" role="note">${unfinishedBanner}</p>`}
${answer(findings)}
${sections.map(({ markup }) => markup)}
</main>
${script}
</body>
</html>`.markup
  }\n`;
}

function listSections(findings: Findings, charts: DrawnChart[], context: ReportContext): Section[] {
  const evidence = chooseEvidence(findings, charts);
  const others = charts.filter((chart) => !evidence.includes(chart));
  const { description } = context;
  const sections = [
    pictures('evidence', 'What shows it', evidence),
    section('claims', 'Claims', claimsTable(findings.claims)),
    findings.warnings.length === 0 ? undefined : section('warnings', 'Warnings', list(findings.warnings)),
    findings.designPoints.length === 0 ? undefined : section('numbers', 'Numbers', numbers(findings)),
    pictures('pictures', 'More pictures', others),
    ...(description ? describeStudy(description) : []),
    section('reproduce', 'How to reproduce', reproduce(findings, context)),
  ];
  return sections.filter((one) => one !== undefined);
}

function contents(sections: readonly Section[]): Markup {
  const links = ({ id, title, charts = [] }: Section) =>
    html`<li><a href="#${id}">${title}</a>${
      charts.length === 0
        ? nothing
        : html`<ul>${charts.map((kind) => html`<li><a href="#chart-${kind}">${kind.replaceAll('-', ' ')}</a></li>`)}</ul>`
    }</li>`;
  return html`<nav aria-label="Contents"><ul>${sections.map(links)}</ul></nav>`;
}

function pictures(id: string, title: string, charts: readonly DrawnChart[]): Section | undefined {
  if (charts.length === 0) return undefined;
  const note = html`<p class="quiet">The numbers drawn here stand in the tables under <a href="#numbers">Numbers</a>.</p>`;
  return { ...section(id, title, html`${note}\n${charts.map(figure)}`), charts: charts.map(({ chart }) => chart.kind) };
}

function answer(findings: Findings): Markup {
  const verdicts = findings.claims.map((claim) => claim.verdict);
  const verdict = verdicts.includes('false')
    ? 'false'
    : verdicts.includes('undecided')
      ? 'undecided'
      : verdicts.length > 0
        ? 'true'
        : '';
  const warnings = findings.warnings.length;
  return html`<div class="answer ${verdict}">
<p>${holdTogether(writeHeadline(findings))}</p>
<p class="quiet">${tallyClaims(findings)} · mechanism ${findings.mechanism} · ${formatMany(findings.designPoints.length, 'design point')} · ${formatCount(findings.jobs)} jobs simulated · ${holdTogether(`confidence ${formatConfidence(findings.confidence)}`)}${
    warnings === 0 ? '' : html` · <a href="#warnings">${formatMany(warnings, 'warning')}</a>`
  }</p>
</div>`;
}

function numbers(findings: Findings): Markup {
  return html`${thresholdsTable(findings)}
${advantagesTable(findings)}
${ratesTables(findings)}`;
}

function reproduce(findings: Findings, { command, versions }: ReportContext): Markup {
  const entries: [string, string][] = [
    ['Seed', String(findings.seed)],
    ['Scenario digest', findings.digest],
    ...Object.entries(versions),
  ];
  return html`<pre tabindex="0"><code>${command}</code></pre>
<p class="quiet">The same scenario and seed give the same numbers on any number of worker threads.</p>
<dl>${entries.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>`;
}

function list(sentences: string[]): Markup {
  return html`<ul>${sentences.map((sentence) => html`<li>${sentence}</li>`)}</ul>`;
}

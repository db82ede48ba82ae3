import type { Findings } from '../findings/findings.ts';
import { cleanText } from '../foreign/plain-text.ts';
import { tallyClaims, unfinishedBanner, writeHeadline } from './answer/headline.ts';
import type { StudyDescription } from './description.ts';
import type { DrawnChart } from './draw.ts';
import { describeStudy } from './html/description.ts';
import { figure, liveScripts } from './html/figure.ts';
import { html, type Markup, nothing, trusted } from './html/markup.ts';
import { style } from './html/style.ts';
import { advantagesTable, claimsTable, ratesTable, thresholdsTable } from './html/tables.ts';
import { formatConfidence, formatCount, formatMany } from './number.ts';

/** What a report says beyond the findings. */
export interface ReportContext {
  /** The command that makes the study again. */
  command: string;
  /** Program and library versions by name. */
  versions: Record<string, string>;
  /** Assumptions, parameters and sources; left out where the scenario is not at hand. */
  description?: StudyDescription;
  /** Whether pictures answer to the mouse, at half a megabyte; true unless told. */
  interactive?: boolean;
}

/**
 * One HTML file that answers the question on its first screen and needs nothing else: no network, no script, no font.
 *
 * Texts of the scenario are escaped, and a content policy forbids every request and every script but the report's own.
 *
 * @param charts  drawn by `drawCharts`
 */
export function renderReport(findings: Findings, charts: DrawnChart[], context: ReportContext): string {
  const interactive = context.interactive !== false && charts.length > 0;
  const live = interactive ? liveScripts() : { scripts: nothing, hashes: [] };
  const scriptPolicy = live.hashes.length === 0 ? "'none'" : [...live.hashes, "'unsafe-eval'"].join(' ');
  const policy = `default-src 'none'; style-src 'unsafe-inline'; script-src ${scriptPolicy}; base-uri 'none'; form-action 'none'`;
  const title = cleanText(findings.title) || 'Untitled study';
  const evidence = chooseEvidence(charts);
  const others = charts.filter((chart) => !evidence.includes(chart));
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
<header>
<h1>${title}</h1>
${findings.question === undefined ? nothing : html`<p class="question">${findings.question}</p>`}
</header>
<main>
${findings.complete ? nothing : html`<p class="unfinished" role="note">${unfinishedBanner}</p>`}
${answer(findings)}
${pictures('evidence', 'What shows it', evidence, interactive)}
<section aria-labelledby="claims"><h2 id="claims">Claims</h2>${claimsTable(findings.claims)}</section>
${list('warnings', 'Warnings', findings.warnings)}
${numbers(findings)}
${pictures('pictures', 'More pictures', others, interactive)}
${context.description ? describeStudy(context.description) : nothing}
${reproduce(findings, context)}
</main>
${live.scripts}
</body>
</html>`.markup
  }\n`;
}

/** The two pictures that answer most directly, of those that were drawn. */
function chooseEvidence(charts: readonly DrawnChart[]): DrawnChart[] {
  const ranked = ['dominance-map', 'advantage', 'payoffs', 'payoff-matrix'];
  const direct = ranked.flatMap((kind) => charts.filter(({ chart }) => chart.kind === kind));
  return [...direct, ...charts.filter((chart) => !direct.includes(chart))].slice(0, 2);
}

function pictures(id: string, title: string, charts: readonly DrawnChart[], interactive: boolean): Markup {
  if (charts.length === 0) return nothing;
  return html`<section aria-labelledby="${id}"><h2 id="${id}">${title}</h2>
<p class="quiet">The numbers drawn here stand in the tables under <a href="#numbers">Numbers</a>.</p>
${charts.map((chart) => figure(chart, interactive))}</section>`;
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
<p>${writeHeadline(findings)}</p>
<p class="quiet">${tallyClaims(findings)} · mechanism ${findings.mechanism} · ${formatMany(findings.designPoints.length, 'design point')} · ${formatCount(findings.jobs)} jobs simulated · confidence ${formatConfidence(findings.confidence)}${
    warnings === 0 ? '' : html` · <a href="#warnings">${formatMany(warnings, 'warning')}</a>`
  }</p>
</div>`;
}

function numbers(findings: Findings): Markup {
  if (findings.designPoints.length === 0) return nothing;
  return html`<section aria-labelledby="numbers"><h2 id="numbers">Numbers</h2>
${thresholdsTable(findings)}
${advantagesTable(findings)}
${ratesTable(findings)}
</section>`;
}

function reproduce(findings: Findings, { command, versions }: ReportContext): Markup {
  const entries: [string, string][] = [
    ['Seed', String(findings.seed)],
    ['Scenario digest', findings.digest],
    ...Object.entries(versions),
  ];
  return html`<section aria-labelledby="reproduce"><h2 id="reproduce">How to reproduce</h2>
<pre><code>${command}</code></pre>
<p class="quiet">The same scenario and seed give the same numbers on any number of worker threads.</p>
<dl>${entries.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl></section>`;
}

function list(id: string, title: string, sentences: string[]): Markup {
  if (sentences.length === 0) return nothing;
  return html`<section aria-labelledby="${id}"><h2 id="${id}">${title}</h2><ul>${sentences.map((sentence) => html`<li>${sentence}</li>`)}</ul></section>`;
}

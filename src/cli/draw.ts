/** The pictures of a results folder and its report. */
import type { Findings } from '../findings/findings.ts';
import type { ColumnMeaning } from '../findings/point-table.ts';
import { buildCharts } from '../report/chart.ts';
import * as charts from '../report/charts/index.ts';
import { renderCsv, renderCsvMetadata } from '../report/csv.ts';
import { drawCharts } from '../report/draw.ts';
import { renderReport } from '../report/html.ts';
import { renderPng, renderSvg } from '../report/render.ts';
import { readVersion } from './version.ts';

/** What a report says of where it comes from. */
export interface Origin {
  /** The command that makes the study again. */
  command: string;
  source: string | undefined;
}

/** Puts what people look at into a results folder: the table as text, every chart that applies, the report. */
export async function drawResults(
  folder: { writeFile(name: string, bytes: string | Uint8Array): void },
  findings: Findings,
  { parameters, ...origin }: Origin & { parameters: Readonly<Record<string, ColumnMeaning>> },
): Promise<void> {
  folder.writeFile('points.csv', renderCsv(findings));
  folder.writeFile('points.csv-metadata.json', renderCsvMetadata(findings, parameters));
  for (const { kind, spec } of buildCharts(Object.values(charts), findings)) {
    const svg = await renderSvg(spec);
    folder.writeFile(`charts/${kind}.vl.json`, `${JSON.stringify(spec, null, 2)}\n`);
    folder.writeFile(`charts/${kind}.svg`, svg);
    folder.writeFile(`charts/${kind}.png`, await renderPng(svg));
  }
  folder.writeFile('report.html', await composeReport(findings, origin));
}

/** The report as one HTML file. */
export async function composeReport(findings: Findings, { command, source }: Origin): Promise<string> {
  const drawn = await drawCharts(findings, Object.values(charts));
  return renderReport(findings, drawn, {
    command,
    versions: { 'posp-sim': readVersion() },
    assumptions,
    ...(source === undefined ? {} : { source }),
  });
}

/** What the model takes for granted. */
const assumptions = [
  'Jobs arrive in a Poisson stream; each is asserted by one node and settled once.',
  'Nodes are alike but for their speed, strategy and membership of the coalition.',
  'Players are risk-neutral and weigh each job by itself.',
  'Whether a job is challenged is decided after its result is committed, and nobody can know it before.',
  'Challenged or not, waiting costs nothing; a slash never takes more stake than is there.',
];

/** The pictures of a results folder and its report. */
import type { ColumnMeaning } from '../findings/point-table.ts';
import { renderCsv, renderCsvMetadata } from '../report/csv.ts';
import { drawCharts } from '../report/draw.ts';
import { buildGallery, type Shown } from '../report/gallery.ts';
import { renderReport } from '../report/html.ts';
import { renderPng, renderSvg } from '../report/render.ts';
import { resultsVersion } from '../run/identity.ts';
import { describeStudy } from './description.ts';
import type { LoadedStudy } from './load.ts';
import { readVersion } from './version.ts';

/** What a report says of where it comes from. */
export interface Origin {
  /** The command that makes the study again. */
  command: string;
  /** The study itself; without it the report describes neither assumptions nor parameters. */
  study: Pick<LoadedStudy, 'scenario' | 'points'> | undefined;
}

/** Puts what people look at into a results folder: the table as text, every chart that applies and its data, the report. */
export async function drawResults(
  folder: { writeFile(name: string, bytes: string | Uint8Array): void },
  shown: Shown,
  { parameters, ...origin }: Origin & { parameters: Readonly<Record<string, ColumnMeaning>> },
): Promise<void> {
  folder.writeFile('points.csv', renderCsv(shown.findings));
  folder.writeFile('points.csv-metadata.json', renderCsvMetadata(shown.findings, parameters));
  if (shown.exhibits) folder.writeFile('exhibits.json', `${JSON.stringify(shown.exhibits)}\n`);
  for (const { kind, spec } of buildGallery(shown)) {
    const svg = await renderSvg(spec);
    folder.writeFile(`charts/${kind}.vl.json`, `${JSON.stringify(spec, null, 2)}\n`);
    folder.writeFile(`charts/${kind}.svg`, svg);
    folder.writeFile(`charts/${kind}.png`, await renderPng(svg));
  }
  folder.writeFile('report.html', await composeReport(shown, origin));
}

/** The report as one HTML file. */
export async function composeReport(shown: Shown, { command, study }: Origin): Promise<string> {
  return renderReport(shown.findings, await drawCharts(shown), {
    command,
    versions: { 'posp-sim': readVersion(), 'results format': String(resultsVersion) },
    ...(study && { description: describeStudy(study) }),
  });
}

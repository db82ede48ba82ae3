/** The pictures of a results folder and its report. */
import { renderCsv } from '../report/csv.ts';
import { drawCharts } from '../report/draw.ts';
import { buildGallery, type Shown } from '../report/gallery.ts';
import { renderReport } from '../report/html.ts';
import { renderPng, renderSvg } from '../report/render.ts';
import { readVersion } from './version.ts';

/** What a report says of where it comes from. */
export interface Origin {
  /** The command that makes the study again. */
  command: string;
  source: string | undefined;
}

/** Puts what people look at into a results folder: the table as text, every chart that applies and its data, the report. */
export async function drawResults(
  folder: { writeFile(name: string, bytes: string | Uint8Array): void },
  shown: Shown,
  origin: Origin,
): Promise<void> {
  folder.writeFile('points.csv', renderCsv(shown.findings));
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
export async function composeReport(shown: Shown, { command, source }: Origin): Promise<string> {
  return renderReport(shown.findings, await drawCharts(shown), {
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

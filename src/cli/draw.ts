/** The pictures of a results folder and its report. */

import { catalogueOf, withCatalogue } from '../catalogue/catalogue.ts';
import { resultsVersion } from '../engine/identity.ts';
import type { Findings } from '../findings/findings.ts';
import type { ColumnMeaning } from '../findings/table.ts';
import { listTables } from '../findings/tables.ts';
import type { HasPlugs } from '../market/settings.ts';
import { listCsvRows, renderCsvMetadata } from '../report/csv.ts';
import { drawCharts } from '../report/draw.ts';
import { galleryOf, listShowing, type Shown } from '../report/gallery.ts';
import { renderReport } from '../report/html.ts';
import { renderPngs } from '../report/png.ts';
import { renderSvg } from '../report/render.ts';
import { openStudio, type Studio } from '../report/studio.ts';
import { StoreError } from '../store/store-error.ts';
import type { Content } from '../store/whole-file.ts';
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

/** Where files of a results folder are written. */
interface Folder {
  writeFile: (name: string, content: Content) => void;
}

/** Puts the tables of what was found into a results folder as text, with what their columns mean. @throws StoreError `unwritable` */
export function writeTablesAsText(
  folder: Folder,
  findings: Findings,
  parameters: Readonly<Record<string, ColumnMeaning>>,
): void {
  for (const table of listTables(findings, parameters)) {
    folder.writeFile(`${table.name}.csv`, listCsvRows(table));
    folder.writeFile(`${table.name}.csv-metadata.json`, renderCsvMetadata(findings.title, table));
  }
}

/**
 * Puts what people look at into a results folder: the report, every chart that applies and its data.
 *
 * What cannot be drawn is left out: a picture is not worth the findings it shows. Charts are drawn first, so that they
 * become PNG, which another process does, while the report is drawn.
 *
 * @param workers  threads that draw, this one among them
 * @param onDrawn  hears how many pictures there are, of the report and of the folder, of how many
 * @returns what was left out, each with the reason
 * @throws StoreError `unwritable`
 */
export async function drawResults(
  folder: Folder,
  shown: Shown,
  origin: Origin,
  { workers = 1, onDrawn = () => {} }: { workers?: number; onDrawn?: OnDrawn } = {},
): Promise<string[]> {
  if (shown.exhibits) folder.writeFile('exhibits.json', `${JSON.stringify(shown.exhibits)}\n`);
  const { drawable, failing } = await tryAdded(shown);
  const studio = openStudio(workers);
  const done = { charts: 0, pages: 0 };
  const tell = (part: keyof typeof done) => (drawn: number, all: number) => {
    done[part] = drawn;
    onDrawn(done.charts + done.pages, 2 * all);
  };
  try {
    const [charts, report] = await Promise.allSettled([
      noteMissing('charts', (attempt) => drawGallery(folder, drawable, attempt, studio, tell('charts'))),
      noteMissing('report.html', async () => {
        folder.writeFile('report.html', await composeReport(drawable, origin, tell('pages'), studio));
      }),
    ]);
    const missing = [report, charts].flatMap((part) => {
      if (part.status === 'rejected') throw part.reason;
      return part.value;
    });
    return [...failing, ...missing];
  } finally {
    await studio.close();
  }
}

/** What is shown without charts of a user's own that cannot be drawn: the others are, and the report with them. */
async function tryAdded(shown: Shown): Promise<{ drawable: Shown; failing: string[] }> {
  const { findings } = shown;
  const catalogue = catalogueOf(findings as HasPlugs);
  const addedCharts = new Map(catalogue.addedCharts);
  const failing: string[] = [];
  for (const kind of addedCharts.keys()) {
    try {
      const chart = galleryOf(findings).find((one) => one.kind === kind);
      if (chart?.lacks(shown) === null) await renderSvg(chart.build(shown).spec);
    } catch (error) {
      addedCharts.delete(kind);
      failing.push(`charts/${kind} is left out: ${(error as Error).message}`);
    }
  }
  if (failing.length === 0) return { drawable: shown, failing };
  return { drawable: { ...shown, findings: withCatalogue(findings, { ...catalogue, addedCharts }) }, failing };
}

/** What could not be drawn of a part, each with the reason. @throws StoreError */
async function noteMissing(part: string, draw: (attempt: Attempt) => Promise<void>): Promise<string[]> {
  const missing: string[] = [];
  const attempt: Attempt = async (name, work) => {
    try {
      await work();
    } catch (error) {
      if (error instanceof StoreError) throw error;
      missing.push(`${name} is left out: ${(error as Error).message}`);
    }
  };
  await attempt(part, () => draw(attempt));
  return missing;
}

type OnDrawn = (done: number, all: number) => void;
type Attempt = (name: string, draw: () => void | Promise<void>) => Promise<void>;

async function drawGallery(
  folder: Folder,
  shown: Shown,
  attempt: Attempt,
  studio: Studio,
  onDrawn: OnDrawn,
): Promise<void> {
  const svgs = new Map<string, string>();
  const charts = listShowing(shown);
  const drawings = charts.map(({ kind, build }) =>
    studio.draw(() => {
      const { spec } = build(shown);
      folder.writeFile(`charts/${kind}.vl.json`, `${JSON.stringify(spec, null, 2)}\n`);
      return spec;
    }),
  );
  // Each is looked at in its turn; until then a failure waits.
  for (const drawing of drawings) drawing.catch(() => {});
  for (const [i, { kind }] of charts.entries()) {
    await attempt(`charts/${kind}.svg`, async () => {
      const { svg } = await drawings[i];
      folder.writeFile(`charts/${kind}.svg`, svg);
      svgs.set(kind, svg);
    });
    onDrawn(i + 1, charts.length);
  }
  const pngs = await renderPngs([...svgs.values()]);
  for (const [i, kind] of [...svgs.keys()].entries()) {
    const png = pngs[i];
    await attempt(`charts/${kind}.png`, () => {
      if (png instanceof Error) throw png;
      folder.writeFile(`charts/${kind}.png`, png);
    });
  }
}

/** The report as one HTML file. */
export async function composeReport(
  shown: Shown,
  { command, study }: Origin,
  onDrawn?: OnDrawn,
  studio?: Studio,
): Promise<string> {
  return renderReport(shown.findings, await drawCharts(shown, onDrawn, studio), {
    command,
    versions: { 'posp-sim': readVersion(), 'results format': String(resultsVersion) },
    ...(study && { description: describeStudy(study) }),
  });
}

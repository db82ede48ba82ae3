/**
 * What is drawn and written of findings, drawn once more and held against what a results folder has.
 *
 * Numbers in pictures and pages may differ by a hair: another version of Node computes sines and logarithms a bit otherwise.
 * Words may not, and no number by more than that.
 */
import { join } from 'node:path';
import { prepareExhibits } from '../analysis/exhibits/exhibits.ts';
import { catalogueOf, withCatalogue } from '../catalogue/catalogue.ts';
import type { Findings } from '../findings/findings.ts';
import { listTables } from '../findings/tables.ts';
import type { DesignPoint } from '../plan/plan.ts';
import { renderCsv, renderCsvMetadata } from '../report/csv.ts';
import { listShowing, type Shown } from '../report/gallery.ts';
import { renderPngs } from '../report/png.ts';
import { renderSvg } from '../report/render.ts';
import { isCommand } from '../scenario/read/override.ts';
import { readRegularFile } from '../scenario/read/regular-file.ts';
import { createResolver } from '../scenario/resolve.ts';
import type { Scenario } from '../scenario/schema/scenario.ts';
import { describeParameters } from '../study/write-results.ts';
import { composeReport } from './draw.ts';

/** What there is to draw. */
export interface DrawAgainRequest {
  folder: string;
  /** The files to draw, by their paths below the folder. */
  paths: readonly string[];
  findings: Findings;
  scenario: Scenario;
  points: readonly DesignPoint[];
  /** Whether the folder has exhibits; without them some pictures cannot have been drawn. */
  hasExhibits: boolean;
}

/** Largest file that is held against what is drawn [bytes]. */
const bytesMax = 512_000_000;

/** Draws files of a folder again, of findings that are those of its runs. @returns for each that differs what is wrong with it, by path */
export async function drawAgain(request: DrawAgainRequest): Promise<Map<string, string>> {
  const { folder, paths, findings, scenario, points, hasExhibits } = request;
  const resolver = createResolver(scenario);
  const study = { scenario, points: [...points] };
  const exhibits = hasExhibits ? prepareExhibits({ ...study, resolve: (at) => resolver(at).settings }) : null;
  const shown: Shown = { findings: withCatalogue(findings, catalogueOf(scenario)), exhibits };
  const differing = new Map<string, string>();
  const read = (path: string) => readRegularFile(join(folder, path), bytesMax, { follow: false });

  const texts = writeTexts(shown, scenario);
  for (const path of paths.filter((one) => !one.startsWith('charts/') && one !== 'report.html')) {
    const text = texts.get(path);
    if (text === undefined) differing.set(path, 'no study writes it');
    else if (read(path).toString('utf8') !== text) differing.set(path, 'it is not what its findings make of it');
  }
  if (paths.includes('report.html') && !(await isReport(read('report.html').toString('utf8'), shown, study))) {
    differing.set('report.html', 'it is not what its findings make of it');
  }
  const charts = paths.filter((path) => path.startsWith('charts/'));
  for (const [path, because] of await drawCharts(charts, shown, read)) differing.set(path, because);
  return differing;
}

/** Every text that a study writes of its findings, by name. */
function writeTexts({ findings, exhibits }: Shown, scenario: Scenario): Map<string, string> {
  const texts = new Map([['exhibits.json', `${JSON.stringify(exhibits)}\n`]]);
  for (const table of listTables(findings, describeParameters(scenario))) {
    texts.set(`${table.name}.csv`, renderCsv(table));
    texts.set(`${table.name}.csv-metadata.json`, renderCsvMetadata(findings.title, table));
  }
  return texts;
}

/** Stands for the command in a report, which a folder does not know. */
const commandMark = '\uE000';

/** Whether a text is the report of these findings, whatever the name of the file in its command. */
async function isReport(written: string, shown: Shown, study: { scenario: Scenario; points: DesignPoint[] }) {
  const drawn = await composeReport(shown, { command: commandMark, study });
  // What leads to it is looked up where it is drawn: another look of the page needs no other rule.
  const section = drawn.indexOf('id="reproduce"');
  const mark = section < 0 ? -1 : drawn.indexOf(`>${commandMark}<`, section) + 1;
  if (mark <= 0) throw new Error('the report has no command under "How to reproduce", where verify looks for it');
  const lead = drawn.slice(section, mark);
  const start = written.indexOf(lead) + lead.length;
  const end = written.indexOf('<', start);
  const command = written.slice(start, end);
  if (start < lead.length || !isCommand(unescapeHtml(command))) return false;
  return isAlike(written, drawn.slice(0, mark) + command + drawn.slice(mark + commandMark.length));
}

function unescapeHtml(text: string): string {
  const signs: Record<string, string> = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'", '&amp;': '&' };
  return text.replace(/&(?:lt|gt|quot|#39|amp);/g, (sign) => signs[sign]);
}

/**
 * Draws charts again. A file goes by the chart that it is named after; one of another name, as `posp chart -o` may give it,
 * has to be some chart of these findings: each says itself what it shows.
 */
async function drawCharts(paths: readonly string[], shown: Shown, read: (path: string) => Buffer) {
  const differing = new Map<string, string>();
  const drawings = new Map<string, { spec: string; svg: string }>();
  // Which chart a file has been found to be.
  const shows = new Map<string, string>();
  const drawable = listShowing(shown);
  const draw = async (kind: string) => {
    const known = drawings.get(kind);
    if (known) return known;
    const { spec } = drawable.find((chart) => chart.kind === kind)!.build(shown);
    const drawing = { spec: `${JSON.stringify(spec, null, 2)}\n`, svg: await renderSvg(spec) };
    drawings.set(kind, drawing);
    return drawing;
  };
  const pngs: { path: string; kinds: string[] }[] = [];
  for (const path of paths) {
    const [, name, ending] = /^charts\/(.*?)\.(svg|png|vl\.json|json)$/.exec(path) ?? [];
    const named = drawable.filter(({ kind }) => kind === name);
    const kinds = [...named, ...drawable.filter((chart) => !named.includes(chart))].map(({ kind }) => kind);
    differing.set(path, 'it is no chart of its findings');
    if (ending === 'png') pngs.push({ path, kinds });
    if (ending === undefined || ending === 'png') continue;
    const written = read(path).toString('utf8');
    for (const kind of kinds) {
      const { spec, svg } = await draw(kind);
      if (!isAlike(written, ending === 'svg' ? svg : spec)) continue;
      differing.delete(path);
      shows.set(path, kind);
      break;
    }
  }
  await comparePngs(pngs);
  return differing;

  /** Pixels are drawn of the picture that stands beside them where it is one, so that a hair in it is the same hair. */
  async function comparePngs(wanted: typeof pngs): Promise<void> {
    let open = wanted;
    for (let turn = 0; open.length > 0; turn++) {
      const tried = open.filter(({ kinds }) => turn < kinds.length);
      const svgs: string[] = [];
      for (const { path, kinds } of tried) {
        const beside = path.replace(/png$/, 'svg');
        const kind = kinds[turn];
        svgs.push(shows.get(beside) === kind ? read(beside).toString('utf8') : (await draw(kind)).svg);
      }
      const drawn = svgs.length > 0 ? await renderPngs(svgs) : [];
      open = tried.filter(({ path }, i) => {
        const png = drawn[i];
        const isSame = !(png instanceof Error) && read(path).equals(png);
        if (isSame) differing.delete(path);
        return !isSame;
      });
    }
  }
}

const whole = /^-?\d+$/;
const number = /-?\d+(?:\.\d+)?(?:e[+-]?\d+)?/gi;
/** What the last bits of a function of mathematics may come to [1]. */
const hair = 1e-9;

/** Whether two texts are the same but for a hair in their numbers. Whole ones are counted, or named: a seed has no hair. */
export function isAlike(written: string, drawn: string): boolean {
  if (written === drawn) return true;
  if (written.replace(number, '0') !== drawn.replace(number, '0')) return false;
  const [theirs, ours] = [written.match(number) ?? [], drawn.match(number) ?? []];
  return theirs.every((text, i) => {
    if (text === ours[i]) return true;
    if (whole.test(text) && whole.test(ours[i])) return false;
    const [a, b] = [Number(text), Number(ours[i])];
    return Math.abs(a - b) <= hair * Math.max(Math.abs(a), Math.abs(b), hair);
  });
}

import { extname } from 'node:path';
import { withCatalogue } from '../catalogue/catalogue.ts';
import { plainPath } from '../foreign/plain-text.ts';
import type { VegaLite } from '../report/chart.ts';
import { type GalleryChart, galleryOf, type Shown } from '../report/gallery.ts';
import { renderPng } from '../report/png.ts';
import { renderSvg } from '../report/render.ts';
import { suggest } from '../scenario/problems/suggest.ts';
import { requireFilePlace } from '../store/whole-file.ts';
import type { Given } from './command.ts';
import { type ExitCode, exitCode } from './exit-code.ts';
import { givenSwitch, givenText } from './given.ts';
import type { Io } from './io.ts';
import { readCatalogue } from './load.ts';
import { drawForeign, readFolder, writeOutput } from './results.ts';
import { UsageError } from './usage-error.ts';

/** `posp chart`: one chart of a results folder, in the format its file name asks for. */
export async function chartCommand(given: Given, io: Io): Promise<ExitCode> {
  const path = givenText(given, 'output');
  if (path === undefined) return listDrawable(given, io);
  const ending = extname(path).toLowerCase();
  if (!['.svg', '.png', '.json'].includes(ending)) {
    throw new UsageError(`--output is "${path}"; a chart is an .svg, .png or .json file`);
  }
  requireFilePlace(path);
  const folder = givenText(given, 'folder')!;
  const shown = await readShown(folder, given);
  const chart = choose(shown, givenText(given, 'name'), folder);
  const bytes = await drawForeign(folder, async () => {
    const { spec } = chart.build(shown);
    return ending === '.json' ? `${JSON.stringify(spec, null, 2)}\n` : draw(spec, ending);
  });
  writeOutput(folder, path, bytes);
  if (givenSwitch(given, 'json')) io.stdout.write(`${JSON.stringify({ written: [path] }, null, 2)}\n`);
  else io.stdout.write(`${plainPath(path)}\n`);
  return exitCode.done;
}

/** What a results folder holds, with the charts that are a user's own. */
async function readShown(folder: string, given: Given): Promise<Shown> {
  const { findings, exhibits } = readFolder(folder);
  return { findings: withCatalogue(findings, await readCatalogue(given)), exhibits };
}

/** What a folder has charts for, and what the others lack. */
async function listDrawable(given: Given, io: Io): Promise<ExitCode> {
  const name = givenText(given, 'name');
  if (name !== undefined) throw new UsageError(`say where the chart goes: -o ${name}.svg`);
  const shown = await readShown(givenText(given, 'folder')!, given);
  const charts = galleryOf(shown.findings).map(({ kind, title, lacks }) => ({ kind, title, lacks: lacks(shown) }));
  if (givenSwitch(given, 'json')) io.stdout.write(`${JSON.stringify({ charts }, null, 2)}\n`);
  else {
    const width = Math.max(...charts.map(({ kind }) => kind.length));
    const lines = charts.map(({ kind, title, lacks }) => {
      return `  ${kind.padEnd(width)}  ${lacks === null ? title : `– ${lacks}`}\n`;
    });
    io.stdout.write(lines.join(''));
  }
  return exitCode.done;
}

/** The chart asked for, or the first that has something to show. @throws UsageError saying what it lacks */
function choose(shown: Shown, name: string | undefined, folder: string): GalleryChart {
  const gallery = galleryOf(shown.findings);
  const drawable = gallery.filter(({ lacks }) => lacks(shown) === null);
  const have =
    drawable.length > 0
      ? `${folder} has something to show for: ${drawable.map(({ kind }) => kind).join(', ')}`
      : `${folder} has nothing to draw`;
  if (name === undefined && drawable[0]) return drawable[0];
  const asked = gallery.find(({ kind }) => kind === name);
  if (!asked) {
    const meant =
      name &&
      suggest(
        name,
        gallery.map(({ kind }) => kind),
      );
    throw new UsageError(`${name ? `no chart "${name}"${meant ? `; did you mean "${meant}"?` : ''}; ` : ''}${have}`);
  }
  const lacking = asked.lacks(shown);
  if (lacking !== null) throw new UsageError(`${asked.kind} has nothing to show here: ${lacking}; ${have}`);
  return asked;
}

async function draw(spec: VegaLite, ending: string): Promise<string | Uint8Array> {
  const svg = await renderSvg(spec);
  return ending === '.svg' ? svg : renderPng(svg);
}

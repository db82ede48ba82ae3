import { extname } from 'node:path';
import { buildCharts } from '../report/chart.ts';
import * as charts from '../report/charts/index.ts';
import { renderPng, renderSvg } from '../report/render.ts';
import { writeWhole } from '../run/whole-file.ts';
import { suggest } from '../scenario/suggest.ts';
import type { Given } from './command.ts';
import { type ExitCode, exitCode } from './exit-code.ts';
import { givenSwitch, givenText } from './given.ts';
import type { Io } from './io.ts';
import { readFindings } from './results.ts';
import { UsageError } from './usage-error.ts';

/** `posp chart`: one chart of a results folder, in the format its file name asks for. */
export async function chartCommand(given: Given, io: Io): Promise<ExitCode> {
  const path = givenText(given, 'output')!;
  const ending = extname(path).toLowerCase();
  if (!['.svg', '.png', '.json'].includes(ending)) {
    throw new UsageError(`--output is "${path}"; a chart is an .svg, .png or .json file`);
  }
  const folder = givenText(given, 'folder')!;
  const drawable = buildCharts(Object.values(charts), readFindings(folder));
  const spec = choose(drawable, givenText(given, 'name'), folder).spec;
  writeWhole(path, ending === '.json' ? `${JSON.stringify(spec, null, 2)}\n` : await draw(spec, ending));
  if (givenSwitch(given, 'json')) io.stdout.write(`${JSON.stringify({ written: [path] }, null, 2)}\n`);
  else io.stdout.write(`${path}\n`);
  return exitCode.done;
}

type Drawable = ReturnType<typeof buildCharts>[number];

function choose(drawable: readonly Drawable[], name: string | undefined, folder: string): Drawable {
  const found = name === undefined ? drawable[0] : drawable.find(({ kind }) => kind === name);
  if (found) return found;
  const known = drawable.map(({ kind }) => kind);
  const meant = name === undefined ? undefined : suggest(name, known);
  const have = known.length > 0 ? `has something to show for: ${known.join(', ')}` : 'has nothing to draw';
  throw new UsageError(
    `${name ? `no chart "${name}"${meant ? `; did you mean "${meant}"?` : ''}; ` : ''}${folder} ${have}`,
  );
}

async function draw(spec: Drawable['spec'], ending: string): Promise<string | Uint8Array> {
  const svg = await renderSvg(spec);
  return ending === '.svg' ? svg : renderPng(svg);
}

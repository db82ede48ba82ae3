import { extname, join } from 'node:path';
import { type Catalogue, withCatalogue } from '../catalogue/catalogue.ts';
import { plainPath, plainText } from '../foreign/plain-text.ts';
import { replanScenario } from '../plan/load-scenario.ts';
import { writeCommand } from '../scenario/read/override.ts';
import { digestScenario } from '../scenario/schema/digest.ts';
import { StoreError } from '../store/store-error.ts';
import { requireFilePlace } from '../store/whole-file.ts';
import type { Results } from '../study/read-results.ts';
import type { Given } from './command.ts';
import { composeReport, type Origin } from './draw.ts';
import { type ExitCode, exitCode } from './exit-code.ts';
import { givenSwitch, givenText } from './given.ts';
import type { Io } from './io.ts';
import { drawForeign, readCatalogueOf, readFolder, writeOutput } from './results.ts';
import { UsageError } from './usage-error.ts';

/** `posp report`: the report of a results folder, drawn again from its findings. */
export async function reportCommand(given: Given, io: Io): Promise<ExitCode> {
  const folder = givenText(given, 'folder')!;
  const path = givenText(given, 'output') ?? join(folder, 'report.html');
  if (extname(path).toLowerCase() !== '.html') throw new UsageError(`--output is "${path}"; a report is an .html file`);
  requireFilePlace(path);
  const results = readFolder(folder);
  const scenario = join(folder, 'scenario.yaml');
  const catalogue = await readCatalogueOf(folder, results.manifest, given);
  const shown = { ...results, findings: withCatalogue(results.findings, catalogue) };
  const study = readStudy(scenario, results, catalogue);
  if (!study && !givenSwitch(given, 'quiet')) {
    io.stderr.write(
      `warning: ${plainText(scenario)} cannot be read; the report leaves out assumptions and parameters\n`,
    );
  }
  const origin = { command: writeCommand(scenario, {}, catalogue), study };
  writeOutput(folder, path, await drawForeign(folder, () => composeReport(shown, origin)));
  if (givenSwitch(given, 'json')) io.stdout.write(`${JSON.stringify({ written: [path] }, null, 2)}\n`);
  else io.stdout.write(`${plainPath(path)}\n`);
  return exitCode.done;
}

/** The study of a results folder, where its scenario is there and can be read. @throws StoreError when it is another one's */
function readStudy(file: string, { scenario, manifest }: Results, catalogue: Catalogue): Origin['study'] {
  const loaded = scenario === null ? undefined : replanScenario(file, scenario, {}, catalogue);
  if (!loaded || 'problems' in loaded) return undefined;
  if (digestScenario(loaded.scenario) === manifest.digest) return loaded;
  throw new StoreError('unfit', `${file} is of another study than manifest.json beside it; run the study again`);
}

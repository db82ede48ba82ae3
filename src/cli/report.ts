import { extname, join } from 'node:path';
import { writeWhole } from '../run/whole-file.ts';
import type { Given } from './command.ts';
import { composeReport } from './draw.ts';
import { type ExitCode, exitCode } from './exit-code.ts';
import { givenSwitch, givenText } from './given.ts';
import type { Io } from './io.ts';
import { loadStudies } from './load.ts';
import { readShown } from './results.ts';
import { UsageError } from './usage-error.ts';

/** `posp report`: the report of a results folder, drawn again from its findings. */
export async function reportCommand(given: Given, io: Io): Promise<ExitCode> {
  const folder = givenText(given, 'folder')!;
  const path = givenText(given, 'output') ?? join(folder, 'report.html');
  if (extname(path).toLowerCase() !== '.html') throw new UsageError(`--output is "${path}"; a report is an .html file`);
  const shown = readShown(folder);
  const scenario = join(folder, 'scenario.yaml');
  const loaded = await loadStudies([scenario], {});
  const study = 'studies' in loaded ? loaded.studies[0] : undefined;
  if (!study && !givenSwitch(given, 'quiet')) {
    io.stderr.write(`warning: ${scenario} cannot be read; the report leaves out assumptions and parameters\n`);
  }
  writeWhole(path, await composeReport(shown, { command: `npx posp run ${scenario}`, study }));
  if (givenSwitch(given, 'json')) io.stdout.write(`${JSON.stringify({ written: [path] }, null, 2)}\n`);
  else io.stdout.write(`${path}\n`);
  return exitCode.done;
}

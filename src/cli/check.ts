import { plainPath } from '../foreign/plain-text.ts';
import type { Given } from './command.ts';
import { type ExitCode, exitCode } from './exit-code.ts';
import { givenList, givenSwitch } from './given.ts';
import type { Io } from './io.ts';
import { loadStudies, readChanges, reportProblems, reportWarnings } from './load.ts';

/** `posp check`: every problem of every file, or that all is well. */
export async function checkCommand(given: Given, io: Io): Promise<ExitCode> {
  const json = givenSwitch(given, 'json') ?? false;
  const quiet = givenSwitch(given, 'quiet') ?? false;
  const files = givenList(given, 'files');
  const { showReading } = await import('./progress.ts');
  const loaded = await loadStudies(files, await readChanges(given), showReading('check', files, io, { quiet }));
  if ('problems' in loaded) return reportProblems(loaded.problems, { json }, io);
  const warnings = loaded.studies.flatMap((study) => study.warnings);
  await reportWarnings(warnings, { quiet }, io);
  if (json) io.stdout.write(`${JSON.stringify({ problems: [], warnings }, null, 2)}\n`);
  else
    for (const { file, points } of loaded.studies)
      io.stdout.write(`${plainPath(file)}: ok, ${points.length} design point(s)\n`);
  return exitCode.done;
}

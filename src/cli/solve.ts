import { plainText } from '../foreign/plain-text.ts';
import { suggest } from '../scenario/suggest.ts';
import type { Given } from './command.ts';
import { type ExitCode, exitCode } from './exit-code.ts';
import { givenList, givenRange, givenSwitch, givenText } from './given.ts';
import { type Io, wantsColor } from './io.ts';
import { loadStudies, readOverrides, reportProblems, reportWarnings } from './load.ts';
import { UsageError } from './usage-error.ts';

/** `posp solve`: thresholds, advantages and equilibria at every design point, exactly. */
export async function solveCommand(given: Given, io: Io): Promise<ExitCode> {
  const json = givenSwitch(given, 'json') ?? false;
  const of = givenText(given, 'of');
  const between = givenRange(given, 'between');
  if (between && !of) throw new UsageError('--between needs --of: which parameter?');
  const loaded = await loadStudies(givenList(given, 'files'), await readOverrides(given));
  if ('problems' in loaded) return reportProblems(loaded.problems, { json }, io);
  const { solveScenario } = await import('../analysis/solve.ts');
  const { renderSolution, sayUnknown } = await import('../report/solve-page.ts');
  const { listVariants } = await import('../scenario/variants.ts');
  const [concepts, sensitivity] = ['concepts', 'sensitivity'].map((flag) => givenSwitch(given, flag));
  const options = { of, between, concepts, sensitivity };
  for (const { scenario, file } of loaded.studies) {
    if (of && !listVariants(scenario).some(({ numbers }) => numbers.has(of))) await refusePath(of, file);
  }
  const solutions = loaded.studies.map((study) => solveScenario(study, options));
  const quiet = givenSwitch(given, 'quiet') ?? false;
  for (const [i, { file, warnings }] of loaded.studies.entries()) {
    await reportWarnings(warnings, { quiet }, io);
    const reasons = new Set(solutions[i]!.designPoints.flatMap(({ unknown }) => unknown ?? []));
    // The page says so itself, point by point.
    if (json && !quiet)
      for (const reason of reasons) io.stderr.write(`warning: ${plainText(`${file}: ${sayUnknown(reason)}`)}\n`);
  }
  if (json) io.stdout.write(`${JSON.stringify(solutions.length === 1 ? solutions[0] : solutions, null, 2)}\n`);
  else {
    const color = wantsColor(io.stdout, io, givenSwitch(given, 'color'));
    io.stdout.write(
      solutions.map((solution) => renderSolution(solution, { columns: io.stdout.columns ?? 100, color })).join('\n'),
    );
  }
  return exitCode.done;
}

async function refusePath(of: string, file: string): Promise<never> {
  const { listPaths } = await import('./catalogue.ts');
  const meant = suggest(of, listPaths());
  throw new UsageError(`--of is "${of}", which is not a number of ${file}${meant ? `; did you mean "${meant}"?` : ''}`);
}

/** Scenario files on their way into a command: all of them, or every problem of any of them. */

import { basename } from 'node:path';
import type { Catalogue } from '../catalogue/catalogue.ts';
import type { AxisValues } from '../findings/axis-values.ts';
import type { Findings } from '../findings/findings.ts';
import { plugged, type Settings } from '../market/settings.ts';
import type { ScenarioInput } from '../plan/load-scenario.ts';
import type { DesignPoint } from '../plan/plan.ts';
import type { Problem } from '../scenario/problems/problems.ts';
import type { Overrides } from '../scenario/read/override.ts';
import type { Scenario } from '../scenario/schema/scenario.ts';
import type { Given } from './command.ts';
import { type ExitCode, exitCode } from './exit-code.ts';
import { givenCount, givenList, givenText } from './given.ts';
import type { Io } from './io.ts';
import type { ReadingProgress } from './progress.ts';
import { UsageError } from './usage-error.ts';

/** A scenario file, read and planned. */
export interface LoadedStudy {
  file: string;
  /** The command that runs it with the same overrides. */
  command: string;
  /** What was read, and what the flags change about it. */
  text: string;
  overrides: Overrides;
  scenario: Scenario;
  points: DesignPoint[];
  warnings: Problem[];
  /** Findings of earlier studies, by the path that claims name them with. */
  baselines: ReadonlyMap<string, Findings>;
  /** What the file's amounts are in; credits where it names none. */
  money: 'USD' | 'credits';
  /** The settings anywhere along the sweep; `undefined` where a rule forbids them. */
  resolve: (at: AxisValues) => Settings | undefined;
}

/**
 * Reads and plans every file.
 *
 * @param progress  hears how many files are read; of a single one, how many design points are planned
 * @returns the studies in the order of the files, or all problems of all files
 */
export async function loadStudies(
  files: readonly string[],
  { overrides = {}, catalogue }: Partial<Changes>,
  progress?: ReadingProgress,
): Promise<{ studies: LoadedStudy[] } | { problems: Problem[] }> {
  const studies: LoadedStudy[] = [];
  const problems: Problem[] = [];
  const isOne = files.length === 1;
  for (const [i, file] of files.entries()) {
    if (!isOne) await progress?.update(i, files.length);
    const loaded = await loadStudy(
      { file, ...(catalogue && { catalogue }) },
      overrides,
      isOne ? progress?.update : undefined,
    );
    if ('problems' in loaded) problems.push(...loaded.problems);
    else studies.push(loaded);
  }
  await progress?.end();
  return problems.length > 0 ? { problems } : { studies };
}

/** Reads and plans one file, or a text that problems call by the file's name. */
export async function loadStudy(
  input: ScenarioInput,
  overrides: Overrides,
  onPoints?: ReadingProgress['update'],
): Promise<LoadedStudy | { problems: Problem[] }> {
  const { loadScenario } = await import('../plan/load-scenario.ts');
  const { createResolver } = await import('../scenario/resolve.ts');
  const { writeCommand } = await import('../scenario/read/override.ts');
  const { file, catalogue } = input;
  const loaded = await loadScenario(input, overrides, onPoints);
  if ('problems' in loaded) return loaded;
  const resolved = createResolver(loaded.scenario);
  const command = writeCommand(file, overrides, catalogue);
  return { file, command, overrides, ...loaded, resolve: (at) => resolved(at).settings };
}

/** What the flags change: values, and what kinds there are. */
export interface Changes {
  overrides: Overrides;
  catalogue: Catalogue;
}

/** What the flags change about a scenario. @throws UsageError; PlugError */
export async function readChanges(given: Given): Promise<Changes> {
  return { overrides: await readOverrides(given), catalogue: await readCatalogue(given) };
}

/**
 * What comes with the program, the plugs of the modules that `--plugin` names, and the files that `--asset` does.
 *
 * @throws PlugError; UsageError where two files go by one name
 */
export async function readCatalogue(given: Given): Promise<Catalogue> {
  const catalogue = await readPlugins(given);
  const assets = givenList(given, 'asset');
  const names = assets.map((file) => basename(file));
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) throw new UsageError(`--asset names two files ${twice}; a scenario finds one by its name`);
  return assets.length === 0 ? catalogue : { ...catalogue, assets };
}

async function readPlugins(given: Given): Promise<Catalogue> {
  const files = givenList(given, 'plugin');
  if (files.length === 0) return (await import('../catalogue/catalogue.ts')).builtIn;
  const { loadPlugins, watchPlugins } = await import('../catalogue/plugins.ts');
  await (await import('./watchdog.ts')).startWatchdog(givenCount(given, 'plug-seconds', 1) ?? 60, watchPlugins);
  const catalogue = await loadPlugins(files);
  // A chart whose kind is taken is refused before anything is done, and not when it is drawn.
  if (catalogue.addedCharts.size > 0) (await import('../report/gallery.ts')).galleryOf({ [plugged]: catalogue });
  return catalogue;
}

async function readOverrides(given: Given): Promise<Overrides> {
  const { readSeed } = await import('../scenario/read/override.ts');
  const set = givenList(given, 'set').map((text): [string, string] => {
    const at = text.indexOf('=');
    if (at < 1) throw new UsageError(`--set is ${JSON.stringify(text)}; it takes path=value, as in market.stake=500`);
    return [text.slice(0, at).trim(), text.slice(at + 1)];
  });
  const text = givenText(given, 'seed');
  const read = text === undefined ? undefined : readSeed(text);
  if (read && 'reason' in read) throw new UsageError(`--seed is ${JSON.stringify(text)}; ${read.reason}`);
  const replications = givenCount(given, 'replications', 1);
  return { set, ...(read && { seed: read.seed }), ...(replications === undefined ? {} : { replications }) };
}

/** Prints problems: for people on stderr, for programs as one document on stdout. */
export async function reportProblems(
  problems: readonly Problem[],
  { json }: { json: boolean },
  io: Io,
): Promise<ExitCode> {
  const { formatProblem } = await import('../scenario/problems/problems.ts');
  if (json) io.stdout.write(`${JSON.stringify({ problems }, null, 2)}\n`);
  else {
    for (const problem of problems) io.stderr.write(`${formatProblem(problem)}\n`);
    const { sockets } = await import('../catalogue/sockets.ts');
    const sort = Object.keys(sockets).find((name) => problems.some(({ code }) => code === `unknown-${name}`));
    if (sort)
      io.stderr.write(
        `${sort.startsWith('e') ? 'An' : 'A'} ${sort} of your own comes from the module that --plugin names.\n`,
      );
  }
  return exitCode.badInput;
}

/** Prints the warnings of a study. */
export async function reportWarnings(
  warnings: readonly Problem[],
  { quiet }: { quiet: boolean },
  io: Io,
): Promise<void> {
  if (quiet || warnings.length === 0) return;
  const { formatProblem } = await import('../scenario/problems/problems.ts');
  for (const warning of warnings) io.stderr.write(`warning: ${formatProblem(warning)}\n`);
}

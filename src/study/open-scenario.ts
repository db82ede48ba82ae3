import type { SolveResult } from '../analysis/solve/result.ts';
import { type SolveOptions, solveScenario } from '../analysis/solve/solve.ts';
import { catalogueOf } from '../catalogue/catalogue.ts';
import { recallPlugins } from '../catalogue/plugins.ts';
import { loadScenario, type ScenarioInput } from '../plan/load-scenario.ts';
import { createPool, type Pool } from '../run/pool.ts';
import { formatProblem } from '../scenario/problems/problems.ts';
import { type Overrides, writeCommand } from '../scenario/read/override.ts';
import { createResolver } from '../scenario/resolve.ts';
import { listStudyWarnings } from '../scenario/rules/money-warnings.ts';
import { digestScenario } from '../scenario/schema/digest.ts';
import { createMemoryArchive } from './passes.ts';
import { runStudy, type StudyOutcome } from './study.ts';

/** What a study in memory may be told. */
export interface RunOptions {
  /** Changes to the scenario, as `--set`, `--seed` and `--replications` make them. */
  overrides?: Overrides;
  /** Worker threads; 1 runs in this thread. */
  workers?: number;
  /** Workers of the caller's own, kept open afterwards; wins over `workers`. */
  pool?: Pool;
  /** Stop after the look at which so many jobs are reached; what is open then stays undecided [count]. */
  budgetJobs?: number;
}

/**
 * Runs a scenario in memory, to its verdicts: what `posp run` does, without a results folder.
 *
 * @param input  a file to read, or text with the name to report it under
 * @throws Error listing every problem of the scenario, a line each; PlugError when its plugs cannot go to other threads
 * @example
 * const { findings } = await runScenario({ file: 'scenarios/comparison/verify-or-not.yaml' });
 */
export async function runScenario(input: ScenarioInput, options: RunOptions = {}): Promise<StudyOutcome> {
  const { scenario, points, warnings, baselines, money } = await open(input, options.overrides);
  const workers = options.pool?.workers ?? options.workers ?? 1;
  if (workers > 1) await recallPlugins(catalogueOf(scenario).plugins);
  const resolver = createResolver(scenario);
  const pool = options.pool ?? createPool({ workers });
  try {
    return await runStudy({
      scenario,
      points,
      resolve: (at) => resolver(at).settings,
      digest: digestScenario(scenario),
      archive: createMemoryArchive(),
      pool,
      warnings: listStudyWarnings(warnings),
      baselines,
      money,
      command: input.text === undefined ? writeCommand(input.file, options.overrides, input.catalogue) : undefined,
      ...(options.budgetJobs !== undefined && { isOverBudget: (jobs) => jobs >= options.budgetJobs! }),
    });
  } finally {
    if (!options.pool) await pool.close();
  }
}

/**
 * Solves a scenario exactly: what `posp solve` does.
 *
 * @throws Error listing every problem of the scenario, a line each
 */
export async function solveFile(
  input: ScenarioInput,
  { overrides, ...options }: SolveOptions & { overrides?: Overrides } = {},
): Promise<SolveResult> {
  const { scenario, points } = await open(input, overrides);
  const resolver = createResolver(scenario);
  return solveScenario({ scenario, points, resolve: (at) => resolver(at).settings }, options);
}

async function open(input: ScenarioInput, overrides: Overrides | undefined) {
  const loaded = await loadScenario(input, overrides);
  if ('problems' in loaded) throw new Error(loaded.problems.map(formatProblem).join('\n'));
  return loaded;
}

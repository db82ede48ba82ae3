/** The studies behind the pictures of the gallery: scenarios that ship, with so few jobs that intervals can be seen. */
import { readFileSync } from 'node:fs';
import { prepareExhibits } from '../../src/analysis/exhibits/exhibits.ts';
import { planScenario } from '../../src/plan/load-scenario.ts';
import type { Shown } from '../../src/report/gallery.ts';
import { createResolver } from '../../src/scenario/resolve.ts';
import { runScenario } from '../../src/study/open-scenario.ts';

/** A scenario that ships and how much of it is run. */
export interface ShownStudy {
  file: string;
  /** Jobs of a run, where they are fewer than those of the scenario. */
  jobs?: number;
  replications: number;
  /** Whether exact answers and a told run are prepared too. */
  exhibits: boolean;
}

/** In the order in which the gallery looks for one that has something to show. */
export const studies: readonly ShownStudy[] = [
  { file: 'scenarios/posp/challenge-rate.yaml', replications: 3, exhibits: true },
  { file: 'scenarios/posp/llama-70b-h100.yaml', jobs: 1000, replications: 4, exhibits: false },
];

/** The command that makes the same study. */
export function commandOf({ file, jobs, replications }: ShownStudy): string {
  return `posp run ${file}${jobs === undefined ? '' : ` --set run.jobs=${jobs}`} --replications ${replications}`;
}

/** Findings and exhibits of a study. */
export async function runShown({ file, jobs, replications, exhibits }: ShownStudy): Promise<Shown> {
  const set: [string, string][] = jobs === undefined ? [] : [['run.jobs', String(jobs)]];
  const overrides = { set, replications };
  const { findings } = await runScenario({ file }, { overrides });
  if (!exhibits) return { findings, exhibits: null };
  const loaded = planScenario(file, readFileSync(file, 'utf8'), overrides);
  if ('problems' in loaded) throw new Error(loaded.problems.map(({ message }) => message).join('; '));
  const resolver = createResolver(loaded.scenario);
  return { findings, exhibits: prepareExhibits({ ...loaded, resolve: (at) => resolver(at).settings }) };
}

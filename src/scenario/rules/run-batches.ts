import { type Catalogue, catalogueOf, hasPast } from '../../catalogue/catalogue.ts';
import { exitRules } from '../../market/traits.ts';
import { type PathProblem, wrongValue } from '../problems/problems.ts';
import { expectJobs } from '../schema/run-length.ts';
import type { Scenario } from '../schema/scenario.ts';
import { runSchema, schemasOf } from '../schema/schema.ts';

/** Too few for an interval: with three replications Student's law still asks for 4.3 standard errors. */
const FEW_REPLICATIONS = 3;
const BATCHES = 32;
const BATCHES_MIN = 8;
const JOBS_PER_BATCH_MIN = 250;

/**
 * Batches that each run is cut into [count]: as asked for; with `auto` 32 where there are at most three replications,
 * fewer where they would get short, and none where even eight would, or where a run has no steady state.
 *
 * @param jobs  of a run [count]
 */
export function resolveBatches(scenario: Scenario, jobs: number): number {
  const { run, replications, players } = scenario;
  const { batches } = run;
  if (batches !== 'auto') return batches;
  if (replications.max > FEW_REPLICATIONS || whyUnsteady(players, catalogueOf(scenario)) !== undefined) return 1;
  const count = Math.min(BATCHES, Math.floor(countJobs({ ...run, jobs }) / JOBS_PER_BATCH_MIN));
  return count >= BATCHES_MIN ? count : 1;
}

/** Jobs of a run that count, and so can be cut into batches [count]. */
export function countJobs({ jobs, warmUpJobs }: { jobs: number; warmUpJobs: number | 'auto' }): number {
  return jobs - (warmUpJobs === 'auto' ? 0 : warmUpJobs);
}

/** Why the later part of a run is not like the earlier one; nothing where it is. */
export function whyUnsteady({ exit, asserter, validator }: SteadyPlayers, catalogue: Catalogue): string | undefined {
  if (exitRules[exit].traits.changesFleet) return 'nodes leave as a run goes on';
  const player = [...asserter, ...validator].find((spec) => hasPast(spec, catalogue));
  return player && `${String(player.kind)} goes by what came before`;
}

interface SteadyPlayers {
  exit: Scenario['players']['exit'];
  asserter: readonly { kind?: unknown }[];
  validator: readonly { kind?: unknown }[];
}

/** Batches must hold jobs, and be alike: a run in which nodes leave or learn cannot stand for several. */
export function checkBatches(
  { run: written, players: listed }: Record<string, unknown>,
  catalogue: Catalogue,
): PathProblem[] {
  const run = runSchema.safeParse(written ?? {}).data;
  if (!run || run.batches === 'auto' || run.batches === 1) return [];
  const players = schemasOf(catalogue).players.safeParse(listed ?? {}).data;
  const reason = players && whyUnsteady(players, catalogue);
  const refuse = (rule: string) => [wrongValue('rule', ['run', 'batches'], run.batches, rule)];
  const counted = countJobs({ ...run, jobs: expectJobs(run, 0) });
  if (run.seconds === undefined && run.batches > counted) return refuse(`a run has ${counted} jobs that count`);
  return reason ? refuse(`${reason}, so its batches are not alike; leave it out`) : [];
}

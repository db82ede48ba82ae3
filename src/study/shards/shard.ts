/** A shard: some of the runs of a study, in a folder of its own that says which. */
import { z } from 'zod';
import { resultsVersion } from '../../engine/identity.ts';
import type { Shard } from '../../findings/manifest.ts';
import type { Pool } from '../../run/pool.ts';
import type { Scenario } from '../../scenario/schema/scenario.ts';
import type { Store } from '../../store/store.ts';
import { executePass, type PassOutcome } from '../passes.ts';
import type { Source } from './source.ts';
import { countRuns, planWanted, restrictTo, type WantedRuns } from './wanted.ts';

/** `shard.json`: which runs the folder is for. */
export interface ShardRuns {
  schema: 1;
  runs: { designPoint: number; at: Record<string, string | number>; key: string; first: number; count: number }[];
}

/** Largest `shard.json` that is read [bytes]. */
export const shardBytesMax = 512_000_000;

/** The same as it is read back. */
export const shardRunsSchema: z.ZodType<ShardRuns> = z.strictObject({
  schema: z.literal(1),
  runs: z
    .array(
      z.strictObject({
        designPoint: z.int().min(0),
        at: z.record(z.string(), z.union([z.string(), z.number()])),
        key: z.string().regex(/^[0-9a-f]{24}$/, 'it must be 24 hexadecimal digits'),
        first: z.int().min(0).max(1e9),
        count: z.int().min(1).max(1e9),
      }),
    )
    .max(5_000_000),
});

/** Simulates the runs of a shard that its store does not have yet. */
export function runShard(
  wanted: readonly WantedRuns[],
  store: Store,
  pool: Pool,
  conduct: { seed: string; signal: AbortSignal; onJobs: (jobs: number, planned: number) => void },
): Promise<PassOutcome> {
  return executePass(planWanted(wanted), restrictTo(wanted, store), pool, conduct);
}

/** What is written of a shard beside its runs. */
export interface ShardContext {
  scenario: Scenario;
  source: Source;
  shard: Shard;
  wanted: readonly WantedRuns[];
  version: string;
}

/**
 * Writes what a shard is, the manifest last: files are vouched for once all its runs are there, and the study is never
 * said to be complete.
 *
 * @throws StoreError `unwritable`
 */
export async function writeShard(
  store: Store,
  { failed, interrupted }: PassOutcome,
  { scenario, source, shard, wanted, version }: ShardContext,
): Promise<void> {
  const complete = !interrupted && failed.length === 0;
  await store.flush();
  store.retire();
  if (complete) {
    const runs = wanted.map(({ point, arm: _, ...run }) => ({ designPoint: point.id, at: point.at, ...run }));
    store.writeFile('source.json', `${JSON.stringify(source, null, 2)}\n`);
    store.writeFile('shard.json', `${JSON.stringify({ schema: 1, runs } satisfies ShardRuns)}\n`);
  }
  const fields = {
    shard: { ...shard, complete },
    title: scenario.title,
    seed: scenario.seed,
    versions: { 'posp-sim': version, results: resultsVersion },
    plan: { designPoints: new Set(wanted.map(({ point }) => point.id)).size, runs: countRuns(wanted) },
    ...(failed.length > 0 && { failed }),
    complete: false,
  };
  store.writeManifest(fields, complete);
}

/** One pass of a study: the runs that are missing, simulated and kept; and what is kept, gathered into samples. */
import type { Samples } from '../analysis/samples.ts';
import type { Profile } from '../findings/profile.ts';
import { recordColumnNames } from '../market/record.ts';
import { type Arm, armName } from '../market/settings.ts';
import { listArms } from '../plan/arms.ts';
import type { Batch, DesignPoint } from '../plan/plan.ts';
import { runIdsOf } from '../run/identity.ts';
import type { Pool } from '../run/pool.ts';

/** Where finished runs are kept, by identity. */
export interface Archive {
  get: (id: string) => Float64Array | undefined;
  append: (runs: Iterable<{ id: string; values: Float64Array }>) => void | Promise<void>;
}

/** An archive in memory, for studies that leave no folder. */
export function createMemoryArchive(): Archive {
  const kept = new Map<string, Float64Array>();
  return {
    get: (id) => kept.get(id),
    append: (runs) => {
      for (const { id, values } of runs) kept.set(id, values);
    },
  };
}

/** What a design point should have: so many replications of each arm. */
export interface PointPlan {
  point: DesignPoint;
  arms: readonly Arm[];
  replications: number;
}

/** A run of the plan and its identity. */
export interface PlannedStudyRun {
  id: string;
  point: DesignPoint;
  arm: Arm;
  replication: number;
}

/** What a pass did. */
export interface PassOutcome {
  jobs: number;
  failures: string[];
  interrupted: boolean;
}

/** Jobs a worker gets at a time: some tens of milliseconds, so that handing over costs little and a stop is prompt. */
const JOBS_PER_BATCH = 200_000;

interface PlannedBatch extends Batch {
  ids: string[];
}

/** Simulates what the plan asks for and the archive does not have yet. */
export async function executePass(
  plan: readonly PointPlan[],
  archive: Archive,
  pool: Pool,
  {
    seed,
    signal,
    onJobs,
  }: { seed: string; signal: AbortSignal | undefined; onJobs: (jobs: number, planned: number) => void },
): Promise<PassOutcome> {
  const batches = [...listBatches(plan, archive, seed)];
  const planned = batches.reduce((sum, batch) => sum + batch.replications * batch.point.settings.run.jobs, 0);
  const outcome: PassOutcome = { jobs: 0, failures: [], interrupted: false };
  let finished = 0;
  await pool.runBatches(batches, {
    signal,
    onResult: async (batch, { rows, failure }) => {
      const width = recordColumnNames.length;
      const { ids } = batch as PlannedBatch;
      const done = Math.floor(rows.length / width);
      await archive.append(ids.slice(0, done).map((id, i) => ({ id, values: rows.slice(i * width, (i + 1) * width) })));
      if (failure) {
        const replay = `--design-point ${batch.point.id} --arm ${armName(batch.arm)} --replication ${failure.replication}`;
        outcome.failures.push(`${failure.message}; replay: ${replay}`);
      }
      finished++;
      outcome.jobs += done * batch.point.settings.run.jobs;
      onJobs(outcome.jobs, planned);
    },
  });
  outcome.interrupted = finished < batches.length;
  return outcome;
}

/** Puts the kept runs of a plan into samples, each arm up to its replications or its first missing run. */
export function fillSamples(
  samples: Samples,
  reached: readonly { point: DesignPoint; replications: number }[],
  against: readonly Profile[],
  archive: Archive,
  seed: string,
): void {
  for (const { point, replications } of reached) {
    for (const arm of listArms(point.settings, against)) {
      const idOf = runIdsOf(point.settings, arm, seed);
      const sample = samples.of(point, arm);
      for (let replication = 0; replication < replications; replication++) {
        const row = archive.get(idOf(replication));
        if (!row) break;
        sample.add(row);
      }
    }
  }
}

/** Every run of a plan in plan order: design points, arms, replications. */
export function listPlannedRuns(
  reached: readonly { point: DesignPoint; replications: number }[],
  against: readonly Profile[],
  seed: string,
): PlannedStudyRun[] {
  return reached.flatMap(({ point, replications }) =>
    listArms(point.settings, against).flatMap((arm) => {
      const idOf = runIdsOf(point.settings, arm, seed);
      return Array.from({ length: replications }, (_, replication) => ({
        id: idOf(replication),
        point,
        arm,
        replication,
      }));
    }),
  );
}

/** Missing runs in batches; arms in which everyone plays alike share their runs. */
function* listBatches(plan: readonly PointPlan[], archive: Archive, seed: string): Generator<PlannedBatch> {
  const asked = new Set<string>();
  let index = 0;
  for (const { point, arms, replications } of plan) {
    const perBatch = Math.max(1, Math.floor(JOBS_PER_BATCH / point.settings.run.jobs));
    for (const arm of arms) {
      const idOf = runIdsOf(point.settings, arm, seed);
      let first = 0;
      let ids: string[] = [];
      for (let replication = 0; replication <= replications; replication++) {
        const id = replication < replications ? idOf(replication) : undefined;
        const missing = id !== undefined && !asked.has(id) && !archive.get(id);
        if (ids.length > 0 && (!missing || ids.length === perBatch)) {
          yield { index: index++, point, arm, seed, firstReplication: first, replications: ids.length, ids };
          ids = [];
        }
        if (!missing) continue;
        if (ids.length === 0) first = replication;
        ids.push(id);
        asked.add(id);
      }
    }
  }
}

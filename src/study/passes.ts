/** One pass of a study: the runs that are missing, simulated and kept; and what is kept, gathered into samples. */
import type { ArmRecords } from '../analysis/sample/samples.ts';
import { jobsOf } from '../engine/assignment.ts';
import { armKeyOf } from '../engine/identity.ts';
import type { Profile } from '../findings/profile.ts';
import { recordColumnNames } from '../market/record.ts';
import { type Arm, armName } from '../market/settings.ts';
import { listArms } from '../plan/arms.ts';
import type { Assignment, AssignmentResult, DesignPoint } from '../plan/plan.ts';
import type { Pool } from '../run/pool.ts';
import { RunRecords, type RunRows } from '../store/run-records.ts';
import type { PlannedArm } from '../store/run-table.ts';

/** Where finished runs are kept, by the key of their arm and their replication. */
export interface Archive {
  has: (arm: string, replication: number) => boolean;
  /** A copy of a run's record, if it was ever done; the records of batches are numbered on, a run's one after the other. */
  get: (arm: string, replication: number) => Float64Array | undefined;
  append: (runs: RunRows) => void | Promise<void>;
  /** Puts on disk what it was given, where that is where it keeps things. */
  flush?: () => Promise<void>;
}

/** An archive in memory, for studies that leave no folder. */
export function createMemoryArchive(): Archive {
  const records = new RunRecords();
  return {
    has: (arm, replication) => records.find(arm, replication) >= 0,
    get: (arm, replication) => records.get(arm, replication),
    append: (runs) => void records.add(runs),
  };
}

/** An arm and the key its runs are found by. */
export interface KeyedArm {
  arm: Arm;
  key: string;
}

/** The arms of a study's design points, each key worked out once. */
export class KeyedArms {
  readonly #against: readonly Profile[];
  readonly #seed: string;
  readonly #known = new Map<number, KeyedArm[]>();

  constructor(against: readonly Profile[], seed: string) {
    this.#against = against;
    this.#seed = seed;
  }

  of({ id, settings }: DesignPoint): readonly KeyedArm[] {
    let arms = this.#known.get(id);
    if (!arms) {
      arms = listArms(settings, this.#against).map((arm) => ({ arm, key: armKeyOf(settings, arm, this.#seed) }));
      this.#known.set(id, arms);
    }
    return arms;
  }
}

/** What a design point should have: so many replications of each arm. */
export interface PointPlan {
  point: DesignPoint;
  arms: readonly KeyedArm[];
  replications: number;
}

/** A run that broke a law: where it stands, and what it said. */
export interface FailedRun {
  designPoint: number;
  arm: string;
  replication: number;
  message: string;
  /** It is one of those that measure time alone, which no trace shows. */
  isOfTime?: true;
}

/** What a pass did. */
export interface PassOutcome {
  jobs: number;
  failed: FailedRun[];
  interrupted: boolean;
}

/** Jobs of an assignment at most, a node counted as one [count]: some milliseconds of work, of which parcels are made. */
const JOBS_PER_ASSIGNMENT = 50_000;

interface PlannedAssignment extends Assignment {
  key: string;
}

/** How a pass is made, and who hears of it. */
interface PassConduct {
  seed: string;
  signal: AbortSignal | undefined;
  onJobs: (jobs: number, planned: number) => void;
  /** Hears of every design point whose runs are all there, in plan order, while those behind it are still simulated. */
  onPoint?: (plan: PointPlan) => void;
}

/** Simulates what the plan asks for and the archive does not have yet. */
export async function executePass(
  plan: readonly PointPlan[],
  archive: Archive,
  pool: Pool,
  { seed, signal, onJobs, onPoint }: PassConduct,
): Promise<PassOutcome> {
  let [planned, open] = [0, 0];
  for (const assignment of listAssignments(plan, archive, seed)) {
    planned += jobsOf(assignment);
    open++;
  }
  const outcome: PassOutcome = { jobs: 0, failed: [], interrupted: false };
  // Assignments are handed back in plan order: with the first of a design point, all of those before it are there.
  let reached = 0;
  const reach = (end?: DesignPoint) => {
    for (; reached < plan.length && plan[reached].point !== end; reached++) onPoint?.(plan[reached]);
  };
  await pool.runAssignments(listAssignments(plan, archive, seed), {
    signal,
    jobs: planned,
    analyses: onPoint ? plan.length : 0,
    keep: archive.flush && (() => archive.flush!()),
    onResult: async (assignment, result) => {
      reach(assignment.point);
      for (const runs of goodRuns(assignment as PlannedAssignment, result)) await archive.append(runs);
      for (const { replication, message } of result.failures) {
        outcome.failed.push({ designPoint: assignment.point.id, arm: armName(assignment.arm), replication, message });
      }
      open--;
      outcome.jobs += (assignment.replications - result.failures.length) * assignment.point.settings.run.jobs;
      onJobs(outcome.jobs, planned);
    },
  });
  outcome.interrupted = open > 0;
  if (!outcome.interrupted) reach();
  return outcome;
}

/** The kept runs of a design point, each arm up to its replications or its first missing run. */
export function gatherRecords({ point, arms, replications }: PointPlan, archive: Pick<Archive, 'get'>): ArmRecords[] {
  const asked = replications * batchesOf(point);
  const read = new Map<string, Float64Array>();
  return arms.map(({ arm, key }) => {
    const rows = read.get(key) ?? readRows(archive, key, asked);
    // Arms that share their runs are known by sharing the very same rows.
    read.set(key, rows);
    return { arm: armName(arm), rows };
  });
}

function readRows(archive: Pick<Archive, 'get'>, key: string, asked: number): Float64Array {
  const width = recordColumnNames.length;
  const rows = new Float64Array(asked * width);
  let count = 0;
  for (let row = archive.get(key, 0); row && count < asked; row = archive.get(key, count)) {
    rows.set(row, width * count++);
  }
  return count < asked ? rows.slice(0, width * count) : rows;
}

/** Every run of a plan, counted and listed arm by arm in plan order: design points, arms, replications. */
export class PlannedRuns implements Iterable<PlannedArm & { point: DesignPoint }> {
  readonly #plan: readonly PointPlan[];

  constructor(plan: readonly PointPlan[]) {
    this.#plan = plan;
  }

  /** How many runs [count]. */
  get count(): number {
    return this.#plan.reduce((sum, { arms, replications }) => sum + arms.length * replications, 0);
  }

  *[Symbol.iterator](): Generator<PlannedArm & { point: DesignPoint }> {
    for (const { point, arms, replications } of this.#plan) {
      const batches = batchesOf(point);
      for (const { arm, key } of arms) yield { point, arm, key, replications: replications * batches, batches };
    }
  }
}

/** Missing runs in assignments; arms in which everyone plays alike share their runs. */
export function* listAssignments(
  plan: readonly PointPlan[],
  archive: Pick<Archive, 'has'>,
  seed: string,
): Generator<PlannedAssignment> {
  // Replications of each key that an earlier arm of this plan has asked for.
  const asked = new Map<string, number>();
  let index = 0;
  for (const { point, arms, replications } of plan) {
    const { run, market } = point.settings;
    const perAssignment = Math.max(1, Math.floor(JOBS_PER_ASSIGNMENT / (run.jobs + market.nodeCount)));
    for (const { arm, key } of arms) {
      const from = asked.get(key) ?? 0;
      asked.set(key, Math.max(from, replications));
      let first = from;
      const close = (end: number): PlannedAssignment => ({
        index: index++,
        point,
        arm,
        key,
        seed,
        firstReplication: first,
        replications: end - first,
      });
      for (let replication = from; replication < replications; replication++) {
        if (isKept(archive, key, replication, batchesOf(point))) {
          if (replication > first) yield close(replication);
          first = replication + 1;
        } else if (replication - first === perAssignment) {
          yield close(replication);
          first = replication;
        }
      }
      if (replications > first) yield close(replications);
    }
  }
}

/** Records that a run of a design point leaves: one, or one for each batch it is cut into [count]. */
export function batchesOf({ settings }: DesignPoint): number {
  return settings.run.batches ?? 1;
}

function isKept(archive: Pick<Archive, 'has'>, key: string, replication: number, batches: number): boolean {
  for (let batch = 0; batch < batches; batch++) if (!archive.has(key, replication * batches + batch)) return false;
  return true;
}

/** The rows of an assignment as stretches of consecutive replications: what failed leaves gaps. */
function* goodRuns(
  { key, point, firstReplication, replications }: PlannedAssignment,
  result: AssignmentResult,
): Generator<RunRows> {
  const batches = batchesOf(point);
  const width = batches * recordColumnNames.length;
  let first = firstReplication;
  let row = 0;
  for (const end of [...result.failures.map(({ replication }) => replication), firstReplication + replications]) {
    const count = end - first;
    if (count > 0)
      yield { arm: key, first: first * batches, rows: result.rows.subarray(row * width, (row + count) * width) };
    row += count;
    first = end + 1;
  }
}

/** The runs of a folder: read, planned again from the scenario, and some of them simulated again. */
import { jobsOf } from '../../engine/assignment.ts';
import { drawRuns } from '../../engine/draw-runs.ts';
import { runIdOf } from '../../engine/identity.ts';
import type { AxisValues } from '../../findings/axis-values.ts';
import type { Findings } from '../../findings/findings.ts';
import { recordColumnNames } from '../../market/record.ts';
import { type Arm, armName } from '../../market/settings.ts';
import type { Assignment, AssignmentResult, DesignPoint } from '../../plan/plan.ts';
import { createResolver } from '../../scenario/resolve.ts';
import { canonicalJson } from '../../scenario/schema/digest.ts';
import { ParquetFiles } from '../../store/parquet.ts';
import { RunRecords } from '../../store/run-records.ts';
import { readRuns } from '../../store/run-table.ts';
import { listAskedProfiles } from '../conclude.ts';
import { KeyedArms, type PointPlan } from '../passes.ts';
import type { DeriveRequest } from './derive.ts';
import type { Verification, VerifyRequest } from './verification.ts';

/** The records of a folder; or why there are none, where the file is one that no study has written. */
export async function readRecords(path: string): Promise<RunRecords | string> {
  const records = new RunRecords();
  const files = new ParquetFiles();
  try {
    await readRuns(files, path, records);
    return records;
  } catch (error) {
    return `it cannot be read: ${(error as Error).message.split('\n')[0]}`;
  } finally {
    await files.close();
  }
}

/** The runs the findings rest on, from the scenario; design points that a search added by their values. */
export function planAgain({ designPoints }: Findings, { scenario, points }: DeriveRequest['loaded']): PointPlan[] {
  const resolver = createResolver(scenario);
  const paths = new Set(scenario.sweep.map(({ path }) => path));
  const arms = new KeyedArms(listAskedProfiles(scenario), String(scenario.seed));
  const settle = (id: number, at: AxisValues) => {
    if (canonicalJson(points[id]?.at) === canonicalJson(at)) return points[id].settings;
    // Findings are a stranger's: only what is swept has other values elsewhere.
    return Object.keys(at).every((path) => paths.has(path)) ? resolver(at).settings : undefined;
  };
  return designPoints.flatMap(({ id, at, replications }): PointPlan[] => {
    const settings = settle(id, at);
    if (!settings) return [];
    const point = { id, at, settings };
    return [{ point, arms: arms.of(point), replications }];
  });
}

/** A run that is to be simulated again. */
interface PickedRun {
  point: DesignPoint;
  arm: Arm;
  key: string;
  replication: number;
}

/** The runs to simulate again, and how many there are to choose from: those that are there, each once, in plan order. */
export function pickRuns(plan: readonly PointPlan[], records: RunRecords, wanted: number | 'all', digest: string) {
  const distinct = new Map<string, Omit<PickedRun, 'replication'> & { first: number; end: number }>();
  let total = 0;
  for (const { point, arms } of plan) {
    const batches = point.settings.run.batches ?? 1;
    for (const { arm, key } of arms) {
      if (distinct.has(key)) continue;
      const first = total;
      while (records.find(key, (total - first) * batches) >= 0) total++;
      distinct.set(key, { point, arm, key, first, end: total });
    }
  }
  const indices = drawRuns(total, wanted === 'all' ? total : wanted, digest);
  const stretches = [...distinct.values()].values();
  let stretch = stretches.next().value;
  const picked = indices.map((index): PickedRun => {
    while (stretch && index >= stretch.end) stretch = stretches.next().value;
    const { point, arm, key, first } = stretch!;
    return { point, arm, key, replication: index - first };
  });
  return { picked, total };
}

/** Simulates runs again and holds them against their records. */
export async function simulateAgain(
  picked: readonly PickedRun[],
  records: RunRecords,
  seed: string,
  { pool, signal }: VerifyRequest,
): Promise<Verification['runs']> {
  const assignments = picked.map(({ point, arm, replication }, index): Assignment => {
    return { index, point, arm, seed, firstReplication: replication, replications: 1 };
  });
  const runs: Verification['runs'] = [];
  await pool.runAssignments(assignments, {
    signal,
    jobs: assignments.reduce((sum, assignment) => sum + jobsOf(assignment), 0),
    onResult: ({ index }, result) => {
      runs.push(compareRun(picked[index], result, records));
    },
  });
  return runs;
}

function compareRun(
  run: PickedRun,
  { rows, failures }: AssignmentResult,
  records: RunRecords,
): Verification['runs'][number] {
  const { point, arm, key, replication } = run;
  const batches = point.settings.run.batches ?? 1;
  const id = runIdOf(key, replication * batches);
  const told = { id, designPoint: point.id, arm: armName(arm), replication };
  if (failures[0]) return { ...told, equal: false, because: failures[0].message };
  const width = recordColumnNames.length;
  for (let batch = 0; batch < batches; batch++) {
    const kept = records.get(key, replication * batches + batch);
    if (!kept) return { ...told, equal: false, because: 'it is not in runs.parquet' };
    const column = kept.findIndex((value, at) => !Object.is(value, rows[batch * width + at]));
    if (column < 0) continue;
    const [stored, simulated] = [kept[column], rows[batch * width + column]];
    const because = `${recordColumnNames[column]} is ${stored} there and ${simulated} when it is simulated again`;
    return { ...told, equal: false, because };
  }
  return { ...told, equal: true };
}

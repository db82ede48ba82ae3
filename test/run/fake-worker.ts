/** A worker whose runs are made up from their seed and take longer the earlier they stand in the plan. */

import { isMainThread } from 'node:worker_threads';
import type { AnalysisRequest } from '../../src/analysis/analyse.ts';
import { runInTurns, runThrough, type Turns } from '../../src/engine/assignment.ts';
import { recordColumnNames } from '../../src/market/record.ts';
import type { Assignment, AssignmentResult } from '../../src/plan/plan.ts';

export function takeTurns(parcel: readonly Assignment[]): Turns {
  return runInTurns(parcel, (_settings, _arm, seed, replication) => {
    if (seed === 'broken' && replication === 5) throw new RangeError('ledger does not balance: 3 units appeared');
    return recordColumnNames.map((_, column) =>
      fraction(`${seed}/${replication}/${column}`),
    ) as unknown as Float64Array;
  });
}

/** Dies under replication 5 where the seed says so: every time, or unless it is alone. */
function dieOf(parcel: readonly Assignment[]): void {
  const reach = parcel.find(({ firstReplication: first, replications }) => first <= 5 && 5 < first + replications);
  if (!reach) return;
  if (reach.seed === 'deadly' || (reach.seed === 'deadly in company' && reach.replications > 1)) process.exit(1);
}

export default async function runLater(parcel: readonly Assignment[]): Promise<AssignmentResult[]> {
  await new Promise((resolve) => setTimeout(resolve, (parcel[0]?.index ?? 1) % 4 === 0 ? 15 : 1));
  dieOf(parcel);
  return runThrough(takeTurns(parcel));
}

/** Says of each design point which it is and where it was analysed; dies under number 5 of a deadly study. */
export async function analyse(parcel: readonly AnalysisRequest[]): Promise<{ id: number; isHere: boolean }[]> {
  await new Promise((resolve) => setTimeout(resolve, 1));
  return parcel.map(({ point: { id }, asked: { followed } }) => {
    if (id === 5 && followed.includes('broken')) throw new RangeError('its covariance is no number');
    if (id === 5 && followed.includes('deadly') && !isMainThread) process.exit(1);
    return { id, isHere: isMainThread };
  });
}

function fraction(text: string): number {
  let hash = 2166136261;
  for (const letter of text) hash = Math.imul(hash ^ letter.charCodeAt(0), 16777619);
  return (hash >>> 0) / 2 ** 32;
}

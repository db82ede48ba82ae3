/** A worker whose runs are made up from their seed and take longer the earlier they stand in the plan. */

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

function fraction(text: string): number {
  let hash = 2166136261;
  for (const letter of text) hash = Math.imul(hash ^ letter.charCodeAt(0), 16777619);
  return (hash >>> 0) / 2 ** 32;
}

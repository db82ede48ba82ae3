/** A worker whose rows say where they were made: 0 in the thread that opened the pool, 1 in another. */

import { runInTurns, runThrough, type Turns } from '../../src/engine/assignment.ts';
import { recordColumnNames } from '../../src/market/record.ts';
import type { Assignment, AssignmentResult } from '../../src/plan/plan.ts';

export function takeTurns(parcel: readonly Assignment[], place = 0): Turns {
  return runInTurns(parcel, () => new Float64Array(recordColumnNames.length).fill(place));
}

export default function runThere(parcel: readonly Assignment[]): AssignmentResult[] {
  return runThrough(takeTurns(parcel, 1));
}

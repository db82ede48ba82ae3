/**
 * What a worker thread of the pool does. Nothing but plain data crosses in either direction, and it is copied: memory that
 * a thread gives away makes every typed column slower there from then on, because each access has to ask whether its own
 * has been given away, and discards the code compiled before.
 *
 * A parcel has a turn of its own: of several that wait each is handed back when it is done, not all at the end.
 */

import { type AnalysisRequest, answerRequest, type PointAnalysis } from '../analysis/analyse.ts';
import { ExactArms } from '../analysis/round/exact-arm.ts';
import { runInTurns, runThrough, type Turns } from '../engine/assignment.ts';
import { simulateRun } from '../engine/simulate.ts';
import type { Assignment, AssignmentResult } from '../plan/plan.ts';
import { givePlugs } from './carried-plugs.ts';
import { nextTurn } from './next-turn.ts';

/** Runs a parcel turn by turn, in the thread that has other things to do. */
export function takeTurns(parcel: readonly Assignment[]): Turns {
  return runInTurns(parcel, simulateRun);
}

/** Simulates a parcel. */
export default async function run(parcel: readonly Assignment[]): Promise<AssignmentResult[]> {
  await nextTurn();
  return runThrough(takeTurns(await givePlugs(parcel)));
}

/** Analyses the design points of a parcel. */
export async function analyse(parcel: readonly AnalysisRequest[]): Promise<PointAnalysis[]> {
  await nextTurn();
  return (await givePlugs(parcel)).map((request) => answerRequest(request, exact));
}

// In the thread that opened the pool a design point is the same one at each look, and what is exact of it is known.
const exact = new ExactArms();

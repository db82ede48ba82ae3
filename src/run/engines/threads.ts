/** Parcels that are done in threads of their own. */
import type { AnalysisRequest, PointAnalysis } from '../../analysis/analyse.ts';
import { countNumbers } from '../../engine/assignment.ts';
import type { Assignment, AssignmentResult, RunFailure } from '../../plan/plan.ts';
import { namePlugins } from '../carried-plugs.ts';
import type { Engine } from './engine.ts';
import { createThreadGroup, isDeath } from './thread-group.ts';

/** An engine with threads, which are started when it is opened or by its first parcel. */
export interface Threads extends Engine {
  open(): void;
  close(): Promise<void>;
}

/**
 * Parcels a thread has at hand: one at work and two waiting in its port, because this thread answers only between runs of
 * its own, and one of them may take as long as two parcels there.
 */
const lanesPerThread = 3;

/**
 * Does parcels in threads of their own.
 *
 * A thread that dies at work is replaced, and what it had at hand is done again, piece by piece: one that kills its thread
 * each time is a failure like any other.
 */
export function threadEngine(script: string, count: number): Threads {
  // 1. The threads, and what they can do with a parcel.
  const group = createThreadGroup(script, count, lanesPerThread);
  const simulate: Simulate = (parcel) => group.perform('default', parcel.map(namePlugins));
  const analyse: Analyse = (parcel) => group.perform('analyse', parcel.map(namePlugins));
  // 2. What may have killed its thread: one suspect after the other, so that none is blamed for what another did.
  const suspect = inTurn();
  // 3. Whether they are up: an empty parcel comes back when one is.
  let areUp = false;
  return {
    lanes: count * lanesPerThread,
    threads: count,
    ready: async () => {
      if (!areUp) await simulate([]);
      areUp = true;
    },
    run: (parcel) => simulate(parcel).catch((error) => suspect(error, () => runApart(parcel, simulate))),
    analyse: (parcel) => analyse(parcel).catch((error) => suspect(error, () => analyseApart(parcel, analyse))),
    open: group.open,
    close: async () => {
      await group.close();
      areUp = false;
    },
  };
}

type Simulate = (parcel: readonly Assignment[]) => Promise<AssignmentResult[]>;
type Analyse = (parcel: readonly AnalysisRequest[]) => Promise<PointAnalysis[]>;

/** Does things again one after the other, where their thread died; what else went wrong is thrown. */
function inTurn(): <Result>(error: unknown, again: () => Promise<Result>) => Promise<Result> {
  let last: Promise<unknown> = Promise.resolve();
  return (error, again) => {
    if (!isDeath(error)) throw error;
    const turn = last.then(again);
    last = turn.catch(() => {});
    return turn;
  };
}

/** How often a piece of work may take its thread with it: parcels of others may be at work there, and be the cause. */
const triesMax = 3;

/** Every run by itself, so that only those that kill their thread are lost. */
async function runApart(parcel: readonly Assignment[], simulate: Simulate): Promise<AssignmentResult[]> {
  const results: AssignmentResult[] = [];
  for (const assignment of parcel) {
    const rows = new Float64Array(countNumbers(assignment));
    const failures: RunFailure[] = [];
    let end = 0;
    for (let step = 0; step < assignment.replications; step++) {
      const replication = assignment.firstReplication + step;
      const alone = [{ ...assignment, firstReplication: replication, replications: 1 }];
      try {
        const [only] = await tryOften(() => simulate(alone), triesMax);
        rows.set(only.rows, end);
        end += only.rows.length;
        failures.push(...only.failures);
      } catch (error) {
        if (!isDeath(error)) throw error;
        failures.push({ replication, message: `its thread died: ${error.message}` });
      }
    }
    results.push({ index: assignment.index, rows: rows.subarray(0, end), failures });
  }
  return results;
}

/** Every design point by itself. @throws Error that names the one that kills its thread */
async function analyseApart(parcel: readonly AnalysisRequest[], analyse: Analyse): Promise<PointAnalysis[]> {
  const analysed: PointAnalysis[] = [];
  for (const request of parcel) {
    try {
      analysed.push(...(await tryOften(() => analyse([request]), triesMax)));
    } catch (error) {
      if (!isDeath(error)) throw error;
      throw new Error(`the thread that analysed design point ${request.point.id} died: ${error.message}`);
    }
  }
  return analysed;
}

async function tryOften<T>(work: () => Promise<T>, tries: number): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (tries <= 1 || !isDeath(error)) throw error;
    return tryOften(work, tries - 1);
  }
}

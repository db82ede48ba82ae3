/** Parcels that are done in this thread, which has other things to do as well. */
import type { AnalysisRequest, PointAnalysis } from '../../analysis/analyse.ts';
import type { Turns } from '../../engine/assignment.ts';
import type { Assignment } from '../../plan/plan.ts';
import { nextTurn } from '../next-turn.ts';
import type { Pace } from '../pace.ts';
import type { Engine } from './engine.ts';

/** What a script has for this thread. */
interface Script {
  takeTurns: (parcel: readonly Assignment[]) => Turns;
  analyse: (parcel: readonly AnalysisRequest[]) => Promise<PointAnalysis[]>;
}

/** Does parcels here, those that are simulated timed; between two turns whatever else waits is served. */
export function inlineEngine(script: string, pace: Pace): Engine {
  let module: Promise<Script> | undefined;
  const load = (): Promise<Script> => {
    module ??= import(script);
    return module;
  };
  return {
    lanes: 1,
    threads: 1,
    ready: async () => {},
    run: async (parcel) => {
      const { takeTurns } = await load();
      await nextTurn();
      const stopwatch = pace.begin(parcel);
      const turns = takeTurns(parcel);
      for (;;) {
        const { done, value } = turns.next();
        if (done) {
          stopwatch.end();
          return value;
        }
        stopwatch.pause();
        await nextTurn();
        stopwatch.resume();
      }
    },
    analyse: async (parcel) => {
      const { analyse } = await load();
      const analysed: PointAnalysis[] = [];
      for (const request of parcel) analysed.push(...(await analyse([request])));
      return analysed;
    },
  };
}

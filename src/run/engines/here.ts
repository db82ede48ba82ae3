/** Parcels that are run in this thread, which has other things to do as well. */
import type { Turns } from '../../engine/assignment.ts';
import type { Assignment } from '../../plan/plan.ts';
import { nextTurn } from '../next-turn.ts';
import type { Pace } from '../pace.ts';
import type { Engine } from './engine.ts';

/** Runs parcels here, each of them timed; between two turns whatever else waits is served. */
export function inlineEngine(script: string, pace: Pace): Engine {
  let module: Promise<{ takeTurns: (parcel: readonly Assignment[]) => Turns }> | undefined;
  return {
    lanes: 1,
    threads: 1,
    ready: async () => {},
    run: async (parcel) => {
      module ??= import(script);
      const { takeTurns } = await module;
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
  };
}

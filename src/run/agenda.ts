/**
 * Where design points wait to be analysed until somebody is free.
 *
 * What goes to another thread is put together when it goes, so that however many wait, their records stay where they are.
 */

import type { AnalysisRequest, PointAnalysis } from '../analysis/analyse.ts';
import { countLanes, type Engine, eachLane } from './engines/engine.ts';

/** Design points of a parcel at most [count]: some ten milliseconds of work. */
const pointsPerParcel = 8;

interface Waiting {
  prepare: () => AnalysisRequest;
  resolve: (analysed: PointAnalysis) => void;
  reject: (error: unknown) => void;
}

/** Design points that wait, first come, first served. */
export class Agenda {
  #waiting: Waiting[] = [];
  #next = 0;
  #isRoused = false;

  /** Leaves a design point here. @param prepare  asked when somebody takes it */
  submit(prepare: () => AnalysisRequest): Promise<PointAnalysis> {
    return new Promise((resolve, reject) => this.#waiting.push({ prepare, resolve, reject }));
  }

  /** Has an engine analyse what waits, until nothing does. @param hands  how many share it [count] */
  async clear(engine: Engine, hands: number): Promise<void> {
    for (let taken = this.#take(hands); taken.length > 0; taken = this.#take(hands)) {
      try {
        const analysed = await engine.analyse(taken.map(({ prepare }) => prepare()));
        for (const [i, { resolve }] of taken.entries()) resolve(analysed[i]);
      } catch (error) {
        for (const { reject } of taken) reject(error);
      }
    }
  }

  /** Has all lanes clear the agenda that have nothing else to do, and whoever cannot start leaves it to the others. */
  async rouse(engines: readonly Engine[]): Promise<void> {
    if (this.#isRoused) return;
    this.#isRoused = true;
    while (this.#waiting.length > 0) {
      const lanes = countLanes(engines);
      await Promise.all(
        eachLane(engines, async (engine) => {
          await engine.ready();
          await this.clear(engine, lanes);
        }).map((lane) => lane.catch(() => {})),
      );
    }
    this.#isRoused = false;
  }

  #take(hands: number): Waiting[] {
    const left = this.#waiting.length - this.#next;
    const end = this.#next + Math.min(pointsPerParcel, Math.ceil(left / hands));
    const taken = this.#waiting.slice(this.#next, end);
    this.#next = end;
    if (end === this.#waiting.length) [this.#waiting, this.#next] = [[], 0];
    return taken;
  }
}

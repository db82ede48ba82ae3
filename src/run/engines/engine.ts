import type { AnalysisRequest, PointAnalysis } from '../../analysis/analyse.ts';
import type { Assignment, AssignmentResult } from '../../plan/plan.ts';

/** Something that does parcels of work, several at a time where it has several lanes. */
export interface Engine extends Skills {
  /** Parcels it may have at hand: at work, or waiting until what is at work is done [count]. */
  lanes: number;
  /** Parcels that are at work at the same time [count]. */
  threads: number;
  /** Settles once a parcel would be begun at once. */
  ready(): Promise<void>;
}

/** What can be done with a parcel. */
interface Skills {
  /** Simulates assignments. */
  run(parcel: readonly Assignment[]): Promise<AssignmentResult[]>;
  /** Analyses design points. */
  analyse(parcel: readonly AnalysisRequest[]): Promise<PointAnalysis[]>;
}

/** Starts something in every lane, in each with its number among those of its engine. */
export function eachLane<T>(engines: readonly Engine[], start: (engine: Engine, number: number) => T): T[] {
  return engines.flatMap((engine) => Array.from({ length: engine.lanes }, (_, number) => start(engine, number)));
}

export function countLanes(engines: readonly Engine[]): number {
  return engines.reduce((sum, { lanes }) => sum + lanes, 0);
}

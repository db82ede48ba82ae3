import type { Assignment, AssignmentResult } from '../../plan/plan.ts';

/** Something that runs parcels, several at a time where it has several lanes. */
export interface Engine {
  /** Parcels it may have at hand: at work, or waiting until what is at work is done [count]. */
  lanes: number;
  /** Parcels that are at work at the same time [count]. */
  threads: number;
  /** Settles once a parcel would be begun at once. */
  ready(): Promise<void>;
  run(parcel: readonly Assignment[]): Promise<AssignmentResult[]>;
}

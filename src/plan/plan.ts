/** Design points, arms and replications: the runs that answer a scenario. */
import type { AxisValues } from '../findings/axis-values.ts';
import type { Arm, Settings } from '../market/settings.ts';

/** One parameter setting of a study. */
export interface DesignPoint {
  id: number;
  /** The swept parameters and their values here. */
  at: AxisValues;
  settings: Settings;
}

/** Consecutive replications of one arm at one design point: the work a thread is handed. */
export interface Assignment {
  /** Position in the plan; results are committed in this order. */
  index: number;
  point: DesignPoint;
  arm: Arm;
  seed: string;
  firstReplication: number;
  replications: number;
}

/** What came back: one row of record columns per replication, or per batch it is cut into, but for those that failed. */
export interface AssignmentResult {
  index: number;
  /** Shape good replications × batches of a run × columns, row by row, in the order of the replications. */
  rows: Float64Array;
  /** In the order of the replications. */
  failures: RunFailure[];
}

/** A run that broke a law: our mistake, and how to see it again. */
export interface RunFailure {
  replication: number;
  message: string;
}

/** The best that one node can do against rules, over all its histories. */
import type { Role } from './findings.ts';

/** Which cheats a node may choose among: those that are declared, or those of the catalogue without parameters as well. */
export const actionSets = ['declared', 'catalogue'] as const;
export type ActionSet = (typeof actionSets)[number];

/** What a plan does in some states, in their order. */
export interface PlanStep {
  /** The states, in words; `always` where there is one. */
  when: string;
  action: string;
}

/** The best response of one node in a role, everybody else honest; or why it is not known. */
export type BestResponse = KnownBestResponse | { role: Role; unknown: string };

export interface KnownBestResponse {
  role: Role;
  /**
   * What the best plan gains over honesty, by job [credits]: no plan gains more than `high`, whatever it remembers, and
   * `policy` gains `low`.
   */
  gain: { low: number; high: number };
  policy: PlanStep[];
  /** What the node may do at a job, honesty first. */
  actions: string[];
  /** Different situations that the node may find itself in [count]. */
  states: number;
  /** Jobs that a life counts for, 1 / (1 - discount); `null` where every job counts alike, however many there are. */
  horizon: number | null;
}

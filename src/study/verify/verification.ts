/** What is asked of verifying a results folder, and what it answers. */
import type { Catalogue } from '../../catalogue/catalogue.ts';
import type { Findings } from '../../findings/findings.ts';
import type { DesignPoint } from '../../plan/plan.ts';
import type { Pool } from '../../run/pool.ts';
import type { Scenario } from '../../scenario/schema/scenario.ts';
import type { Derivation } from './derive.ts';

/** What was looked at, and whether it is as it was written. */
export interface Verification {
  files: { path: string; equal: boolean; because?: string }[];
  /** What is digested, or counted, in one file and said in another. */
  digests: { of: string; equal: boolean; because?: string }[];
  /** Runs simulated again, by the identity of their first record. */
  runs: { id: string; designPoint: number; arm: string; replication: number; equal: boolean; because?: string }[];
  /** Findings worked out again from the runs, by their parts. */
  findings: Derivation['findings'];
  /** What could not be worked out again, or was not, and what no study writes, a few words each. */
  notDerived: string[];
  /** Runs there are to choose from [count]; arms in which everyone plays alike share theirs. */
  runsInAll: number;
}

/** What is wanted. */
export interface VerifyRequest {
  /** How many runs are simulated again, drawn by the study's digest. */
  runs: number | 'all';
  pool: Pool;
  /** Where the kinds of its scenario are looked up; what comes with the program when left out. */
  catalogue?: Catalogue;
  /** Version of the program; when it wrote the folder, sentences are compared too. */
  version?: string;
  /** Without it files that are drawn are named among what was not derived. */
  drawAgain?: DrawAgain;
  signal?: AbortSignal;
}

/** What files of a folder are drawn of. */
export interface MadeOf {
  folder: string;
  findings: Findings;
  scenario: Scenario;
  points: readonly DesignPoint[];
  hasExhibits: boolean;
}

/** Draws files again that are drawn of findings, and says what is wrong with those that differ, by path. */
export type DrawAgain = (request: MadeOf & { paths: readonly string[] }) => Promise<ReadonlyMap<string, string>>;

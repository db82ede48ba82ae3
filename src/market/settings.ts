/**
 * Everything one design point needs, as plain numbers: what crosses to a worker and what a round is asked about.
 */

import type { Role } from '../findings/findings.ts';
import type { Profile } from '../findings/profile.ts';
import type { MarketParams } from './params.ts';

/**
 * Under this key settings and scenarios hold the catalogue that their kinds are looked up in, where it is not the
 * program's own. A symbol goes along wherever they are copied, and stays behind where nothing but plain data may go: in a
 * digest, in a file, on the way to a thread.
 */
export const plugged: unique symbol = Symbol('catalogue');

/** Whatever names plugs by their kinds; which plugs there are, `catalogue/` knows. */
export interface HasPlugs {
  readonly [plugged]?: object;
}

/** A plug chosen by kind, with its parameters beside it. */
export interface PlugSpec {
  kind: string;
  [parameter: string]: unknown;
}

/** A strategy as a scenario declares it; `name` is unique within its role. */
export interface StrategySpec extends PlugSpec {
  name: string;
}

/** Which coalition income counts when the asserter's advantage is taken. */
export type Accounting = 'alone' | 'netted' | 'gross' | 'committed';

/** The coalition at a design point: M nodes of N, the asserter among them. */
export interface CoalitionSettings {
  /** M [count]; 0 when there is none. */
  size: number;
  /** r, the chance that an independently drawn validator colludes [1]. */
  fraction: number;
  /** Whether members back each other only when no outsider was drawn, or always. */
  backing: 'unanimous' | 'committed';
  /** Which of its income counts. */
  accounting: Accounting;
}

/** What happens to a node that was slashed. */
export interface ExitSettings {
  kind: 'none' | 'ejected' | 'banned';
  /** What coming back after a ban costs [credits]; `null` when there is no way back. */
  reentryCost: number | null;
}

/**
 * What income is worth to a player: risk neutral; constant absolute risk aversion a per credit; or constant relative
 * risk aversion at a wealth [credits] that every job is valued on top of.
 */
export type UtilitySettings = 'risk-neutral' | { cara: number } | { crra: number; wealth: number };

/** How a run measures nothing but time: each queue by itself, from its steady state; or all together, after a warm-up. */
export type TimeMethod = 'queue-by-queue' | 'market';

/** How long a run lasts. */
export interface RunSettings {
  /** Jobs that arrive in one replication, or with `seconds` are expected to [count]. */
  jobs: number;
  /** Simulated time in which jobs arrive: as many as do in each replication [s]. */
  seconds?: number;
  /** Jobs left out of every column at the start; with `auto` only latency is truncated, by MSER-5. */
  warmUpJobs: number | 'auto';
  /** Batches a run is cut into, which stand for replications [count]; 1 when left out. */
  batches?: number;
  /** Careers to follow: the run then leaves what became of them in the place of a record. */
  careers?: CareerSettings;
  /** The run measures nothing but time, in its own way: it leaves a row of `waiting/time-record.ts`. */
  time?: TimeMethod;
  /** How challenges are sampled; `natural` when left out. */
  sampling?: ChallengeSampling;
  /** Whether arms share their randomness; true when left out. */
  commonRandomNumbers?: boolean;
  /** Whether nature's known draws are regressed out of the estimates; true when left out. */
  controlVariates?: boolean;
}

/** A run cut to so many jobs, warm-up and batches left aside. */
export function cutRun({ jobs, seconds: _, batches: __, ...run }: RunSettings, jobsMax: number): RunSettings {
  return { ...run, jobs: Math.min(jobs, jobsMax), warmUpJobs: 'auto' };
}

/** Which careers of focal nodes a run tells of: stretches of consecutive jobs of one node, as it asserts them. */
export interface CareerSettings {
  /** Jobs of a career, unless the node leaves before [count]. */
  jobs: number;
  /** Focal nodes that are followed, the first ones [count]. */
  nodes: number;
  /** Careers of each, one after the other [count]. */
  each: number;
  /** Jobs from the first of one career to the first of the next [count]. */
  stride: number;
}

/**
 * How the challenge of a job is sampled where jobs are played without a calendar.
 *
 * - `natural`: with its probability p.
 * - `tilted`: more often, each job weighed by its likelihood ratio (importance sampling).
 * - `split`: both ways, weighed 1 - p and p (conditional expectation over the challenge draw).
 * - `auto`: `natural` where a run sees enough challenges of focal nodes, otherwise `split`.
 */
export type ChallengeSampling = 'natural' | 'tilted' | 'split' | 'auto';

/** One design point, resolved: no expression, unit or default is left open. */
export interface Settings extends HasPlugs {
  mechanism: PlugSpec;
  market: MarketParams;
  coalition: CoalitionSettings;
  players: {
    asserter: StrategySpec[];
    validator: StrategySpec[];
    against: Profile[];
    exit: ExitSettings;
    /** Risk neutral when left out. */
    utility?: UtilitySettings;
    /** Value of one credit earned at a node's next job (delta) [1]; 1 when left out. */
    discount?: number;
  };
  run: RunSettings;
  /** How jobs are paid: `at-once` when left out. */
  payment?: PlugSpec;
  /** What stands behind a node: `own` when left out. */
  collateral?: PlugSpec;
  /** The kind of job that is looked at, where there are several. */
  kindOfJobs?: string;
  /** The group of nodes that is looked at, where there are several. */
  groupOfNodes?: string;
  /**
   * These are some of many that differ in the chance of their mechanism's coin: what is exact about them is worked out for
   * the two sides of the coin, and shared. It is said where settings are made, so that no answer hangs on what was asked
   * before.
   */
  movesCoin?: boolean;
}

/**
 * One cell of the stage: whose strategy is looked at, what it is, and what the others do.
 *
 * Where honest validators do nothing that the validators of an honest asserter's arm would not, one honest arm serves both
 * roles (`role: 'both'`).
 */
export interface Arm {
  role: Role | 'both';
  strategy: string;
  against: Profile;
}

/** Short stable name of an arm, as tables and the command line print it: `coalition/asserter/skip-work`. */
export function armName({ role, strategy, against }: Arm): string {
  return `${against}/${role}/${strategy}`;
}

/** The socket for hazards: what no player decides, and what it does to nodes. */
import type { z } from 'zod';
import type { Uniforms } from '../kernel/stream.ts';
import type { RuleProblem } from './mechanism.ts';
import type { Settings } from './settings.ts';
import type { Traits } from './traits.ts';

/** A hazard: a file under `plugs/hazards/` and a line in its registry. */
export interface Hazard {
  /** Says what it is, where nothing else tells a plug of a user's own from a mechanism. */
  socket?: 'hazard';
  kind: string;
  title: string;
  source: string;
  /** One paragraph for `posp explain` and the reference page. */
  summary: string;
  params: z.ZodObject;
  /** What it does to the independence of jobs. All hazards need time: it says why. */
  // biome-ignore lint/suspicious/noExplicitAny: parameters are checked against `params` before they get here
  traits: (params: any) => Pick<Traits, 'favours'> & Required<Pick<Traits, 'needsTime'>>;
  /** Share of the work that a node could do which it can still do [1]; all of it when left out. */
  // biome-ignore lint/suspicious/noExplicitAny: as above
  capacity?: (params: any) => number;
  /**
   * Rules between its parameters and the market's; paths are those of its own parameters.
   *
   * @param jobsPerSecond  jobs that arrive in the long run, whatever demand says so [1/s]
   */
  // biome-ignore lint/suspicious/noExplicitAny: as above
  check?: (params: any, settings: Settings, jobsPerSecond: number) => RuleProblem[];
  /** Made for each run. */
  // biome-ignore lint/suspicious/noExplicitAny: as above
  create: (params: any, kit: HazardKit) => HazardPlay;
}

/** What becomes of the jobs of a node that goes down: another node begins them anew, or it goes on with them when it is back. */
export type JobsOfDown = 'redispatch' | 'resume';

/** What the market lends a hazard. */
export interface HazardKit {
  /** Nodes are numbered 0 … nodes - 1 [count]. */
  readonly nodes: number;
  /** Random numbers of a node's so manieth occurrence, the same in every arm; to be drawn at once, the next call moves on. */
  draw: (node: number, occurrence: number) => Uniforms;
  /** Lets `elapsed` follow after so many seconds [s]. @param datum  a whole number from 0 on, below 2^31 */
  after: (seconds: number, datum: number) => void;
  /** The same after a node has worked for so many seconds, one such wait for each node at a time [s]. */
  afterWork: (node: number, seconds: number, datum: number) => void;
  /** A node works at nothing, until it is brought back by the same hazard. */
  takeDown: (node: number, jobs: JobsOfDown) => void;
  bringBack: (node: number) => void;
}

/** A hazard at work. */
export interface HazardPlay {
  /** A run begins. */
  begin: () => void;
  /** What was asked for has elapsed. */
  elapsed: (datum: number) => void;
}

/** A hazard of a market, with its parameters. */
export interface PluggedHazard {
  hazard: Hazard;
  params: { kind: string; name?: string };
}

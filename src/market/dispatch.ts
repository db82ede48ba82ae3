/** The socket for dispatch: who gets a job. */
import type { z } from 'zod';
import type { Traits } from './traits.ts';

/** A way to hand out jobs: a file under `plugs/dispatch/` and a line in its registry. */
export interface Dispatch {
  /** What it is: no member is its own by which it could be told from a mechanism. */
  socket: 'dispatch';
  kind: string;
  title: string;
  source: string;
  /** One paragraph for `posp explain` and the reference page. */
  summary: string;
  params: z.ZodObject;
  /**
   * What it does to the independence of jobs; nothing when left out: every present node then gets as many as any other.
   * Without `readsQueues` it may be asked where there are no queues.
   */
  traits?: Pick<Traits, 'needsTime' | 'readsQueues' | 'favours'>;
  /** What it weighs nodes by, as groups of nodes say it: those that differ in it get unlike shares of the jobs. */
  weighs?: 'reward' | 'stake';
  /**
   * How many times an even share of the jobs a node gets that is looked at, by what it asks or holds; `undefined` where it is
   * not said among whom. Its parameters have the `counts` and the `values` of all groups.
   */
  // biome-ignore lint/suspicious/noExplicitAny: parameters are checked against `params` before they get here
  pull?: (params: any, own: number) => number | undefined;
  /** Made once for a market, and closed over what it is lent. */
  create: (kit: DispatchKit) => DispatchPlay;
}

/** What the market lends a dispatch. */
export interface DispatchKit {
  /** A uniform of each job at hand, in [0, 1): a job is known by its place here. No call hands a number over, which would be allocated. */
  readonly uniforms: Float64Array;
  /** How many nodes are there [count]; a job is handed out while there is one. */
  present: () => number;
  /** Whether a node is one of them; a number that is no node's is not. */
  isThere: (node: number) => boolean;
  /** The node at a place among those that are there, 0 … present - 1. */
  nodeAt: (place: number) => number;
  /** Pieces of work that wait or are served at a node [count]. */
  queueOf: (node: number) => number;
}

/** A dispatch at work. */
export interface DispatchPlay {
  /** A run begins, with these parameters; whoever has none need not hear of it. */
  // biome-ignore lint/suspicious/noExplicitAny: parameters are checked against `params` before they get here
  reset?: (params: any) => void;
  /** The node that gets a job, one of those that are there. @param job  its place in `uniforms` */
  choose: (job: number) => number;
}

/** The socket for collateral: what stands behind a node, and is taken of it when it is slashed. */
import type { z } from 'zod';
import type { Traits } from './traits.ts';

/** A kind of collateral: a file under `plugs/collateral/` and a line in its registry. */
export interface Collateral {
  /** What it is: no member is its own by which it could be told from a mechanism. */
  socket: 'collateral';
  kind: string;
  title: string;
  source: string;
  /** One paragraph for `posp explain` and the reference page. */
  summary: string;
  params: z.ZodObject;
  /** What it does to the independence of jobs; nothing when left out: a node answers for its own jobs alone. */
  traits?: Pick<Traits, 'needsTime' | 'couplesJobs'>;
  /** The collateral of one run; posts what nodes begin with. */
  // biome-ignore lint/suspicious/noExplicitAny: parameters are checked against `params` before they get here
  create: (params: any, kit: CollateralKit) => CollateralPlay;
}

/** What the market lends a collateral: the stakes of its nodes in the ledger. Amounts are whole units of 1e-9 credits. */
export interface CollateralKit {
  /** How many nodes there are; they are numbered from 0 on. */
  nodeCount: number;
  /** A full stake [units]. */
  stake: number;
  /** What is posted in a node's name [units]. */
  posted: (node: number) => number;
  /** An operator posts so much in a node's name. */
  post: (node: number, units: number) => void;
  /** Takes so much of what is posted in a node's name: what was slashed, to be shared out by the settlement. */
  take: (node: number, units: number) => void;
}

/** A collateral at work in one run. */
export interface CollateralPlay {
  /** What a slash of the node could take by now [units]. */
  slashable: (node: number) => number;
  /** Takes that much, or all there is; returns what was taken [units]. */
  slash: (node: number, most: number) => number;
  /** The node stands there with all that is asked of it again. */
  refill: (node: number) => void;
}

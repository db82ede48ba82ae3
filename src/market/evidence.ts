/** The socket for evidence: what checks that failed say of a node, and when they are enough to convict it. */
import { z } from 'zod';

/** A rule of evidence: a file under `plugs/evidence/` and a line in its registry. */
export interface Evidence {
  kind: string;
  title: string;
  source: string;
  /** One paragraph for `posp explain` and the reference page. */
  summary: string;
  params: z.ZodObject;
  /**
   * Why a check that failed does not settle by itself whether its node is convicted, as the beginning of a sentence;
   * `undefined` where every one of them convicts. Nobody is asked then, and the round knows what a job comes to.
   */
  // biome-ignore lint/suspicious/noExplicitAny: parameters are checked against `params` before they get here
  weighs: (params: any) => string | undefined;
  /** Checks of a node after which it hardly matters that its record began empty [count]. */
  // biome-ignore lint/suspicious/noExplicitAny: as above
  fillsAfter: (params: any) => number;
  /** The records of one run, all of them empty. @param nodes  they are numbered 0 … nodes - 1 [count] */
  // biome-ignore lint/suspicious/noExplicitAny: as above
  create: (params: any, nodes: number) => EvidencePlay;
}

/**
 * What is done about a check that failed: its node is convicted; another node compares once more, and the rule is asked
 * again with what that showed; or the job stands as if nothing had been found.
 */
export type Finding = 'convict' | 'ask-again' | 'let-go';

/** A rule of evidence at work: what it remembers of each node is its own. */
export interface EvidencePlay {
  /** A check of something that the node asserted has ended. What is said of one that did not fail is not heard. */
  weigh: (node: number, failed: boolean) => Finding;
  /** The node has left, or is a newcomer again: nothing is held against it any more. */
  forget: (node: number) => void;
}

/** Most comparisons that are made for one check [count]: a rule that asks for more would never come to an end. */
export const ASKED_MAX = 64;

/** A rule of evidence among a mechanism's parameters; which rules there are, a catalogue knows. */
export const evidenceParam = z
  .preprocess((given) => (typeof given === 'string' ? { kind: given } : given), z.looseObject({ kind: z.string() }))
  .optional()
  .describe('When failed checks convict a node; the first one does when left out: posp list evidence.');

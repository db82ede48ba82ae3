/** The socket for sampling: how likely a job is to be challenged, by what its node did before. */
import { z } from 'zod';
import type { RuleProblem } from './mechanism.ts';

/** A rule of sampling: a file under `plugs/sampling/` and a line in its registry. */
export interface Sampling {
  /** What it is: no member is its own by which it could be told from a rule of evidence. */
  socket: 'sampling';
  kind: string;
  title: string;
  source: string;
  /** One paragraph for `posp explain` and the reference page. */
  summary: string;
  params: z.ZodObject;
  /**
   * Why one job is challenged more often than another, as the beginning of a sentence; `undefined` where all are
   * challenged alike. Nobody is asked then, and the round knows what a job comes to.
   */
  // biome-ignore lint/suspicious/noExplicitAny: parameters are checked against `params` before they get here
  varies: (params: any) => string | undefined;
  /** What of its parameters contradicts itself, or the mechanism’s own chance. */
  // biome-ignore lint/suspicious/noExplicitAny: as above
  check?: (params: any, floor: number) => readonly RuleProblem[];
  /** Clean jobs in a row beyond which the chance stays what it is [count]. */
  // biome-ignore lint/suspicious/noExplicitAny: as above
  cleanJobsMax: (params: any) => number;
  /**
   * The chance that a job is challenged whose node has had so many clean jobs in a row [1]. Of these a newcomer has none,
   * and whoever is found out has none again.
   *
   * @param floor  the mechanism's own chance, `challengeProbability`
   */
  // biome-ignore lint/suspicious/noExplicitAny: as above
  rateAfter: (params: any, floor: number, cleanJobs: number) => number;
}

/** A rule of sampling at work in one run. */
export interface SamplingPlay {
  /** The chance that a job of the node is challenged now [1]. */
  rateOf: (node: number) => number;
  /** A job of the node was settled. @param isFound  its result was refused, or cost the node stake */
  settled: (node: number, isFound: boolean) => void;
  /** The node has left, or is a newcomer again. */
  forget: (node: number) => void;
}

/** A rule at work. @param nodes  they are numbered 0 … nodes - 1 [count] */
export function createSamplingPlay(rates: Float64Array, nodes: number): SamplingPlay {
  const clean = new Int32Array(nodes);
  const most = rates.length - 1;
  return {
    rateOf: (node) => rates[clean[node]],
    settled: (node, isFound) => {
      if (isFound) clean[node] = 0;
      else if (clean[node] < most) clean[node]++;
    },
    forget: (node) => {
      clean[node] = 0;
    },
  };
}

/** A rule of sampling among a mechanism's parameters; which rules there are, a catalogue knows. */
export const samplingParam = z
  .preprocess((given) => (typeof given === 'string' ? { kind: given } : given), z.looseObject({ kind: z.string() }))
  .optional()
  .describe(
    'How likely a job is to be challenged, by what its node did before; always challengeProbability when left out: posp list sampling.',
  );

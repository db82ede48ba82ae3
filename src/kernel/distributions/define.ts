import type { z } from 'zod';
import type { Uniforms } from '../stream.ts';

/** A law of random numbers with its exact first two moments beside the sampler. */
export interface Distribution {
  readonly mean: number;
  /** Variance (not the standard deviation), in squared units of the value. */
  readonly variance: number;
  /** One value; takes as many uniforms as it needs, always in the same order. */
  sample(uniforms: Uniforms): number;
  /** No value lies below it: the lower end of the support. */
  readonly least: number;
  /** What is left of a value that is known to be larger than some other has the same law again: it is exponential. */
  readonly isMemoryless?: boolean;
  /**
   * One value of the length-biased law, in which each value counts as often as it is long: that of the service found in
   * progress at any moment. Of values that are not negative; absent where nobody has worked it out.
   */
  sampleLengthBiased?(uniforms: Uniforms): number;
}

/** What a distribution declares: its name in scenario files, its parameters, and how to build it from them. */
export interface DistributionDefinition<Kind extends string = string, Params extends z.ZodObject = z.ZodObject> {
  /** What it is: no member is its own by which it could be told from a mechanism. */
  readonly socket: 'distribution';
  readonly kind: Kind;
  readonly title: string;
  readonly source?: string;
  readonly params: Params;
  create(params: z.output<Params>): Distribution;
}

/**
 * Declares a distribution; the registry line makes it available under its `kind`.
 *
 * Values have the unit of the place that uses the distribution. Rules between parameters are refinements of `params`:
 * extend such a schema with `safeExtend`, which keeps them.
 */
export function defineDistribution<const Kind extends string, Params extends z.ZodObject>(
  definition: Omit<DistributionDefinition<Kind, Params>, 'socket'>,
): DistributionDefinition<Kind, Params> {
  return Object.freeze({ socket: 'distribution', ...definition });
}

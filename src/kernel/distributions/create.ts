import type { z } from 'zod';
import type { Distribution, DistributionDefinition } from './define.ts';
import * as registry from './index.ts';

type Registry = typeof registry;
type SpecOf<Definition> =
  Definition extends DistributionDefinition<infer Kind, infer Params> ? { kind: Kind } & z.input<Params> : never;

/** A distribution as plain data: its kind and parameters, as a scenario file writes it. */
export type DistributionSpec = SpecOf<Registry[keyof Registry]>;

/** Distributions by kind. */
export type Distributions = ReadonlyMap<string, DistributionDefinition>;

/** Those that come with the program. */
export const builtInDistributions: Distributions = new Map(
  Object.values(registry).map((definition) => [definition.kind, definition as unknown as DistributionDefinition]),
);

/**
 * Builds a distribution from plain data; done once per run, since tables are computed here.
 *
 * @param among  what there is; what comes with the program when left out
 * @throws RangeError when the kind is unknown or a parameter is missing, misspelt or out of range
 * @example
 * createDistribution({ kind: 'exponential', mean: 2 }).variance // => 4
 */
export function createDistribution(spec: DistributionSpec, among: Distributions = builtInDistributions): Distribution {
  const { kind, ...given } = spec;
  const definition = among.get(kind);
  if (definition === undefined) {
    throw new RangeError(`unknown distribution "${kind}"; known: ${[...among.keys()].join(', ')}`);
  }
  const params = definition.params.safeParse(given);
  if (!params.success) {
    const reasons = params.error.issues.map(({ path, message }) => `${[kind, ...path].join('.')}: ${message}`);
    throw new RangeError(reasons.join('; '));
  }
  return definition.create(params.data);
}

/** The last few that were asked for; a scan of these is quicker than any table. */
const recent: { spec: DistributionSpec; distribution: Distribution }[] = [];
const recentMax = 4;
let oldest = 0;

/**
 * The distribution of plain data that will not change any more. Design points share most of their data, and what they
 * share is built once.
 *
 * @throws RangeError as {@link createDistribution} does
 */
export function recallDistribution(spec: DistributionSpec, among?: Distributions): Distribution {
  for (const known of recent) if (known.spec === spec) return known.distribution;
  const distribution = createDistribution(spec, among);
  recent[oldest] = { spec, distribution };
  oldest = (oldest + 1) % recentMax;
  return distribution;
}

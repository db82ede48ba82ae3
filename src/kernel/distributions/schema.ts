import { z } from 'zod';
import { builtInDistributions, type DistributionSpec, type Distributions } from './create.ts';

/** A distribution as data: its kind and that kind's parameters; a bare number stands for a constant, which the mark tells editors. */
export function distributionSchemaOf(among: Distributions) {
  const variants = [...among.values()].map(({ kind, params }) => params.safeExtend({ kind: z.literal(kind) }));
  return z
    .preprocess(
      (given) => (typeof given === 'number' ? { kind: 'deterministic', value: given } : given),
      z.discriminatedUnion(
        'kind',
        variants as unknown as [(typeof variants)[number], ...(typeof variants)[number][]],
      ) as unknown as z.ZodType<DistributionSpec>,
    )
    .meta({ isDistribution: true });
}

/** Of those that come with the program. */
export const distributionSchema = distributionSchemaOf(builtInDistributions);

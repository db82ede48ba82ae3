import { z } from 'zod';
import type { DistributionSpec } from './create.ts';
import * as registry from './index.ts';

const variants = Object.values(registry).map(({ kind, params }) => params.safeExtend({ kind: z.literal(kind) }));

/** A distribution as data: its kind and that kind's parameters; a bare number stands for a constant, which the mark tells editors. */
export const distributionSchema = z
  .preprocess(
    (given) => (typeof given === 'number' ? { kind: 'deterministic', value: given } : given),
    z.discriminatedUnion(
      'kind',
      variants as unknown as [(typeof variants)[number], ...(typeof variants)[number][]],
    ) as unknown as z.ZodType<DistributionSpec>,
  )
  .meta({ isDistribution: true });

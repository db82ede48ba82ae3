import { z } from 'zod';
import { pow } from '../../kernel/mathematics/index.ts';
import { defineDispatch } from './define.ts';
import { among, chooseAlike, pullOf } from './weighted.ts';

/** A node that asks less gets more jobs, by a power of its price. */
export const priceWeighted = defineDispatch({
  kind: 'price-weighted',
  title: 'The cheaper the more often, by a power of the price',
  source: 'OpenRouter’s documentation of provider selection: weight 1/price² among providers that are up',
  summary:
    'A job goes to a node with a chance in proportion to its price to the power of minus `exponent`; its price is the `reward` of its group in `market.fleet`. So a group that undercuts earns less by each job and more by the hour: claim it `per: hour`. With prices 1 and 3 nodes get nine jobs for one.',
  params: z.strictObject({
    exponent: z
      .number()
      .min(0)
      .max(100)
      .default(2)
      .meta({ description: 'Power of the price that a chance falls by; 0 asks all alike.', unit: '1' }),
    ...among,
  }),
  weighs: 'reward',
  pull: ({ exponent, ...groups }, own) =>
    // Over the least price, so that no power leaves the range of numbers.
    pullOf(groups, own, (value, values) => pow(Math.min(...values) / value, exponent)),
  create: chooseAlike,
});

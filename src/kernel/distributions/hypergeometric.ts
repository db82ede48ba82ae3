import { z } from 'zod';
import { defineDistribution } from './define.ts';
import { buildUnimodalTable } from './discrete-table.ts';

/** Marked items among those drawn without replacement, from a table: one uniform per value. */
export const hypergeometric = defineDistribution({
  kind: 'hypergeometric',
  title: 'Hypergeometric',
  params: z
    .strictObject({
      population: z.int().min(1).max(1e9).meta({ description: 'Number of items.', unit: 'count' }),
      marked: z.int().min(0).meta({ description: 'Marked items among them.', unit: 'count' }),
      drawn: z.int().min(0).meta({ description: 'Items drawn.', unit: 'count' }),
    })
    .refine(({ population, marked }) => marked <= population, {
      path: ['marked'],
      message: 'no more items can be marked than there are',
    })
    .refine(({ population, drawn }) => drawn <= population, {
      path: ['drawn'],
      message: 'no more items can be drawn than there are',
    }),
  create: ({ population, marked, drawn }) => {
    const share = marked / population;
    const low = Math.max(0, drawn - (population - marked));
    const high = Math.min(drawn, marked);
    const mode = Math.min(high, Math.max(low, Math.floor(((drawn + 1) * (marked + 1)) / (population + 2))));
    const table = buildUnimodalTable(
      low,
      mode,
      high,
      (k) => (((marked - k) / (k + 1)) * (drawn - k)) / (population - marked - drawn + k + 1),
    );
    const finite = population > 1 ? (population - drawn) / (population - 1) : 0;
    return {
      mean: drawn * share,
      least: low,
      variance: drawn * share * (1 - share) * finite,
      sample: (uniforms) => table.draw(uniforms),
    };
  },
});

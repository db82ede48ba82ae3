/** Dispatch that weighs nodes by what their groups ask or hold: how much of the work a node of each group gets. */
import { z } from 'zod';
import type { DispatchKit } from '../../market/dispatch.ts';

/** What groups of nodes there are; `market.fleet` writes it. */
export const among = {
  counts: z
    .array(z.int().min(1).max(1_000_000))
    .max(1000)
    .optional()
    .meta({ description: 'Nodes of each group; written by `market.fleet`.', unit: 'count' }),
  values: z
    .array(z.number().gt(0))
    .max(1000)
    .optional()
    .meta({ description: 'What a node of each group asks or holds; written by `market.fleet`.', unit: 'credits' }),
};

/** Groups of nodes by how many they are and what they are weighed by. */
interface Among {
  counts?: number[] | undefined;
  values?: number[] | undefined;
}

/**
 * How many times an even share of the jobs a node gets; `undefined` where it is not said among whom, the node among them.
 *
 * @param own  what the node asks or holds, as in `values`
 */
export function pullOf(
  { counts, values }: Among,
  own: number,
  weigh: (value: number, values: readonly number[]) => number,
): number | undefined {
  if (!counts || counts.length !== values?.length || !values.includes(own)) return undefined;
  const nodes = counts.reduce((sum, count) => sum + count, 0);
  const total = counts.reduce((sum, count, i) => sum + count * weigh(values[i], values), 0);
  return (nodes * weigh(own, values)) / total;
}

/** At a design point all nodes are of one group, and weigh the same. */
export const chooseAlike = ({ uniforms, present, nodeAt }: DispatchKit) => ({
  choose: (job: number) => nodeAt((uniforms[job] * present()) | 0),
});

import { z } from 'zod';
import { defineDispatch } from './define.ts';
import { among, chooseAlike, pullOf } from './weighted.ts';

/** Nodes that ask least get all jobs. */
export const cheapest = defineDispatch({
  kind: 'cheapest',
  title: 'One of those that ask least',
  source: 'routing by `sort: price` as OpenRouter documents it',
  summary:
    'A job goes to any of the nodes whose `reward`, by their group in `market.fleet`, is the least there is, each with the same chance. A dearer group gets no job and has nothing to be honest about: it is a problem of the file.',
  params: z.strictObject(among),
  weighs: 'reward',
  pull: (groups, own) => pullOf(groups, own, (value, values) => (value === Math.min(...values) ? 1 : 0)),
  create: chooseAlike,
});

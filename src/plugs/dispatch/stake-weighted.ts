import { z } from 'zod';
import { defineDispatch } from './define.ts';
import { among, chooseAlike, pullOf } from './weighted.ts';

/** Who holds more stake gets more jobs. */
export const stakeWeighted = defineDispatch({
  kind: 'stake-weighted',
  title: 'In proportion to the stake',
  source: 'the draw of leaders in proof-of-stake, Kiayias, Russell, David, Oliynykov (2017), Ouroboros',
  summary:
    'A job goes to a node with a chance in proportion to the `stake` of its group in `market.fleet`. Who checks it is drawn among all other nodes alike. How much of the work a group gets is told by claims `per: hour`.',
  params: z.strictObject(among),
  weighs: 'stake',
  pull: (groups, own) => pullOf(groups, own, (value) => value),
  create: chooseAlike,
});

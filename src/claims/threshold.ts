import { z } from 'zod';
import { defineClaim } from './define.ts';
import { against, by, over, role, strategy, where } from './params.ts';

/** Placeholder */
export const threshold = defineClaim({
  kind: 'threshold',
  title: 'Honesty starts or stops paying within a range of one parameter',
  params: z.strictObject({
    of: z.string().describe('Path of the swept parameter along which honesty switches.'),
    role,
    strategy,
    over,
    against,
    between: z.tuple([z.number(), z.number()]).describe('Where the threshold must lie, in the parameter’s unit.'),
    where,
    by,
  }),
  say: () => '',
  judge: () => ({ verdict: 'undecided', because: '' }),
});

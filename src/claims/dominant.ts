import { z } from 'zod';
import { defineClaim } from './define.ts';
import { against, by, role, strategy, where } from './params.ts';

/** Placeholder */
export const dominant = defineClaim({
  kind: 'dominant',
  title: 'A strategy is better than every deviation, whatever the declared others do',
  params: z.strictObject({
    role,
    strategy,
    against,
    weak: z.boolean().default(false).describe('Allow ties.'),
    where,
    by,
  }),
  say: () => '',
  judge: () => ({ verdict: 'undecided', because: '' }),
});

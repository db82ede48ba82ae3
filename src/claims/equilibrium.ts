import { z } from 'zod';
import { defineClaim } from './define.ts';
import { by, where } from './params.ts';

/** Placeholder */
export const equilibrium = defineClaim({
  kind: 'equilibrium',
  title: 'No role gains by deviating alone when everyone else is honest',
  params: z.strictObject({ where, by }),
  say: () => '',
  judge: () => ({ verdict: 'undecided', because: '' }),
});

import { z } from 'zod';
import { defineClaim } from './define.ts';
import { by, where } from './params.ts';

/** Placeholder */
export const bound = defineClaim({
  kind: 'bound',
  title: 'A rate stays within limits',
  params: z.strictObject({
    of: z
      .string()
      .describe('Name of a rate: challenged, detected, undetectedFraud, falseSlash, verificationOverhead, …'),
    atLeast: z.number().optional().describe('Lower limit.'),
    atMost: z.number().optional().describe('Upper limit.'),
    where,
    by,
  }),
  say: () => '',
  judge: () => ({ verdict: 'undecided', because: '' }),
});

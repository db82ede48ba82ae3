import { z } from 'zod';
import { profiles } from '../findings/profile.ts';

/** Parameters that several claims share. */
export const where = z
  .string()
  .max(512)
  .optional()
  .describe(
    'Design points the claim is about; all when left out. A number may have the unit of the parameter it is compared with: `market.stake >= 500 USD`. Where a mechanism does not have a parameter, comparing by it is false, but for `!=`; so `not` of that is true.',
  );
export const by = z
  .enum(['simulation', 'exact'])
  .default('simulation')
  .describe('What decides: the simulated intervals, or the exact values of the round.');
export const role = z.enum(['asserter', 'validator']).describe('Whose strategy is looked at.');
export const strategy = z.literal('honest').default('honest').describe('The strategy that is claimed to be best.');
export const over = z.string().optional().describe('One deviation by name; every declared one when left out.');
export const against = z
  .union([z.enum(profiles), z.array(z.enum(profiles)).min(1)])
  .default('coalition')
  .describe('What everyone else does: one profile or several.');

/** A year of 365.25 days, as units are read [s]. */
export const YEAR = 31_557_600;

export const per = z
  .enum(['job', 'hour', 'year', 'career'])
  .default('job')
  .describe(
    'What it is counted by: a job; the jobs that a node asserts in an hour or in a year of 365.25 days, its even share of what arrives; or a career, in which jobs further on count for less by players.discount.',
  );

/** Limits of a figure: one of them or both, the lower one first; anything else is true of nothing or of everything. */
export function checkLimits(
  { atLeast, atMost }: { atLeast?: number | undefined; atMost?: number | undefined },
  context: z.RefinementCtx,
): void {
  if (atLeast === undefined && atMost === undefined) {
    context.addIssue({ code: 'custom', message: 'needs atLeast, atMost or both' });
  } else if (atLeast !== undefined && atMost !== undefined && atLeast > atMost) {
    const message = `that is more than atMost, which is ${atMost}; no value is within`;
    context.addIssue({ code: 'custom', path: ['atLeast'], input: atLeast, message });
  }
}

import { z } from 'zod';
import type { Profile } from '../findings/profile.ts';
import { defineClaim } from './define.ts';
import { judgeMargins, listMargins } from './margins.ts';
import { against, by, role, strategy, where } from './params.ts';

/** Honesty earns more than every declared deviation of a role, with the others fixed to each profile asked for. */
export const dominant = defineClaim({
  kind: 'dominant',
  title: 'Honesty is better than every declared deviation, whatever the declared others do',
  params: z.strictObject({
    role,
    strategy,
    against,
    weak: z.boolean().default(false).describe('Allow ties.'),
    where,
    by,
  }),
  say: ({ role, weak, where }) =>
    `${weak ? 'weakly ' : ''}dominant: honesty is the best strategy of the ${role}${where ? ` where ${where}` : ''}`,
  judge: ({ role, against, weak }, evidence) =>
    judgeMargins(listMargins(evidence, { role, against: listProfiles(against) }), evidence, weak),
});

function listProfiles(against: Profile | Profile[]): Profile[] {
  return Array.isArray(against) ? against : [against];
}

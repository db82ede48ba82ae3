import { z } from 'zod';
import type { Profile } from '../findings/profile.ts';
import { defineClaim } from './define.ts';
import { judgeMargins, listMargins } from './margins.ts';
import { sayBesides } from './other-equilibrium.ts';
import { against, by, role, strategy, where } from './params.ts';

/**
 * Honesty is the best reply of a role to each profile asked for: it earns more than every declared deviation while the
 * others are held to it. It says nothing of other ways the others might play; a second equilibrium is named.
 */
export const dominant = defineClaim({
  kind: 'dominant',
  title: 'Honesty is the best reply to each declared profile of the others, as when 10 % of the nodes collude',
  params: z.strictObject({
    role,
    strategy,
    against,
    weak: z.boolean().default(false).describe('Allow ties.'),
    where,
    by,
  }),
  needsDeviation: 'of-role',
  say: ({ role, against, weak, where }) => {
    const profiles = listProfiles(against).join(', ');
    const reply = `${weak ? 'a' : 'the'} best reply of the ${role} to the others in ${profiles}`;
    return `${weak ? 'weakly ' : ''}dominant: honesty is ${reply}${where ? ` where ${where}` : ''}`;
  },
  judge: ({ role, against, weak }, evidence) => {
    const judged = judgeMargins(listMargins(evidence, { role, against: listProfiles(against) }), evidence, weak);
    const because = judged.verdict === 'true' ? judged.because + sayBesides(evidence, evidence.points) : judged.because;
    return { ...judged, because };
  },
});

function listProfiles(against: Profile | Profile[]): Profile[] {
  return Array.isArray(against) ? against : [against];
}

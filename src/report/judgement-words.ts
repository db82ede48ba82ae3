/** What is known of a role at a design point, as tables say it. */
import type { DesignPointFindings, Role } from '../findings/findings.ts';
import { judgementOf } from '../findings/judgement.ts';

/** Whether honesty pays, in a word or two; a dash where nobody asked. */
export function sayHonesty(point: DesignPointFindings, role: Role): string {
  const { honesty, basis } = judgementOf(point, role);
  if (honesty === 'cannot-tell') return basis === 'exact' ? 'ties' : 'cannot tell';
  return { pays: 'pays', 'does-not': 'does not', 'not-asked': '–' }[honesty];
}

/** Whether an honest node makes money. */
export function sayTakesPart(point: DesignPointFindings, role: Role): string {
  const { participation } = judgementOf(point, role);
  return participation === 'cannot-tell' ? 'cannot tell' : participation;
}

/** Whether that is worth a column: it is anything but plain that honest nodes make money. */
export function isTakingPartOpen(points: readonly DesignPointFindings[], role: Role): boolean {
  return points.some((point) => judgementOf(point, role).participation !== 'yes');
}

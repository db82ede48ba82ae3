/** What is known of a role at a design point, as tables say it. */
import type { DesignPointFindings, Role } from '../findings/findings.ts';
import { type HonestyPays, judgementOf } from '../findings/judgement.ts';

/** Whether honesty pays, in a word or two; a dash where nobody asked. */
export function sayHonesty(point: DesignPointFindings, role: Role): string {
  return { pays: 'pays', 'does-not': 'does not', ties: 'ties', 'cannot-tell': 'cannot tell', 'not-asked': '–' }[
    outcomeOf(point, role)
  ];
}

/** Whether honesty pays, where to earn exactly as much as a deviation is an outcome of its own. */
export function outcomeOf(point: DesignPointFindings, role: Role): HonestyPays | 'ties' {
  const { honesty, basis } = judgementOf(point, role);
  return honesty === 'cannot-tell' && basis === 'exact' ? 'ties' : honesty;
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

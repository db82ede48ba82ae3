/** Whether an honest node makes money at all, told beside whether honesty pays. */
import type { Findings, Role } from '../../findings/findings.ts';
import { judgementOf } from '../../findings/judgement.ts';

/** A clause on where an honest node loses money, so that nobody honest takes part; nothing where it makes money. */
export function sayParticipation({ designPoints }: Findings, role: Role): string {
  const all = designPoints.length;
  const at = (count: number) => (count === all ? '' : ` at ${count} of ${all} settings`);
  const [losing, open] = (['no', 'cannot-tell'] as const).map(
    (answer) => designPoints.filter((point) => judgementOf(point, role).participation === answer).length,
  ) as [number, number];
  const unsure = open > 0 ? `whether it makes money at all cannot be told${at(open)}` : '';
  if (losing === 0) return unsure;
  const loses = `but an honest ${role} earns less than nothing${at(losing)}, and would rather stay away`;
  return unsure === '' ? loses : `${loses}; ${unsure}`;
}

/** Whether honesty pays the role that the first sentence is not about, where that was asked too. */
import type { DesignPointFindings, Findings, Role } from '../../findings/findings.ts';
import { decidingAdvantage, judgementOf } from '../../findings/judgement.ts';
import { outcomeOf } from '../judgement-words.ts';
import { nameStrategy } from '../label.ts';
import { tallyPoints } from './at-points.ts';

/** `honesty pays a validator, too`; nothing where nobody asked. @param role  whom the first sentence is about */
export function sayOtherRole(findings: Findings, role: Role): string {
  const other = role === 'asserter' ? 'validator' : 'asserter';
  const asked = findings.designPoints.filter((point) => judgementOf(point, other).honesty !== 'not-asked');
  const [outcome, ...more] = new Set(asked.map((point) => outcomeOf(point, other)));
  if (outcome === undefined || outcome === 'not-asked') return '';
  if (more.length > 0) return `for a ${other}, ${tallyPoints({ designPoints: asked }, other)}`;
  const isPaid = findings.designPoints.some((point) => outcomeOf(point, role) === 'pays');
  return {
    pays: `honesty pays a ${other}${isPaid ? ', too' : ''}`,
    'does-not': isPaid ? `but honesty does not pay a ${other}` : `honesty does not pay a ${other} either`,
    ties: `a ${other} earns exactly as much by ${nameTied(asked, other)} as by honesty`,
    'cannot-tell': `whether honesty pays a ${other} cannot be told`,
  }[outcome];
}

/** The deviation that honesty ties with, where it is the same at every setting. */
function nameTied(points: readonly DesignPointFindings[], role: Role): string {
  const [rival, ...more] = new Set(points.map((point) => decidingAdvantage(point, role)?.over));
  return rival === undefined || more.length > 0 ? 'some deviation' : nameStrategy(rival);
}

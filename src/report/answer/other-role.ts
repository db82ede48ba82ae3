/** Whether honesty pays the role that the first sentence is not about, where that was asked too. */
import type { Findings, Role } from '../../findings/findings.ts';
import { judgementOf } from '../../findings/judgement.ts';
import { outcomeOf } from '../judgement-words.ts';
import { tallyPoints } from './at-points.ts';

/** `honesty pays a validator, too`; nothing where nobody asked. @param role  whom the first sentence is about */
export function sayOtherRole({ designPoints }: Findings, role: Role): string {
  const other = role === 'asserter' ? 'validator' : 'asserter';
  const asked = designPoints.filter((point) => judgementOf(point, other).honesty !== 'not-asked');
  const [outcome, ...more] = new Set(asked.map((point) => outcomeOf(point, other)));
  if (outcome === undefined || outcome === 'not-asked') return '';
  if (more.length > 0) return `for a ${other}, ${tallyPoints({ designPoints: asked }, other)}`;
  return {
    pays: `honesty pays a ${other}, too`,
    'does-not': `but it does not pay a ${other}`,
    ties: `a ${other} earns exactly as much by a deviation`,
    'cannot-tell': `whether it pays a ${other} cannot be told`,
  }[outcome];
}

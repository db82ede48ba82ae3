/** Whether honesty pays at the settings that were studied, where no parameter runs between them. */
import type { Advantage, DesignPointFindings, Findings, Role } from '../../findings/findings.ts';
import { decidingAdvantage, judgedAdvantages, judgedProfiles, judgementOf, knownOf } from '../../findings/judgement.ts';
import { sayAgainst } from '../../findings/profile.ts';
import { outcomeOf } from '../judgement-words.ts';
import { nameStrategy } from '../label.ts';
import { chooseMoney, sayAmount } from '../money.ts';
import { formatConfidence, formatEstimate } from '../number.ts';
import { nameEstimator } from '../plain-words.ts';

/** One setting with its amount, or how many there are of each kind. */
export function sayAtPoints(findings: Findings, role: Role): string {
  const [point, ...others] = findings.designPoints;
  if (others.length > 0) {
    const against = sayAgainst(findings, judgedProfiles(findings, role));
    return `An honest ${role} earns more than by any declared deviation${against} ${sayWhere(findings, role)}`;
  }
  return `At the one setting studied, ${sayAtPoint(findings, point, role)}`;
}

function sayWhere(findings: Findings, role: Role): string {
  const { designPoints } = findings;
  const count = designPoints.filter((point) => judgementOf(point, role).honesty === 'pays').length;
  if (count === designPoints.length) return `at each of ${count} settings`;
  return `at ${count === 0 ? 'none' : count} of ${designPoints.length} settings: ${tallyPoints(findings, role)}`;
}

/** `honesty pays at 1, does not at 2, ties at 1 and cannot be told at 3 of 7 settings`; `honesty does not pay at 2 of 2` alone. */
export function tallyPoints({ designPoints }: { designPoints: readonly DesignPointFindings[] }, role: Role): string {
  const isPaying = designPoints.some((point) => judgementOf(point, role).honesty === 'pays');
  const words: Record<ReturnType<typeof outcomeOf>, string> = {
    pays: 'pays at',
    'does-not': isPaying ? 'does not at' : 'does not pay at',
    ties: 'ties at',
    'cannot-tell': 'cannot be told at',
    'not-asked': 'was not asked at',
  };
  const outcomes = designPoints.map((point) => outcomeOf(point, role));
  const parts = Object.entries(words).flatMap(([outcome, said]) => {
    const count = outcomes.filter((one) => one === outcome).length;
    return count === 0 ? [] : [`${said} ${count}`];
  });
  const [last, ...before] = parts.toReversed();
  const listed = before.length > 0 ? `${before.toReversed().join(', ')} and ${last}` : last;
  return `honesty ${listed} of ${designPoints.length} setting${designPoints.length === 1 ? '' : 's'}`;
}

function sayAtPoint(findings: Findings, point: DesignPointFindings, role: Role): string {
  const advantages = judgedAdvantages(point, role);
  const least = decidingAdvantage(point, role);
  const { honesty } = judgementOf(point, role);
  if (least === undefined) return `whether honesty of the ${role} pays cannot be told: nothing was measured`;
  const rival = nameStrategy(least.over);
  const others = sayAgainst(findings, least.against);
  const isBest = new Set(advantages.map(({ over }) => over)).size > 1;
  const best = `${rival}${isBest ? ', its best deviation' : ''}${others && isBest ? ',' : ''}${others}`;
  const { value, halfWidth } = knownOf(least);
  const basis = sayBasis(findings, least);
  if (honesty === 'pays') {
    return `an honest ${role} earns ${sayAmount(findings, value!)} more than by ${best} (${basis})`;
  }
  if (honesty === 'does-not')
    return `${rival} earns the ${role} ${sayAmount(findings, value!)} more than honesty${others} (${basis})`;
  if (least.exact !== null) return `an honest ${role} earns exactly as much as by ${best}`;
  const { unit, factor } = chooseMoney(findings, [value, halfWidth]);
  const amount = formatEstimate(value! * factor, halfWidth === null ? null : halfWidth * factor);
  return `whether an honest ${role} earns more than by ${best} cannot be told: ${amount}${halfWidth === null ? ', with no interval,' : ''} ${unit} (${basis})`;
}

function sayBasis(findings: Findings, { exact }: Advantage): string {
  if (exact !== null) return 'exact';
  return `simulated, ${nameEstimator(findings)} estimate at ${formatConfidence(findings.confidence)} confidence`;
}

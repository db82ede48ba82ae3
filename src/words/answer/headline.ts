/** The answer of a study in a sentence, put together from what was found. */

import type { AxisValues } from '../../findings/axis-values.ts';
import type { Findings, Role, Verdict } from '../../findings/findings.ts';
import { judgementOf } from '../../findings/judgement.ts';
import { listPaysAlong, type PayingEnd, type PaysAlong } from '../../findings/pays-along.ts';
import { describeSetting, nameStrategy } from '../label.ts';
import { listChoiceAxes } from '../label-axes.ts';
import { formatMany } from '../number.ts';
import { sayAlong } from './along.ts';
import { sayAtPoints } from './at-points.ts';
import { sayCheapest } from './cheapest.ts';
import { sayOtherRole } from './other-role.ts';
import { sayParticipation } from './participation.ts';

/** The verdict in a few sentences: whether honesty pays, from which threshold on, and what else must be known. */
export function writeHeadline(findings: Findings): string {
  if (findings.designPoints.length === 0) return 'Nothing has been simulated or solved yet.';
  const sentences = [writeSummary(findings), sayOtherEquilibrium(findings)];
  if (!findings.complete) sentences.push('The study is not complete: planned replications are missing.');
  return sentences.filter((sentence) => sentence !== '').join(' ');
}

/** The first sentence: whether honesty pays in each role, and whether an honest node makes money. */
export function writeSummary(findings: Findings): string {
  const role = leadingRole(findings) ?? 'asserter';
  const clauses = [sayAnswer(findings), sayOtherRole(findings, role), sayParticipation(findings, role)];
  return `${clauses.filter((clause) => clause !== '').join('; ')}.`;
}

/** Whether honesty pays: the cheapest of several mechanisms, from which value on, or at the settings there are. */
export function sayAnswer(findings: Findings): string {
  const role = leadingRole(findings);
  if (role === undefined) return nothingToCompare;
  if (listChoiceAxes(findings.designPoints).length > 0) return sayCheapest(findings, role);
  const [first, ...others] = listPaysAlong(findings, role);
  if (first === undefined) return sayAtPoints(findings, role);
  return sayAlong(findings, [first, ...others.filter(({ of }) => of === first.of)]);
}

/** What is said instead of tables without rows. */
export const nothingToCompare =
  'No deviation of either role is declared, so there is nothing to compare honesty with: list one under players';

/** Whom the answer is about: the asserter where its honesty was asked for, otherwise the validator; nobody where nothing was. */
export function leadingRole({ designPoints }: Findings): Role | undefined {
  return (['asserter', 'validator'] as const).find((role) =>
    designPoints.some((point) => judgementOf(point, role).honesty !== 'not-asked'),
  );
}

/** What else may settle in where honesty stands: dominance is a best reply to declared profiles, and to no other play. */
function sayOtherEquilibrium({ otherEquilibrium, designPoints }: Findings): string {
  if (!otherEquilibrium) return '';
  const { asserter, validator } = otherEquilibrium.profile;
  const saySide = (shares: Record<string, number>) => Object.keys(shares).map(nameStrategy).join(' and ');
  const sides = `asserters on ${saySide(asserter)}${validator ? ` with validators on ${saySide(validator)}` : ''}`;
  const at = designPoints.find(({ id }) => id === otherEquilibrium.designPoint)?.at ?? {};
  const place = Object.keys(at).length > 0 ? ` (${describeSetting(at)})` : '';
  return `It is not all that may settle in: ${sides} is an equilibrium too${place}.`;
}

/** How the claims came out, in a few words: `2 claims true, 1 undecided`. */
export function tallyClaims(findings: Findings): string {
  if (findings.claims.length === 0) return 'no claims';
  const verdicts: Verdict[] = ['true', 'false', 'undecided'];
  const counts = verdicts
    .map((verdict) => ({ verdict, count: findings.claims.filter((claim) => claim.verdict === verdict).length }))
    .filter(({ count }) => count > 0);
  return counts
    .map(({ verdict, count }, i) => (i === 0 ? `${formatMany(count, 'claim')} ${verdict}` : `${count} ${verdict}`))
    .join(', ');
}

/** The threshold that binds at one setting of the other parameters: where it has one, past it no declared deviation pays. */
export interface BindingThreshold extends PayingEnd {
  of: string;
  at: AxisValues;
  /** Whether honesty pays above it or below it. */
  direction: 'honest-above' | 'honest-below';
}

/** Where the range in which honesty pays has one end, that end; settings without one are left out. */
export function listBindingThresholds(findings: Findings, role: Role): BindingThreshold[] {
  return listPaysAlong(findings, role).flatMap(toBinding);
}

function toBinding({ of, at, ranges }: PaysAlong): BindingThreshold[] {
  if (ranges.length !== 1) return [];
  const [{ from, to }] = ranges;
  if (from && to) return [];
  if (from) return [{ of, at, ...from, direction: 'honest-above' }];
  return to ? [{ of, at, ...to, direction: 'honest-below' }] : [];
}

/** What stands above everything that is drawn of a study that did not come to its end. */
export const unfinishedBanner = 'Unfinished: replications are missing here, and verdicts are not final';

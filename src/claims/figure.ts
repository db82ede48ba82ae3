/** A figure that claims compare between design points: a rate, or what honesty earns over a deviation. */
import { z } from 'zod';
import { numberAt } from '../findings/axis-values.ts';
import { type DesignPointFindings, timeRates } from '../findings/findings.ts';
import { profiles, sayAgainst } from '../findings/profile.ts';
import type { Evidence, Interval } from './define.ts';
import { rateRanges } from './ranges.ts';

/** What can be compared: an advantage, or a rate. */
export const comparableFigures: readonly string[] = ['advantage', ...rateRanges.keys()];

/** Parameters that name a figure. */
export const figureParams = {
  of: z.string().describe('A rate such as `verificationOverhead`, or `advantage`.'),
  role: z.enum(['asserter', 'validator']).optional().describe('Whose advantage; with `of: advantage`.'),
  over: z.string().optional().describe('Over which deviation; with `of: advantage`.'),
  against: z.enum(profiles).default('coalition').describe('What everyone else does; with `of: advantage`.'),
};

/** Names a figure. */
export interface FigureName {
  of: string;
  role?: 'asserter' | 'validator' | undefined;
  over?: string | undefined;
  against: (typeof profiles)[number];
}

/** What a figure is called in a sentence, and against whom where that is not plain. */
export function sayFigure({ of, role, over, against }: FigureName, study: Evidence['findings']): string {
  return of === 'advantage' ? `the advantage over ${role} ${over}${sayAgainst(study, against)}` : of;
}

/** By how much a figure at one design point exceeds that at another; `null` where one of them does not have it. */
export function compareFigures(
  name: FigureName,
  point: DesignPointFindings,
  other: DesignPointFindings,
  evidence: Evidence,
  comparisons: number,
): Interval | null {
  if (name.of === 'advantage') {
    const [own, theirs] = [findAdvantage(name, point), findAdvantage(name, other)];
    return own && theirs ? evidence.differenceOf(own, theirs, comparisons) : null;
  }
  return evidence.rateDifferenceOf(name.of, point, other, comparisons);
}

/** The arm a rate is measured in: honest play, or the first deviation for what becomes of cheating. */
export function armOfRate(rate: string, { payoffs }: DesignPointFindings): string | undefined {
  if (['challenged', 'falseSlash', 'verificationOverhead', ...timeRates].includes(rate)) return undefined;
  const cheat = payoffs.find(({ role, strategy }) => role === 'asserter' && strategy !== 'honest');
  return cheat && `coalition/asserter/${cheat.strategy}`;
}

/** The arm that shows a figure at a design point. */
export function armOfFigure(name: FigureName, point: DesignPointFindings): string | undefined {
  if (name.of !== 'advantage') return armOfRate(name.of, point);
  const found = findAdvantage(name, point);
  return found && `${found.against}/${found.role}/${found.over}`;
}

/** The advantage a figure names; where nobody colludes, all others are honest under any profile that is not asked for. */
export function findAdvantage({ role, over, against }: FigureName, { advantages }: DesignPointFindings) {
  const found = advantages.filter((advantage) => advantage.role === role && advantage.over === over);
  return found.find((advantage) => advantage.against === against) ?? found.find((a) => a.against === 'coalition');
}

/** Design points in curves along one parameter, the others held; ascending. */
export function groupAlong(along: string, points: readonly DesignPointFindings[]): DesignPointFindings[][] {
  const curves = new Map<string, DesignPointFindings[]>();
  for (const point of points) {
    if (point.at[along] === undefined) continue;
    const key = JSON.stringify(Object.entries(point.at).filter(([path]) => path !== along));
    const curve = curves.get(key);
    if (curve) curve.push(point);
    else curves.set(key, [point]);
  }
  return [...curves.values()].map((curve) => curve.sort((a, b) => numberAt(a.at, along) - numberAt(b.at, along)));
}

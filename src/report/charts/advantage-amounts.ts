/** The amounts of an advantage of honesty, and how the marks that draw them are read. */
import type { Advantage, Findings } from '../../findings/findings.ts';
import { sayAgainst } from '../../findings/profile.ts';
import { capitalize, describeProfile } from '../../words/label.ts';
import type { MoneyScale } from '../../words/money.ts';
import { formatConfidence } from '../../words/number.ts';
import { listViews, type View } from '../sweep.ts';

/** The amounts of an advantage [credits per job]: estimates, the ends of both intervals, and the exact value. */
export interface Amounts {
  mean: number | null;
  low: number | null;
  high: number | null;
  plainLow: number | null;
  plainHigh: number | null;
  exact: number | null;
}

/** The sharp interval, and the plain one where it is another. */
export function boundsOf({ mean, halfWidth, plain, varianceReduction, exact }: Advantage): Amounts {
  const isOther = plain && plain.halfWidth !== null && varianceReduction?.controlVariates !== 1;
  return {
    mean,
    exact,
    low: mean === null ? null : mean - (halfWidth ?? 0),
    high: mean === null ? null : mean + (halfWidth ?? 0),
    plainLow: isOther ? plain.mean - plain.halfWidth! : null,
    plainHigh: isOther ? plain.mean + plain.halfWidth! : null,
  };
}

export function amountsOf({ low, high, plainLow, plainHigh, exact }: Amounts): number[] {
  return [low, high, plainLow, plainHigh, exact].filter((value) => value !== null);
}

export function inMoney({ mean, low, high, plainLow, plainHigh, exact }: Amounts, { factor }: MoneyScale): Amounts {
  const scale = (value: number | null) => value && value * factor;
  return {
    mean: scale(mean),
    low: scale(low),
    high: scale(high),
    plainLow: scale(plainLow),
    plainHigh: scale(plainHigh),
    exact: scale(exact),
  };
}

/** @param marks  what intervals and exact values are drawn as */
export function howToRead(findings: Findings, marks = { intervals: 'bands', exact: 'lines' }): string {
  const advantages = findings.designPoints.flatMap((point) => point.advantages);
  const parts: string[] = [];
  if (advantages.some((entry) => entry.mean !== null)) {
    parts.push(
      `dots and ${marks.intervals}: simulated, known draws taken out, ${formatConfidence(findings.confidence)} confidence`,
    );
  }
  if (advantages.some((entry) => boundsOf(entry).plainLow !== null)) {
    parts.push('thin bars: plain intervals, nothing taken out');
  }
  if (advantages.some((entry) => entry.exact !== null))
    parts.push(`${marks.exact}: exact at every setting, and at zero`);
  if (findings.thresholds.some((entry) => entry.exact?.feasible)) parts.push('upright dashes: exact thresholds');
  if (findings.thresholds.some((entry) => entry.simulated !== null && entry.simulated.value !== null)) {
    parts.push('white diamonds: simulated thresholds, intervals shaded');
  }
  return parts.length === 0 ? '' : `${capitalize(parts.join('; '))}.`;
}

/** The title of a panel: the role, and who the others are where panels of a role differ in it. */
export function nameView(findings: Findings, { role, against }: View): string {
  const isOneOfSeveral = listViews(findings).some((view) => view.role === role && view.against !== against);
  return isOneOfSeveral ? `${capitalize(role)}, ${describeProfile(findings, against)}` : capitalize(role);
}

/** Against whom the advantages are that a picture shows, where a study has several profiles. */
export function sayShown(findings: Findings): string {
  const shown = listViews(findings).map(({ against }) => against);
  return sayAgainst(findings, [...new Set(shown)]);
}

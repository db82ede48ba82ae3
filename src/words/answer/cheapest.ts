/** Which of several mechanisms deters at the least cost of checking, and which do not deter. */
import { withoutBrought } from '../../findings/axis-values.ts';
import type { DesignPointFindings, Findings, Role } from '../../findings/findings.ts';
import { judgedProfiles, judgementOf, knownOf } from '../../findings/judgement.ts';
import { sayAgainst } from '../../findings/profile.ts';
import { outcomeOf } from '../judgement-words.ts';
import { describeLabels, describeNumbers, nameStrategy } from '../label.ts';
import { listChoiceAxes } from '../label-axes.ts';
import { formatMany, formatNumber } from '../number.ts';

/** What checking costs at a setting, as a share of the cost of computing. */
interface Cost {
  point: DesignPointFindings;
  value: number;
  halfWidth: number;
}

/** One of what is compared: its settings, and the cheapest at which honesty pays. */
interface Alternative {
  name: string;
  cheapest: Cost | undefined;
  kind: 'pays' | 'cannot-tell' | 'ties' | 'does-not';
}

/** Alternatives that are named; more are counted [count]. */
const NAMED_MAX = 4;

/** `Of 3 mechanisms at which honesty pays an asserter, posp is the cheapest: …`. */
export function sayCheapest(findings: Findings, role: Role): string {
  const noun = nounOf(findings);
  const alternatives = listAlternatives(findings, role);
  const whom = `${role}${sayAgainst(findings, judgedProfiles(findings, role))}`;
  const ofKind = (kind: Alternative['kind']) => alternatives.filter((one) => one.kind === kind);
  const [paying, open, failing] = [ofKind('pays'), ofKind('cannot-tell'), ofKind('does-not')];
  const tied = ofKind('ties');
  const others = [
    ...(failing.length > 0 ? [`honesty does not pay under ${nameAll(failing)}`] : []),
    ...(tied.length > 0 ? [`it earns exactly as much as the best deviation under ${nameAll(tied)}`] : []),
    ...(open.length > 0 ? [`it cannot be told of ${nameAll(open)}`] : []),
  ];
  const all = formatMany(alternatives.length, noun);
  if (paying.length === 0) {
    const start = `Under none of ${all} is honesty of the ${whom} known to pay`;
    return open.length === 0 ? `Under none of ${all} does honesty pay an ${whom}` : `${start}: ${others.join('; ')}`;
  }
  const priced = paying.filter(({ cheapest }) => cheapest !== undefined);
  if (priced.length === 0) return [`Honesty pays an ${whom} under ${nameAll(paying)}`, ...others].join('; ');
  return [sayPrices(priced, paying.length === 1 ? '' : noun, whom), ...others].join('; ');
}

function sayPrices(priced: readonly Alternative[], noun: string, whom: string): string {
  const sorted = [...priced].sort((a, b) => a.cheapest!.value - b.cheapest!.value);
  const least = sorted[0].cheapest!;
  // Costs that intervals do not tell apart are one.
  const isLeast = ({ cheapest }: Alternative) => cheapest!.value - cheapest!.halfWidth <= least.value + least.halfWidth;
  const [first, rest] = [sorted.filter(isLeast), sorted.filter((one) => !isLeast(one))];
  const cost = 'checking costs';
  if (noun === '')
    return `Honesty pays an ${whom} under ${sayName(sorted[0])}, where ${cost} ${sayShare(least.value)} of computing`;
  const names = nameAll(first, sayName);
  const verb = first.length === 1 ? 'deters most cheaply' : 'deter most cheaply';
  const dearer = rest.slice(0, NAMED_MAX).map((one) => `${sayName(one)} ${sayShare(one.cheapest!.value)}`);
  const more = rest.length > NAMED_MAX ? `, and ${formatMany(rest.length - NAMED_MAX, 'dearer one')}` : '';
  const then = dearer.length > 0 ? `; then ${dearer.join(', ')}${more}` : '';
  return `Of ${formatMany(priced.length, noun)} under which honesty pays an ${whom}, ${names} ${verb}: ${cost} ${sayShare(least.value)} of computing${then}`;
}

function listAlternatives({ designPoints }: Findings, role: Role): Alternative[] {
  const groups = new Map<string, DesignPointFindings[]>();
  for (const point of joinBrought(designPoints, role)) {
    if (judgementOf(point, role).honesty === 'not-asked') continue;
    const name = describeLabels(point.at);
    groups.set(name, [...(groups.get(name) ?? []), point]);
  }
  return [...groups].map(([name, points]) => {
    const paying = points.filter((point) => judgementOf(point, role).honesty === 'pays');
    const costs = paying.flatMap((point) => checkingCost(point) ?? []);
    const outcomes = points.map((point) => outcomeOf(point, role));
    const notPaying = (['cannot-tell', 'ties'] as const).find((outcome) => outcomes.includes(outcome)) ?? 'does-not';
    const cheapest = costs.reduce<Cost | undefined>(
      (least, next) => (least && least.value <= next.value ? least : next),
      undefined,
    );
    return { name, cheapest, kind: paying.length > 0 ? 'pays' : notPaying };
  });
}

/** A point for each setting, whatever kinds of jobs and groups of nodes there are: honesty pays there as it does where it pays least. */
function joinBrought(points: readonly DesignPointFindings[], role: Role): DesignPointFindings[] {
  const settings = new Map<string, DesignPointFindings>();
  for (const point of points) {
    const at = withoutBrought(point.at);
    const key = JSON.stringify(at);
    const known = settings.get(key);
    const isWorse = !known || rank(point, role) > rank(known, role) || isDearer(point, known, role);
    settings.set(key, isWorse ? { ...point, at } : known);
  }
  return [...settings.values()];
}

function rank(point: DesignPointFindings, role: Role): number {
  return ['not-asked', 'pays', 'ties', 'cannot-tell', 'does-not'].indexOf(outcomeOf(point, role));
}

/** Of two at which the same holds, the one at which checking costs more. */
function isDearer(point: DesignPointFindings, known: DesignPointFindings, role: Role): boolean {
  const isSame = rank(point, role) === rank(known, role);
  return isSame && (checkingCost(point)?.value ?? 0) > (checkingCost(known)?.value ?? 0);
}

/** What checking costs at a design point, exactly where that is known. */
export function checkingCost(point: DesignPointFindings): Cost | undefined {
  const { exact, value: mean, halfWidth } = point.rates.verificationOverhead;
  const known = knownOf({ exact, mean, halfWidth });
  return known.value === null ? undefined : { point, value: known.value, halfWidth: known.halfWidth ?? 0 };
}

function sayName({ name, cheapest }: Alternative): string {
  const numbers = cheapest ? describeNumbers(cheapest.point.at) : '';
  return numbers === '' ? nameStrategy(name) : `${nameStrategy(name)} (${numbers})`;
}

function nameAll(alternatives: readonly Alternative[], say = ({ name }: Alternative) => nameStrategy(name)): string {
  if (alternatives.length > NAMED_MAX) return `${alternatives.length} of them`;
  const names = alternatives.map(say);
  return names.length === 1 ? names[0] : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

function sayShare(share: number): string {
  return `${formatNumber(100 * share)} %`;
}

function nounOf({ designPoints }: Findings): string {
  const [axis, ...others] = listChoiceAxes(designPoints);
  return others.length === 0 && axis.path === 'mechanism' ? 'mechanism' : 'alternative';
}

/** From which value on honesty pays, and for whom: one clause for all settings of the other parameters. */

import type { Findings } from '../../findings/findings.ts';
import type { PayingEnd, PayingRange, PaysAlong } from '../../findings/pays-along.ts';
import { sayAgainst } from '../../findings/profile.ts';
import { log10, pow } from '../../kernel/mathematics/index.ts';
import { describeSetting, nameParameter, nameStrategy } from '../label.ts';
import { formatConfidence, formatMany, formatNumber } from '../number.ts';
import { nameEstimator } from '../plain-words.ts';
import { tallyPoints } from './at-points.ts';
import { describeOthers, sayOthers } from './setting-words.ts';

/** Settings whose thresholds are all named; of more, the first and the last [count]. */
const NAMED_MAX = 3;

/** `An honest asserter earns more than by skip-work once challenge probability p exceeds 0.00736 (exact)`. */
export function sayAlong(findings: Findings, settings: readonly PaysAlong[]): string {
  const [{ of, role, over, against }] = settings;
  const who = `an honest ${role}`;
  const rivals = over.map(nameStrategy);
  const rival = rivals.length === 1 ? rivals[0] : `every declared deviation (${rivals.join(', ')})`;
  const deviations = `${rival}${sayAgainst(findings, against)}`;
  const earns = `An honest ${role} earns more than by ${deviations}`;
  const ofKind = (kind: PaysAlong['kind']) => settings.filter((setting) => setting.kind === kind);
  const [ranges, everywhere, nowhere, tried] = [
    ofKind('ranges'),
    ofKind('everywhere'),
    ofKind('nowhere'),
    ofKind('tried'),
  ];
  const [isAlone, name] = [settings.length === 1, nameParameter(of)];
  if (isAlone && tried.length === 1) return sayTried(tried[0], name, who, deviations);
  if (nowhere.length === settings.length) return sayNowhere(nowhere[0], name, who, deviations);
  if (tried.length === settings.length) {
    return `Where along ${name} ${who} earns more than by ${deviations} cannot be told: ${tallyPoints(findings, role)}`;
  }
  const at = (group: readonly PaysAlong[]) => (isAlone ? '' : ` ${countOthers(group)}`);
  const clauses = [
    ...(ranges.length > 0 ? [sayRanges(findings, ranges, name, isAlone)] : []),
    ...(everywhere.length > 0 ? [`at every value of ${name}${at(everywhere)}`] : []),
    ...(nowhere.length > 0 ? [`at no value of ${name}${at(nowhere)}`] : []),
    ...(tried.length > 0 ? [`it cannot be told where${at(tried)}`] : []),
  ];
  return `${earns} ${clauses.join('; ')}`;
}

/** One setting: its ranges with what they rest on. Several: the thresholds in order, each with whom it is for. */
function sayRanges(findings: Findings, settings: readonly PaysAlong[], name: string, isAlone: boolean): string {
  if (isAlone) {
    const [{ ranges, of }] = settings;
    const said = ranges.map((range) => sayRange(range, name)).join(' and ');
    const ends = ranges.flatMap(({ from, to }) => [from, to]).filter((end) => end !== null);
    return `${said} (${sayBasis(findings, ends, of)})`;
  }
  const shapes = new Map<string, PaysAlong[]>();
  for (const setting of settings) {
    const shape = setting.ranges.map(shapeOf).join();
    shapes.set(shape, [...(shapes.get(shape) ?? []), setting]);
  }
  const bases = new Set(settings.flatMap(({ ranges }) => ranges.flatMap(basesOf)));
  const basis =
    bases.size > 1 ? 'some exact, some simulated' : [...bases][0] === 'exact' ? 'exact' : saySimulated(findings);
  return `${[...shapes.values()].map((group) => saySettings(group, name)).join('; ')} (${basis})`;
}

function saySettings(group: readonly PaysAlong[], name: string): string {
  const [{ ranges }] = group;
  const end = ranges.length === 1 ? (ranges[0].from ?? ranges[0].to) : null;
  if (end === null || (ranges[0].from && ranges[0].to)) {
    const shown = group.slice(0, NAMED_MAX).map(({ ranges: own, at }) => {
      return `${own.map((range) => sayRange(range, name)).join(' and ')} ${describeOthers(at)}`;
    });
    const rest = group.length - shown.length;
    return `${shown.join(', ')}${rest > 0 ? `, and elsewhere at ${formatMany(rest, 'further setting')}` : ''}`;
  }
  const thresholdOf = ({ ranges: [own] }: PaysAlong) => (own.from ?? own.to)!.value;
  const sorted = [...group].sort((a, b) => thresholdOf(a) - thresholdOf(b));
  const named = sorted.length <= NAMED_MAX ? sorted : [sorted[0], sorted.at(-1)!];
  const hidden = sorted.length - named.length;
  const verb = verbOf(end, ranges[0].from !== null, name);
  const list = named.map((setting, i) => `${formatNumber(thresholdOf(setting))} ${sayOthers(setting.at, i === 0)}`);
  const between = hidden > 0 ? `, and values between them at ${formatMany(hidden, 'further setting')}` : '';
  return `${verb.replace('VALUE', list.join(', '))}${between}`;
}

/** The words around a value: `once p exceeds VALUE`, `from n = VALUE on`. */
function verbOf({ isIncluded }: PayingEnd, isStart: boolean, name: string): string {
  if (isIncluded) return isStart ? `from ${name} = VALUE on` : `up to ${name} = VALUE`;
  return isStart ? `once ${name} exceeds VALUE` : `while ${name} stays below VALUE`;
}

function sayRange({ from, to }: PayingRange, name: string): string {
  if (from && to) return `for ${name} between ${formatNumber(from.value)} and ${formatNumber(to.value)}`;
  const end = (from ?? to)!;
  return verbOf(end, from !== null, name).replace('VALUE', formatNumber(end.value));
}

function shapeOf({ from, to }: PayingRange): string {
  return [from, to].map((end) => (end === null ? '–' : end.isIncluded ? 'included' : 'open')).join(' ');
}

function basesOf({ from, to }: PayingRange): ('exact' | 'simulated')[] {
  return [from, to].flatMap((end) => (end === null ? [] : [end.basis]));
}

/** What the ends rest on, and what the runs say beside an exact one. */
function sayBasis(findings: Findings, ends: readonly PayingEnd[], of: string): string {
  const simulated = ends.filter(({ basis }) => basis === 'simulated');
  if (simulated.length === 0) {
    const beside = ends.length === 1 ? ends[0].threshold.simulated : null;
    const isKnown = beside && beside.value !== null && beside.low !== null && beside.high !== null;
    const isSame = isKnown && beside.direction === ends[0].threshold.exact?.direction && of === ends[0].threshold.of;
    return isSame ? `exact; ${saySimulated(findings, beside)}` : 'exact';
  }
  const [only] = simulated;
  const where = simulated.length === 1 ? only.threshold.simulated : null;
  const said = where ? saySimulated(findings, where) : saySimulated(findings);
  return simulated.length < ends.length ? `partly exact; ${said}` : said;
}

type Interval = { value: number | null; low: number | null; high: number | null };

/** `simulated, sharp estimate: 0.00692 [0.00673, 0.00726] at 95 % confidence`, to three digits. */
function saySimulated(findings: Findings, interval?: Interval): string {
  const estimate = `simulated, ${nameEstimator(findings)} estimate`;
  if (!interval) return `${estimate}s`;
  const { value, low, high } = interval;
  const ends = [roundOutwards(low!, Math.floor), roundOutwards(high!, Math.ceil)].map((end) => formatNumber(end));
  return `${estimate}: ${formatNumber(value)} [${ends.join(', ')}] at ${formatConfidence(findings.confidence)} confidence`;
}

/** To three digits, and never narrower than what was found. */
function roundOutwards(value: number, round: (value: number) => number): number {
  if (value === 0) return 0;
  const unit = pow(10, Math.floor(log10(Math.abs(value))) - 2);
  const near = Math.round(value / unit);
  return (Math.abs(value / unit - near) < 1e-9 ? near : round(value / unit)) * unit;
}

function sayNowhere({ never }: PaysAlong, name: string, who: string, deviations: string): string {
  const rival = never ? nameStrategy(never.over) : 'one of them';
  const beyond = never?.exact?.reason === 'beyond-range' ? ', even at the end of its range' : '';
  return `At no value of ${name} does ${who} earn more than by ${deviations}: ${rival} earns as much or more${beyond}`;
}

/** What the design points say by themselves. */
function sayTried({ points, of, role }: PaysAlong, name: string, who: string, deviations: string): string {
  const tally = tallyPoints({ designPoints: points }, role);
  const named =
    points.length > 0 && points.length <= NAMED_MAX
      ? ` (${points.map(({ at }) => describeSetting({ [of]: at[of] })).join(', ')})`
      : '';
  return `Where along ${name} ${who} earns more than by ${deviations} cannot be told: ${tally}${named}`;
}

function countOthers(group: readonly PaysAlong[]): string {
  if (group.length <= NAMED_MAX) return group.map(({ at }, i) => sayOthers(at, i === 0)).join(', ');
  return `at ${formatMany(group.length, 'setting')} of the other parameters`;
}

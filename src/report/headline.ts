/** The answer of a study in a sentence, put together from what was found. */
import type { Findings, Honesty, Role, ThresholdFindings, Verdict } from '../findings/findings.ts';
import type { Place } from '../findings/place.ts';
import { describeSetting, nameParameter, nameStrategy } from './label.ts';
import { formatConfidence, formatInterval, formatMany, formatNumber } from './number.ts';
import { explainInfeasible, formatExact, placeOf } from './threshold-words.ts';

/** The threshold that binds at one setting of the other parameters: past it, no declared deviation pays. */
export interface BindingThreshold {
  of: string;
  at: Place;
  role: Role;
  /** `crossed`: honesty pays past the threshold; `always` and `never`: on the whole range. */
  kind: 'crossed' | 'always' | 'never';
  /** The deviation that binds; `undefined` for `always`. */
  threshold?: ThresholdFindings;
  /** Every deviation it was asked for. */
  over: string[];
}

/** The verdict in one or two sentences: which role, from which threshold, how sure. */
export function writeHeadline(findings: Findings): string {
  if (findings.designPoints.length === 0) return 'Nothing has been simulated or solved yet.';
  const sentences = [sayAnswer(findings), sayParticipation(findings)];
  if (!findings.complete) sentences.push('The study is not complete: planned replications are missing.');
  return sentences.filter((sentence) => sentence !== '').join(' ');
}

/** Where an honest asserter loses money, so that nobody honest takes part; nothing where that is nowhere. */
function sayParticipation({ designPoints }: Findings): string {
  const losing = designPoints.filter(({ participation }) => participation?.asserter.takesPart === 'no');
  if (losing.length === 0) return '';
  const where = losing.length === designPoints.length ? '' : ` at ${losing.length} of ${designPoints.length} settings`;
  return `But an honest asserter earns less than nothing${where}, and would rather stay away.`;
}

/** From which threshold honesty pays, or where it is dominant when no threshold is known: one sentence, numbers included. */
export function sayAnswer(findings: Findings): string {
  const binding = listBindingThresholds(findings);
  const answer = binding.length === 0 ? sentenceOfHonesty(findings) : sentenceOfThresholds(binding);
  return `${answer}${sayOtherEquilibrium(findings)}`;
}

/** What else may settle in where honesty stands: dominance is a best reply to declared profiles, and to no other play. */
function sayOtherEquilibrium({ otherEquilibrium, designPoints }: Findings): string {
  if (!otherEquilibrium) return '';
  const { asserter, validator } = otherEquilibrium.profile;
  const [asserts, validates] = [asserter, validator].map((shares) =>
    Object.keys(shares).map(nameStrategy).join(' and '),
  );
  const at = designPoints.find(({ id }) => id === otherEquilibrium.designPoint)?.at ?? {};
  const place = Object.keys(at).length > 0 ? ` (${describeSetting(at)})` : '';
  return ` It is not all that may settle in: asserters on ${asserts} with validators on ${validates} is an equilibrium too${place}.`;
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

/** For each parameter and setting of the others, the threshold of a role that binds against the first profile. */
export function listBindingThresholds(findings: Findings, role: Role = leadingRole(findings)): BindingThreshold[] {
  const ofRole = findings.thresholds.filter((threshold) => threshold.role === role && threshold.strategy === 'honest');
  const against = ofRole.some((threshold) => threshold.against === 'coalition') ? 'coalition' : ofRole[0]?.against;
  const groups = new Map<string, ThresholdFindings[]>();
  for (const threshold of ofRole.filter((candidate) => candidate.against === against)) {
    const key = JSON.stringify([threshold.of, threshold.at]);
    groups.set(key, [...(groups.get(key) ?? []), threshold]);
  }
  return [...groups.values()].map(bind);
}

function bind(thresholds: ThresholdFindings[]): BindingThreshold {
  const { of, at, role } = thresholds[0];
  const over = thresholds.map((threshold) => nameStrategy(threshold.over));
  const open = thresholds.filter((threshold) => threshold.exact?.reason !== 'always');
  if (open.length === 0) return { of, at, role, kind: 'always', over };
  const never = open.find((threshold) => placeOf(threshold) === null);
  if (never !== undefined) return { of, at, role, kind: 'never', threshold: never, over };
  const sign = isHonestBelow(open[0]) ? -1 : 1;
  const threshold = open.reduce((most, next) => (sign * placeOf(next)! > sign * placeOf(most)! ? next : most));
  return { of, at, role, kind: 'crossed', threshold, over };
}

function sentenceOfThresholds(binding: BindingThreshold[]): string {
  const { of, role, over } = binding[0];
  const ofFirst = binding.filter((entry) => entry.of === of);
  const crossed = ofFirst.filter((entry) => entry.kind === 'crossed');
  const deviations = over.length === 1 ? over[0] : `every declared deviation (${over.join(', ')})`;
  if (crossed.length === 0) {
    if (ofFirst[0].kind === 'always')
      return `An honest ${role} earns more than by ${deviations} at every ${nameParameter(of)}.`;
    const { threshold } = ofFirst[0];
    return `No ${nameParameter(of)} in reach makes honesty pay: ${nameStrategy(threshold!.over)} stays ahead (${explainInfeasible(threshold!)}).`;
  }
  const from = isHonestBelow(crossed[0].threshold!) ? 'up to' : 'from';
  const start = `An honest ${role} earns more than by ${deviations} ${from} ${nameParameter(of)} = `;
  if (crossed.length === 1) return `${start}${sayPlace(crossed[0].threshold!)}.`;
  const sorted = crossed.toSorted((a, b) => placeOf(a.threshold!)! - placeOf(b.threshold!)!);
  const ends = [sorted[0], sorted.at(-1)!].map(
    (entry) => `${formatNumber(placeOf(entry.threshold!))} (${describeSetting(entry.at)})`,
  );
  const never = ofFirst.filter((entry) => entry.kind === 'never').length;
  const rest = never === 0 ? '' : ` At ${formatMany(never, 'further setting')} no value is enough.`;
  return `${start}${ends[0]} to ${ends[1]}.${rest}`;
}

function sayPlace(threshold: ThresholdFindings): string {
  const { exact, simulated } = threshold;
  const interval =
    simulated === null || simulated.value === null
      ? ''
      : `${formatInterval(simulated.value, simulated.low, simulated.high)} at ${formatConfidence(simulated.confidence)} confidence`;
  if (!exact?.feasible) return `${interval} (simulated)`;
  return interval === '' ? `${formatExact(threshold)} (exact)` : `${formatExact(threshold)} (simulated ${interval})`;
}

function sentenceOfHonesty(findings: Findings): string {
  const counts = new Map<Honesty, number>();
  for (const { honesty } of findings.designPoints)
    counts.set(honesty.asserter, (counts.get(honesty.asserter) ?? 0) + 1);
  const words: Record<Honesty, string> = {
    dominant: 'dominant (the best reply to each declared profile of the others)',
    equilibrium: 'an equilibrium but not dominant',
    neither: 'neither dominant nor an equilibrium',
    undecided: 'undecided',
  };
  if (findings.designPoints.length === 1) {
    return `At the one setting studied, honesty of the asserter is ${words[findings.designPoints[0].honesty.asserter]}.`;
  }
  const parts = (Object.keys(words) as Honesty[])
    .filter((honesty) => counts.has(honesty))
    .map((honesty) => `${words[honesty]} at ${counts.get(honesty)}`);
  return `Of ${findings.designPoints.length} settings, honesty of the asserter is ${parts.join(', ')}.`;
}

function leadingRole(findings: Findings): Role {
  return findings.thresholds.some((threshold) => threshold.role === 'asserter') ? 'asserter' : 'validator';
}

function isHonestBelow(threshold: ThresholdFindings): boolean {
  return threshold.exact?.direction === 'honest-below';
}

/** What stands above everything that is drawn of a study that did not come to its end. */
export const unfinishedBanner = 'Unfinished: replications are missing here, and verdicts are not final';

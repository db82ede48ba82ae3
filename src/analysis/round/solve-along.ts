/** The exact threshold of one question along one parameter, by the round. */
import { needsOf } from '../../catalogue/needs.ts';
import type { AxisValues } from '../../findings/axis-values.ts';
import type { ExactThreshold, Role, ThresholdFindings } from '../../findings/findings.ts';
import type { Profile } from '../../findings/profile.ts';
import type { Settings } from '../../market/settings.ts';
import { valueAt } from '../../scenario/numbers/paths.ts';
import { endWhereCarried } from './carried.ts';
import { type Domain, domainOf } from './domain.ts';
import { exactAdvantage } from './exact.ts';
import { solveThreshold } from './exact-threshold.ts';
import { screenAdvantage } from './pieces.ts';
import type { Resolve } from './remember-settings.ts';

/** What a threshold is about. */
export interface Question {
  of: string;
  at: AxisValues;
  role: Role;
  over: string;
  against: Profile;
}

/**
 * The exact threshold of one question; `null` where the round does not speak for the jobs it is about, here or along the way.
 *
 * @param between  where to look, instead of on the parameter's whole domain
 */
export function solveAlong(
  question: Question,
  settings: Settings,
  resolve: Resolve,
  between?: readonly [number, number],
): ThresholdFindings['exact'] {
  const { of, at, role, over, against } = question;
  if (exactAdvantage(settings, role, 'honest', over, profileOf(settings, against)) === null) return null;
  const read = (moved: Settings | undefined): number => {
    const value = moved ? exactAdvantage(moved, role, 'honest', over, profileOf(moved, against)) : 0;
    if (value === null) throw silence;
    return value;
  };
  const { nodeCount } = settings.market;
  const wholeNodes = of === 'coalition.fraction' && needsOf(settings)?.draw !== 'independent';
  // Without replacement only whole numbers of nodes collude: the threshold is an M, reported as M and as M / N.
  const scale = wholeNodes ? nodeCount : 1;
  const here = Number(valueAt(settings, of) ?? Number.NaN);
  const range = wholeNodes
    ? nodesOf(nodeCount)
    : endWhereCarried(domainOf(of, settings), here, settings, (x) => resolve({ ...at, [of]: x }));
  const domain = between ? narrow(range, between.map((end) => end * scale) as [number, number]) : range;
  const advantage = screenAdvantage({ of, at, role, settings, resolve, read }, domain, scale);
  try {
    // A round that falls silent mostly does so at an end, and there a search comes last.
    if (Number.isFinite(domain.high)) advantage(domain.high);
    const solved = solveThreshold(advantage, domain);
    return wholeNodes ? countNodes(solved, nodeCount) : solved;
  } catch (error) {
    if (error === silence) return null;
    throw error;
  }
}

/**
 * Thrown where the round falls silent along the way: a root may lie there, or none where one was found, so that nothing
 * else a search could find would count.
 */
const silence = new Error('the round does not say');

function nodesOf(nodeCount: number): Domain {
  return { kind: 'integer', low: 0, high: nodeCount - 1, unit: 'count' };
}

/** A threshold in nodes, as a share of them. */
function countNodes(solved: ExactThreshold, nodeCount: number): ExactThreshold {
  const roots = solved.roots.map(({ value, direction }) => ({ value: value / nodeCount, direction }));
  const domain = { low: 0, high: (nodeCount - 1) / nodeCount, whole: true };
  return solved.value === null
    ? { ...solved, roots, domain }
    : { ...solved, roots, domain, value: solved.value / nodeCount, size: solved.value };
}

function narrow(domain: Domain, [low, high]: readonly [number, number]): Domain {
  const inner = { ...domain, low: Math.max(domain.low, low), high: Math.min(domain.high, high) };
  return domain.kind === 'integer' ? { ...inner, low: Math.ceil(inner.low), high: Math.floor(inner.high) } : inner;
}

/** Without a coalition everyone else is honest in profile `coalition` already. */
export function profileOf({ coalition }: Settings, against: Profile): Profile {
  return against === 'all-honest' && coalition.size === 0 ? 'coalition' : against;
}

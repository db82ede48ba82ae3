/** Which single parameter, moved far enough, makes honesty pay again at a design point; exactly, by the round. */

import { leversOf } from '../../catalogue/needs.ts';
import { type AxisValues, withoutPath } from '../../findings/axis-values.ts';
import type { Role } from '../../findings/findings.ts';
import type { Profile } from '../../findings/profile.ts';
import type { Settings } from '../../market/settings.ts';
import { valueAt } from '../../scenario/numbers/paths.ts';
import { exactAdvantage } from '../round/exact.ts';
import type { Resolve } from '../round/remember-settings.ts';
import { solveAlong } from '../round/solve-along.ts';

/** A parameter and the value above which honesty beats every deviation that was named, the others held. */
export interface Remedy {
  of: string;
  now: number;
  /** In the unit of the parameter. */
  above: number;
}

/** What honesty must beat. */
export interface Rival {
  role: Role;
  over: string;
  against: Profile;
}

/**
 * The remedies of a design point, each by itself enough; none where the mechanism has no round.
 *
 * @param at  values of the design point's parameters by path, as `resolve` takes them
 */
export function listRemedies(at: AxisValues, rivals: readonly Rival[], resolve: Resolve): Remedy[] {
  const settings = resolve(at);
  if (!settings) return [];
  return listLevers(settings).flatMap(({ of, now }) => {
    const needed = rivals.map((rival) => needOf(of, at, rival, settings, resolve));
    const above = Math.max(...needed);
    return above > now && Number.isFinite(above) && isEnough(of, above, at, rivals, resolve)
      ? [{ of, now, above }]
      : [];
  });
}

/** What a designer can turn up to deter; a stake deters only where the slash is a share of it. */
function listLevers(settings: Settings): { of: string; now: number }[] {
  const { rate, slashAmount, slashFraction } = leversOf(settings);
  const own = [slashAmount, slashFraction, rate].flatMap((of) => {
    const now = of && valueAt(settings, of);
    return typeof now === 'number' ? [{ of: of!, now }] : [];
  });
  return slashFraction === undefined ? own : [...own, { of: 'market.stake', now: settings.market.stake }];
}

/** The value from which honesty beats one rival: -Infinity when it always does, Infinity when it never does. */
function needOf(of: string, at: AxisValues, rival: Rival, settings: Settings, resolve: Resolve): number {
  const held = withoutPath(at, of);
  const solved = solveAlong({ of, at: held, ...rival }, settings, resolve);
  if (solved?.feasible && solved.value !== null && solved.direction === 'honest-above') return solved.value;
  return solved?.reason === 'always' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
}

/** Whether a little more than the value does it for all rivals at once: a threshold may have more than one root. */
function isEnough(of: string, above: number, at: AxisValues, rivals: readonly Rival[], resolve: Resolve): boolean {
  const moved = resolve({ ...at, [of]: above * (1 + 1e-6) });
  if (!moved) return false;
  return rivals.every(({ role, over, against }) => (exactAdvantage(moved, role, 'honest', over, against) ?? -1) > 0);
}

/** Claims that compare design points need some to compare: a `where` may leave them none, and then nothing could decide. */

import { type AxisValue, withoutPath } from '../findings/axis-values.ts';
import { holds } from '../findings/condition.ts';
import { valueAtPoint } from '../scenario/numbers/paths.ts';
import { type PathProblem, say, show } from '../scenario/problems/problems.ts';
import type { Scenario } from '../scenario/schema/scenario.ts';
import type { DesignPoint } from './plan.ts';

/** Trends and rankings whose `where` leaves nothing to compare along their parameter. */
export function findUncomparable({ claims }: Scenario, points: readonly DesignPoint[]): PathProblem[] {
  return claims.flatMap(({ condition, where, along, order }, i) => {
    if (!condition || typeof along !== 'string') return [];
    const meant = points.filter((point) => holds(condition, (path) => valueAtPoint(point, path)));
    // Where none is left there is a sentence of its own.
    if (meant.length === 0) return [];
    const lacking = order !== undefined ? findUntried(order, meant, along) : isTrend(meant, along) ? undefined : '';
    if (lacking === undefined) return [];
    const what =
      lacking === '' ? `no two values of ${along} at one setting of the others` : `${along} = ${lacking} out`;
    const message = `claim ${i} compares along ${along}, and ${show(where)} leaves ${what}`;
    return [
      say('nothing-to-compare', ['claims', i, 'where'], where, 'a condition that leaves what is compared', message),
    ];
  });
}

function isTrend(points: readonly DesignPoint[], along: string): boolean {
  const settings = points
    .filter(({ at }) => Object.hasOwn(at, along))
    .map(({ at }) => JSON.stringify(withoutPath(at, along)));
  return new Set(settings).size < settings.length;
}

/** The first of the ranked values that no design point has; `undefined` where all are tried. */
function findUntried(order: unknown, points: readonly DesignPoint[], along: string): string | undefined {
  const values = Array.isArray(order) ? (order as AxisValue[]) : [];
  const isTried = (value: AxisValue) =>
    points.some(({ at: { [along]: tried } }) =>
      typeof tried === 'number' && typeof value === 'number'
        ? Math.abs(tried - value) <= 1e-12 * Math.abs(value)
        : tried === value,
    );
  const missing = values.find((value) => !isTried(value));
  return missing === undefined ? undefined : String(missing);
}

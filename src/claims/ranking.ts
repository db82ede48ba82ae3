import { z } from 'zod';
import type { AxisValue } from '../findings/axis-values.ts';
import type { DesignPointFindings } from '../findings/findings.ts';
import { defineClaim } from './define.ts';
import { comparableFigures, figureParams, sayFigure } from './figure.ts';
import { by, where } from './params.ts';
import { judgeSteps, type Step } from './steps.ts';
import { lastName, sayNumber } from './wording.ts';

/**
 * Values of one parameter, or whole mechanisms, ranked by a rate or an advantage, the same way at every setting of the
 * others.
 *
 * Neighbours in the ranking are compared at every setting both have in common; a parameter that only one of them has is
 * no part of it, so a mechanism without it is compared with every value.
 */
export const ranking = defineClaim({
  kind: 'ranking',
  title: 'Mechanisms, or values of one parameter, rank in a given order by a rate or an advantage',
  params: z.strictObject({
    ...figureParams,
    along: z.string().describe('Path of the swept parameter whose values are ranked: a number, or `mechanism`.'),
    order: z
      .union([z.array(z.number()).min(2), z.array(z.string()).min(2)])
      .describe('The values, or the labels, from the largest figure to the smallest.'),
    weak: z.boolean().default(false).describe('Allow ties.'),
    where,
    by,
  }),
  figures: comparableFigures,
  say: ({ along, order, where, ...name }, study) =>
    `ranking: by ${sayFigure(name, study)}, ${lastName(along)} ranks ${order.map(sayValue).join(' > ')}${where ? ` where ${where}` : ''}`,
  judge: ({ along, order, weak, ...name }, evidence) => {
    const ranked = order.map((value) => evidence.points.filter(({ at }) => isSame(at[along], value)));
    const absent = ranked.findIndex((points) => points.length === 0);
    if (absent >= 0) {
      return { verdict: 'undecided', because: `${lastName(along)} = ${sayValue(order[absent])} was not tried` };
    }
    const steps = ranked.slice(1).map((smaller, i) => pairUp(ranked[i], smaller, along));
    const apart = steps.findIndex((pairs) => pairs.length === 0);
    if (apart >= 0) {
      const names = `${sayValue(order[apart])} and ${sayValue(order[apart + 1])}`;
      return { verdict: 'undecided', because: `${names} have no setting of the other parameters in common` };
    }
    return judgeSteps(name, steps.flat(), evidence, weak);
  },
});

/** Every pair of design points that agree in all parameters both name, the ranked one aside. */
function pairUp(
  larger: readonly DesignPointFindings[],
  smaller: readonly DesignPointFindings[],
  along: string,
): Step[] {
  const shared = [...namesOf(larger)].filter((path) => path !== along && namesOf(smaller).has(path));
  const keyOf = ({ at }: DesignPointFindings) => JSON.stringify(shared.map((path) => at[path] ?? null));
  const groups = new Map<string, DesignPointFindings[]>();
  for (const point of smaller) {
    const key = keyOf(point);
    const group = groups.get(key);
    if (group) group.push(point);
    else groups.set(key, [point]);
  }
  return larger.flatMap((point) =>
    (groups.get(keyOf(point)) ?? []).map((other) => ({ larger: point, smaller: other })),
  );
}

function namesOf(points: readonly DesignPointFindings[]): Set<string> {
  return new Set(points.flatMap(({ at }) => Object.keys(at)));
}

function sayValue(value: AxisValue): string {
  return typeof value === 'number' ? sayNumber(value) : value;
}

function isSame(a: AxisValue | undefined, b: AxisValue): boolean {
  if (typeof a !== 'number' || typeof b !== 'number') return a === b;
  return Math.abs(a - b) <= 1e-12 * Math.max(Math.abs(a), Math.abs(b));
}

import { z } from 'zod';
import { defineClaim } from './define.ts';
import { figureParams, groupAlong, sayFigure } from './figure.ts';
import { by, where } from './params.ts';
import { judgeSteps } from './steps.ts';
import { lastName, sayNumber } from './wording.ts';

/** Values of one parameter ranked by a rate or an advantage, the same way at every setting of the others. */
export const ranking = defineClaim({
  kind: 'ranking',
  title: 'Values of one parameter rank in a given order by a rate or an advantage',
  params: z.strictObject({
    ...figureParams,
    along: z.string().describe('Path of the swept parameter whose values are ranked.'),
    order: z.array(z.number()).min(2).describe('The values from the largest figure to the smallest.'),
    weak: z.boolean().default(false).describe('Allow ties.'),
    where,
    by,
  }),
  say: ({ along, order, where, ...name }) =>
    `ranking: by ${sayFigure(name)}, ${lastName(along)} ranks ${order.map(sayNumber).join(' > ')}${where ? ` where ${where}` : ''}`,
  judge: ({ along, order, weak, ...name }, evidence) => {
    const steps = groupAlong(along, evidence.points).flatMap((curve) => {
      const ranked = order.map((value) => curve.find(({ at }) => isSame(at[along]!, value)));
      return ranked.slice(1).flatMap((smaller, i) => {
        const larger = ranked[i];
        return larger && smaller ? [{ larger, smaller }] : [];
      });
    });
    const curves = groupAlong(along, evidence.points).length;
    if (steps.length < curves * (order.length - 1)) {
      return { verdict: 'undecided', because: `not every ranked value of ${lastName(along)} was tried` };
    }
    return judgeSteps(name, steps, evidence, weak);
  },
});

function isSame(a: number, b: number): boolean {
  return Math.abs(a - b) <= 1e-12 * Math.max(Math.abs(a), Math.abs(b));
}

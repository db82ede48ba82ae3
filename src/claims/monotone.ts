import { z } from 'zod';
import { defineClaim } from './define.ts';
import { comparableFigures, figureParams, groupAlong, sayFigure } from './figure.ts';
import { by, where } from './params.ts';
import { judgeSteps } from './steps.ts';
import { lastName } from './wording.ts';

/** A rate or an advantage only rises, or only falls, along a swept parameter. */
export const monotone = defineClaim({
  kind: 'monotone',
  title: 'A rate or an advantage only rises, or only falls, along one parameter',
  params: z.strictObject({
    ...figureParams,
    along: z.string().describe('Path of the swept parameter.'),
    direction: z.enum(['rising', 'falling']).describe('Which way it goes as the parameter grows.'),
    weak: z.boolean().default(false).describe('Allow ties.'),
    where,
    by,
  }),
  figures: comparableFigures,
  say: ({ along, direction, where, ...name }, study) =>
    `monotone: ${sayFigure(name, study)} is ${direction} in ${lastName(along)}${where ? ` where ${where}` : ''}`,
  judge: ({ along, direction, weak, ...name }, evidence) => {
    const steps = groupAlong(along, evidence.points).flatMap((curve) =>
      curve.slice(1).map((point, i) => {
        const [larger, smaller] = direction === 'rising' ? [point, curve[i]] : [curve[i], point];
        return { larger, smaller };
      }),
    );
    return judgeSteps(name, steps, evidence, weak);
  },
});

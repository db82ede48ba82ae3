import { z } from 'zod';
import type { DesignPointFindings } from '../findings/findings.ts';
import { profiles } from '../findings/profile.ts';
import { armOf, complete, type Figure, findExact, findFigure, sayFigure } from './bounded-figure.ts';
import { defineClaim, type Evidence, type Interval } from './define.ts';
import { estimateEffort, isOfTime, runsBehind } from './effort.ts';
import { by, checkLimits, per, where } from './params.ts';
import { rateRanges } from './ranges.ts';
import { sayInterval, sayNumber, sayReplay, saySetting } from './wording.ts';

/** A rate stays within limits, or an advantage or an income does, at every design point the claim is about. */
export const bound = defineClaim({
  kind: 'bound',
  title: 'A rate, an advantage or an income stays within limits',
  params: z
    .strictObject({
      of: z
        .string()
        .describe(
          'A rate: challenged, detected, undetectedFraud, falseSlash, verificationOverhead, falseVerdict, allCollude; or of time: latencySeconds, latencySecondsP50, latencySecondsP95, latencySecondsP99, utilisation; or `advantage`, what honesty earns over a deviation, or `income`, what a strategy earns [credits].',
        ),
      role: z
        .enum(['asserter', 'validator'])
        .optional()
        .describe('Whose; with `of: advantage` or `income`; the asserter’s when left out.'),
      over: z.string().optional().describe('Over which deviation; with `of: advantage`.'),
      strategy: z.string().optional().describe('What it plays; with `of: income`; honest when left out.'),
      against: z
        .enum(profiles)
        .optional()
        .describe('What everyone else does; with `of: advantage` or `income`; coalition when left out.'),
      atLeast: z
        .number()
        .optional()
        .describe('Lower limit, in the unit of the figure: `250 ms` of a time, `-5 USD` of money, `5 %` of a share.'),
      atMost: z.number().optional().describe('Upper limit, in the same.'),
      per,
      where,
      by,
    })
    .superRefine(checkLimits),
  figures: ['advantage', 'income', ...rateRanges.keys()],
  ranges: rateRanges,
  roleByDefault: 'asserter',
  say: ({ atLeast, atMost, where, ...given }, study) =>
    `bound: ${sayFigure(complete(given), study)} is ${[atLeast === undefined ? '' : `at least ${sayNumber(atLeast)}`, atMost === undefined ? '' : `at most ${sayNumber(atMost)}`].filter(Boolean).join(' and ')}${where ? ` where ${where}` : ''}`,
  judge: (
    { atLeast = Number.NEGATIVE_INFINITY, atMost = Number.POSITIVE_INFINITY, where: _, by: __, ...given },
    evidence,
  ) => {
    const figure = complete(given);
    const limits = [atLeast, atMost];
    const name = sayFigure(figure, evidence.findings);
    const known = evidence.points.flatMap((point) => {
      const read = findFigure(figure, point, evidence);
      return read ? [{ point, read }] : [];
    });
    if (known.length === 0) return { verdict: 'undecided', because: sayUnknown(figure, evidence) };
    const unknown = evidence.points.find((point) => !known.some((found) => found.point === point));
    const within = ({ low, high }: Interval) => low >= atLeast && high <= atMost;
    const beyond = ({ low, high }: Interval) => high < atLeast || low > atMost;
    const judged = known.map(({ point, read }) => ({ point, alone: read(1), together: read(known.length) }));
    const wrong = judged.find(({ together }) => beyond(together));
    if (wrong) {
      const because = `${name} is ${sayInterval(wrong.together, limits)} ${saySetting(wrong.point)}`;
      return {
        verdict: 'false',
        because: `${because}; ${isOfTime(figure.of) ? sayTimeRuns(wrong.point) : sayReplay(wrong.point, evidence, armOf(figure, wrong.point))}`,
      };
    }
    const open = judged.filter(({ alone }) => !within(alone));
    const shown = (open.length > 0 ? open : judged).reduce((a, b) =>
      distance(b.alone, atLeast, atMost) < distance(a.alone, atLeast, atMost) ? b : a,
    );
    const because = `${name} is ${sayInterval(shown.alone, limits)} ${saySetting(shown.point)}`;
    if (open.length === 0 && unknown) {
      return {
        verdict: 'undecided',
        because: `${name} is not known ${saySetting(unknown)}${sayWhy(figure.of, [unknown])}`,
        open: [unknown.id],
      };
    }
    const ofAll = judged.length > 1 ? `, the closest to its limit of ${judged.length} design points` : '';
    if (open.length === 0) return { verdict: 'true', because: `${because}${ofAll}` };
    const effort = estimateEffort(shown.alone, limits, runsBehind(figure.of, shown.point));
    return {
      verdict: 'undecided',
      because: `${because}${sayTooVaried(figure.of, shown.point)}${effort.clause}`,
      open: open.map(({ point }) => point.id),
      jobsToTell: effort.jobsToTell,
    };
  },
});

function sayUnknown(figure: Figure, { findings, points, by }: Evidence): string {
  const name = sayFigure(figure, findings);
  if (by === 'exact') return `no exact value of ${name} is known; leave out by: exact`;
  const why = sayWhy(figure.of, points);
  const [solved] = points.filter((point) => findExact(figure, point) !== null);
  if (!solved || why !== '') return `${name} is not known at any design point${why}`;
  const value = sayNumber(findExact(figure, solved)!);
  return `${name} was not simulated at any design point; its exact value is ${value} ${saySetting(solved)} (by: exact)`;
}

/** Why a rate is not known at the first of some design points, as the end of a sentence. */
function sayWhy(rate: string, points: readonly DesignPointFindings[]): string {
  const reasons = points.flatMap(
    ({ rates, time }) => rates[rate]?.why ?? (isOfTime(rate) ? time?.why : undefined) ?? [],
  );
  const [why] = reasons;
  return why ? `: ${why}` : '';
}

/** A mean that has no interval rests on services that few runs have; a formula may still know it. */
function sayTooVaried(rate: string, { rates }: DesignPointFindings): string {
  const found = rates[rate];
  if (!isOfTime(rate) || !found || found.halfWidth !== null || found.value === null) return '';
  const exactly = found.exact === null ? '' : `; its exact value is ${sayNumber(found.exact)} (by: exact)`;
  return `: services vary too much for their mean to be told by simulation${exactly}`;
}

function sayTimeRuns({ time }: DesignPointFindings): string {
  if (!time || time.jobsPerRun === null) return 'in the steady state';
  return `in the steady state, by ${time.runs} runs of ${time.jobsPerRun.toLocaleString('en-US')} jobs that measure time alone`;
}

function distance({ low, high }: Interval, atLeast: number, atMost: number): number {
  return Math.min(low - atLeast, atMost - high);
}

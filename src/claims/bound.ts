import { z } from 'zod';
import { defineClaim, type Evidence, type Interval } from './define.ts';
import { sayEffort } from './effort.ts';
import { armOfRate } from './figure.ts';
import { by, checkLimits, where } from './params.ts';
import { sayInterval, sayNumber, sayPlace, sayReplay } from './wording.ts';

/** A rate stays within limits at every design point the claim is about. */
export const bound = defineClaim({
  kind: 'bound',
  title: 'A rate stays within limits',
  params: z
    .strictObject({
      of: z
        .string()
        .describe(
          'A rate: challenged, detected, undetectedFraud, falseSlash, verificationOverhead, falseVerdict, allCollude; or of time: latencySeconds, latencySecondsP50, latencySecondsP95, latencySecondsP99, utilisation.',
        ),
      atLeast: z.number().optional().describe('Lower limit.'),
      atMost: z.number().optional().describe('Upper limit.'),
      where,
      by,
    })
    .superRefine(checkLimits),
  say: ({ of, atLeast, atMost, where }) =>
    `bound: ${of} is ${[atLeast === undefined ? '' : `at least ${sayNumber(atLeast)}`, atMost === undefined ? '' : `at most ${sayNumber(atMost)}`].filter(Boolean).join(' and ')}${where ? ` where ${where}` : ''}`,
  judge: ({ of, atLeast = Number.NEGATIVE_INFINITY, atMost = Number.POSITIVE_INFINITY }, evidence) => {
    const known = evidence.points.flatMap((point) => {
      const rate = point.rates[of];
      return rate && (evidence.by === 'exact' ? rate.exact : rate.value) !== null ? [{ point, rate }] : [];
    });
    if (known.length === 0) return { verdict: 'undecided', because: sayUnknown(of, evidence.by) };
    const unknown = evidence.points.find((point) => !known.some((found) => found.point === point));
    const within = ({ low, high }: Interval) => low >= atLeast && high <= atMost;
    const beyond = ({ low, high }: Interval) => high < atLeast || low > atMost;
    const judged = known.map(({ point, rate }) => ({
      point,
      alone: evidence.rateIntervalOf(rate, 1),
      together: evidence.rateIntervalOf(rate, known.length),
    }));
    const wrong = judged.find(({ together }) => beyond(together));
    if (wrong) {
      const because = `${of} is ${sayInterval(wrong.together)} at ${sayPlace(wrong.point)}`;
      return {
        verdict: 'false',
        because: `${because}; ${sayReplay(wrong.point, evidence, armOfRate(of, wrong.point))}`,
      };
    }
    const open = judged.filter(({ alone }) => !within(alone));
    const shown = (open.length > 0 ? open : judged).reduce((a, b) =>
      distance(b.alone, atLeast, atMost) < distance(a.alone, atLeast, atMost) ? b : a,
    );
    const because = `${of} is ${sayInterval(shown.alone)} at ${sayPlace(shown.point)}`;
    if (open.length === 0 && unknown) {
      return { verdict: 'undecided', because: `${of} is not known at ${sayPlace(unknown)}`, open: [unknown.id] };
    }
    const ofAll = judged.length > 1 ? `, the closest to its limit of ${judged.length} design points` : '';
    return open.length === 0
      ? { verdict: 'true', because: `${because}${ofAll}` }
      : {
          verdict: 'undecided',
          because: `${because}${sayEffort(shown.alone, [atLeast, atMost], shown.point)}`,
          open: open.map(({ point }) => point.id),
        };
  },
});

function sayUnknown(rate: string, by: Evidence['by']): string {
  if (by === 'exact') return `no exact value of ${rate} is known; leave out by: exact`;
  // A quantile is not told by runs in which a handful of jobs lie beyond it, however many runs there are.
  return `${rate} is not known at any design point${rate.startsWith('latency') ? ': runs are too short to tell; raise run.jobs' : ''}`;
}

function distance({ low, high }: Interval, atLeast: number, atMost: number): number {
  return Math.min(low - atLeast, atMost - high);
}

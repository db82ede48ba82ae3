import { z } from 'zod';
import { type DesignPointFindings, timeRates } from '../findings/findings.ts';
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
    if (known.length === 0) return { verdict: 'undecided', because: sayUnknown(of, evidence) };
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
        because: `${because}; ${isOfTime(of) ? sayTimeRuns(wrong.point) : sayReplay(wrong.point, evidence, armOfRate(of, wrong.point))}`,
      };
    }
    const open = judged.filter(({ alone }) => !within(alone));
    const shown = (open.length > 0 ? open : judged).reduce((a, b) =>
      distance(b.alone, atLeast, atMost) < distance(a.alone, atLeast, atMost) ? b : a,
    );
    const because = `${of} is ${sayInterval(shown.alone)} at ${sayPlace(shown.point)}`;
    if (open.length === 0 && unknown) {
      return {
        verdict: 'undecided',
        because: `${of} is not known at ${sayPlace(unknown)}${sayWhy(of, [unknown])}`,
        open: [unknown.id],
      };
    }
    const ofAll = judged.length > 1 ? `, the closest to its limit of ${judged.length} design points` : '';
    return open.length === 0
      ? { verdict: 'true', because: `${because}${ofAll}` }
      : {
          verdict: 'undecided',
          because: `${because}${sayEffort(shown.alone, [atLeast, atMost], runsBehind(of, shown.point))}`,
          open: open.map(({ point }) => point.id),
        };
  },
});

function sayUnknown(rate: string, { by, points }: Evidence): string {
  if (by === 'exact') return `no exact value of ${rate} is known; leave out by: exact`;
  return `${rate} is not known at any design point${sayWhy(rate, points)}`;
}

function isOfTime(rate: string): boolean {
  return (timeRates as readonly string[]).includes(rate);
}

/** Why time was not measured at the first of some design points, as the end of a sentence. */
function sayWhy(rate: string, points: readonly DesignPointFindings[]): string {
  const why = isOfTime(rate) && points.find(({ time }) => time?.why !== undefined)?.time?.why;
  return why ? `: ${why}` : '';
}

function sayTimeRuns({ time }: DesignPointFindings): string {
  if (!time) return 'in the steady state';
  return `in the steady state, by ${time.runs} runs of ${time.jobsPerRun.toLocaleString('en-US')} jobs that measure time alone`;
}

/** How many runs an interval rests on, and their jobs: those of the arms, or those that measure time. */
function runsBehind(rate: string, point: DesignPointFindings): Pick<DesignPointFindings, 'replications' | 'jobs'> {
  const { time } = point;
  if (!isOfTime(rate) || !time) return point;
  return { replications: time.runs, jobs: time.runs * time.jobsPerRun };
}

function distance({ low, high }: Interval, atLeast: number, atMost: number): number {
  return Math.min(low - atLeast, atMost - high);
}

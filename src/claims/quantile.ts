import { z } from 'zod';
import type { DesignPointFindings } from '../findings/findings.ts';
import { log10 } from '../kernel/mathematics/index.ts';
import { type Bounds, type Careers, defineClaim, type Fate, type Horizon, type Interval } from './define.ts';
import { type Effort, estimateEffort } from './effort.ts';
import { checkLimits, where, YEAR } from './params.ts';
import { fateRanges } from './ranges.ts';
import { exactly, sayInterval, sayNumber, sayRange, sayReplay, saySetting } from './wording.ts';

/** Jobs over which a career is looked at, at most [count]: thousands of node-years. */
const JOBS_MAX = 1e12;

/** What may become of one node over many jobs: not the mean but the lucky cheat and the unlucky honest node. */
export const quantile = defineClaim({
  kind: 'quantile',
  title: 'What becomes of one node over many jobs: a quantile of its income, or a chance',
  params: z
    .strictObject({
      of: z
        .enum(['income', 'gain', 'inProfit', 'ahead', 'ruin'])
        .describe(
          'income: over all jobs [credits]; gain: income less what an honest node expects [credits]; inProfit: chance of a positive income; ahead: chance of a positive gain; ruin: chance that income stands as low as the stake below zero at some time, so that earnings and stake are gone together.',
        ),
      strategy: z.string().default('honest').describe('What the node plays as an asserter.'),
      jobs: z
        .int()
        .min(1)
        .max(JOBS_MAX)
        .optional()
        .meta({ description: 'Jobs it asserts; fewer when it is banned before.', unit: 'count' }),
      lasts: z.number().gt(0).optional().meta({
        description:
          'Time, in the place of jobs: as many jobs as a node expects to assert in it, its even share of what arrives. A year is 365.25 days.',
        unit: 's',
      }),
      level: z.number().gt(0).lt(1).default(0.95).describe('Which quantile of income or gain.'),
      atLeast: z
        .number()
        .optional()
        .describe('Lower limit, in the unit of the figure: `-5 USD` of an income, `5 %` of a chance.'),
      atMost: z.number().optional().describe('Upper limit, in the same.'),
      where,
      by: z
        .enum(['simulation', 'exact'])
        .optional()
        .describe(
          'What decides: the exact law of one job, summed over jobs, or the careers of simulated nodes; left out, the law where it is known and careers elsewhere.',
        ),
    })
    .superRefine(checkLimits)
    .superRefine(checkHorizon),
  ranges: fateRanges,
  roleByDefault: 'asserter',
  say: ({ of, strategy, jobs, lasts, level, atLeast, atMost, where }) => {
    const limits = [
      atLeast === undefined ? '' : `at least ${sayNumber(atLeast)}`,
      atMost === undefined ? '' : `at most ${sayNumber(atMost)}`,
    ];
    const which = sayFigure(of, level);
    return `quantile: the ${which} of ${strategy} over ${sayHorizon(horizonOf({ jobs, lasts }))} is ${limits.filter(Boolean).join(' and ')}${where ? ` where ${where}` : ''}`;
  },
  follows: ({ of, by, strategy, jobs, lasts }) => ({
    wish: { strategy, horizon: horizonOf({ jobs, lasts }) },
    figure: of === 'ruin' ? 'ruin' : 'sum',
    by,
  }),
  judge: ({ of, strategy, jobs, lasts, level, atLeast = -Infinity, atMost = Infinity, by }, evidence) => {
    const wish = { strategy, horizon: horizonOf({ jobs, lasts }) };
    const judged: Judged[] = [];
    for (const point of evidence.points) {
      const fate = by === 'simulation' ? null : evidence.fateOf(point, wish);
      const careers = fate || by === 'exact' ? null : evidence.careersOf(point, wish);
      if (!fate && !careers) return { verdict: 'undecided', because: sayUnknown(by) };
      const read = (comparisons: number) =>
        fate ? readLaw(fate, of, level) : readCareers(careers!, of, level, comparisons);
      judged.push({ point, careers, alone: read(1), together: read(evidence.points.length) });
    }
    const within = ({ low, high }: Interval) => low >= atLeast && high <= atMost;
    const beyond = ({ low, high }: Interval) => high < atLeast || low > atMost;
    const outside = judged.filter(({ together }) => beyond(together));
    const open = judged.filter(({ alone }) => !within(alone));
    const room = ({ alone: { low, high } }: Judged) => Math.min(low - atLeast, atMost - high);
    const [shown] = [outside, open, judged].find((list) => list.length > 0)?.sort((a, b) => room(a) - room(b)) ?? [];
    if (!shown) return { verdict: 'undecided', because: 'the claim is about no design point' };
    const figure = `the ${sayFigure(of, level)} of ${strategy} over ${sayHorizon(wish.horizon)} is`;
    const verdict = outside.length > 0 ? 'false' : open.length > 0 ? 'undecided' : 'true';
    const interval = verdict === 'false' ? shown.together : shown.alone;
    const isKnown = interval.high - interval.low <= 1e-5 * Math.max(Math.abs(interval.low), Math.abs(interval.high));
    const limits = [atLeast, atMost];
    const middle = exactly((interval.low + interval.high) / 2);
    const found = shown.careers || !isKnown ? sayRange(interval, limits) : sayInterval(middle, limits);
    const because = `${figure} ${found} ${saySetting(shown.point)}${shown.careers ? saySample(shown.careers) : ''}`;
    if (verdict === 'true') return { verdict, because };
    if (verdict === 'false') {
      const arm = strategy === 'honest' ? undefined : `coalition/asserter/${strategy}`;
      return { verdict, because: `${because}; ${sayReplay(shown.point, evidence, arm)}` };
    }
    const effort: Effort = shown.careers
      ? estimateMore(shown, limits)
      : { clause: ': over so many jobs its law is not known any better' };
    return {
      verdict,
      because: `${because}${effort.clause}`,
      jobsToTell: effort.jobsToTell,
      open: open.flatMap(({ point, careers }) => (careers?.mayGrow ? [point.id] : [])),
    };
  },
});

/** A career is so many jobs long, or so much time. */
function checkHorizon(
  { jobs, lasts }: { jobs?: number | undefined; lasts?: number | undefined },
  context: z.RefinementCtx,
): void {
  if (jobs === undefined && lasts === undefined) {
    context.addIssue({ code: 'custom', message: 'needs jobs, or a time that it lasts' });
  } else if (jobs !== undefined && lasts !== undefined) {
    context.addIssue({ code: 'custom', path: ['lasts'], input: lasts, message: 'jobs says the same thing; give one' });
  }
}

function horizonOf({ jobs, lasts }: { jobs?: number | undefined; lasts?: number | undefined }): Horizon {
  return jobs === undefined ? { seconds: lasts! } : { jobs };
}

const times = [
  ['year', YEAR],
  ['day', 86_400],
  ['hour', 3600],
] as const;

function sayHorizon(horizon: Horizon): string {
  if ('jobs' in horizon) return `${horizon.jobs} jobs`;
  const { seconds } = horizon;
  const [name, length] = times.find(([, one]) => seconds >= one) ?? ['second', 1];
  return `${sayNumber(seconds / length)} ${name}${seconds === length ? '' : 's'}`;
}

const chances: ReadonlyMap<string, string> = new Map([
  ['inProfit', 'to be in profit'],
  ['ahead', 'to be ahead of an honest node'],
  ['ruin', 'of ruin'],
]);

function sayFigure(of: string, level: number): string {
  const chance = chances.get(of);
  return chance === undefined ? `${sayNumber(100 * level)} % quantile of ${of}` : `chance ${chance}`;
}

function sayUnknown(by: 'simulation' | 'exact' | undefined): string {
  const law = 'the exact law of what a node makes of its jobs is not known';
  if (by === 'exact') return law;
  return by === 'simulation' ? 'no careers were followed' : `${law}, and no careers were followed`;
}

interface Judged {
  point: DesignPointFindings;
  /** What the interval rests on, where it is not the exact law. */
  careers: Careers | null;
  alone: Interval;
  together: Interval;
}

function readLaw(fate: Fate, of: string, level: number): Interval {
  const { honestMean } = fate;
  // A tie at a limit is decided by no last digit; a chance stays one.
  if (of === 'ruin') return toChance(middle(fate.ruin(), 1e-12));
  if (of === 'income' || of === 'gain') {
    const { low, high } = fate.quantile(level);
    if (of === 'income') return middle({ low, high });
    return middle({ low: subtract(low, honestMean), high: subtract(high, honestMean) });
  }
  const line = of === 'inProfit' ? 0 : honestMean;
  // Who earns as much as an honest node is not ahead of it by what rounding left.
  return middle(fate.chanceAbove(line + 1e-9 * Math.max(1, Math.abs(line))));
}

function toChance({ low, middle, high }: Interval): Interval {
  return { low: Math.max(0, low), middle, high: Math.min(1, high) };
}

function middle({ low, high }: Bounds, slack = 0): Interval {
  return { low: low - slack, middle: (low + high) / 2, high: high + slack };
}

function readCareers(careers: Careers, of: string, level: number, comparisons: number): Interval {
  if (of === 'ruin') return careers.ruin(comparisons);
  if (of === 'inProfit') return careers.chanceAbove(0, comparisons);
  if (of === 'income') return careers.quantile(level, comparisons);
  // What an honest node expects may be an estimate too: each spends half of the error then.
  const exact = careers.honest(1);
  const share = exact && exact.low === exact.high ? comparisons : 2 * comparisons;
  const honest = careers.honest(share);
  if (!honest) return around(Number.NaN, Number.POSITIVE_INFINITY);
  if (of === 'ahead') {
    const [above, below] = [careers.chanceAbove(honest.high, share), careers.chanceAbove(honest.low, share)];
    return { low: above.low, middle: (above.middle + below.middle) / 2, high: below.high };
  }
  const income = careers.quantile(level, share);
  return {
    low: subtract(income.low, honest.high),
    middle: subtract(income.middle, honest.middle),
    high: subtract(income.high, honest.low),
  };
}

/** A difference to eleven digits of what it is of: the others are rounding, and must not decide at a limit. */
function subtract(income: number, honest: number): number {
  const most = Math.max(Math.abs(income), Math.abs(honest));
  if (!(most > 0 && Number.isFinite(most))) return income - honest;
  const decimals = Math.min(100, Math.max(0, 10 - Math.floor(log10(most))));
  return Number((income - honest).toFixed(decimals));
}

function around(middle: number, halfWidth: number): Interval {
  return { low: middle - halfWidth, middle, high: middle + halfWidth };
}

function saySample({ finished }: Careers): string {
  return `, by ${finished.toLocaleString('en-US')} simulated careers`;
}

/** What deciding would take: longer runs where they end before the careers do, otherwise more of them. */
function estimateMore({ point, careers, alone }: Judged, limits: readonly number[]): Effort {
  const { finished, unfinished, jobsPerRun, jobsNeeded } = careers!;
  if (unfinished > finished / 100 || finished === 0) {
    const jobs = (count: number) => count.toLocaleString('en-US');
    const clause = `: many more are cut off when a run ends after ${jobs(jobsPerRun)} jobs; raise run.jobs to ${jobs(jobsNeeded)}`;
    return { clause };
  }
  if (Number.isNaN(alone.middle))
    return { clause: ': what an honest node expects is not known here; claim an income instead' };
  const halfWidth = (alone.high - alone.low) / 2;
  const forecast = {
    halfWidthAfter: (times: number) => halfWidth / Math.sqrt(times),
    // Intervals from ranks are about two standard errors to either side.
    standardError: halfWidth / 2,
    exact: null,
    resolution: 0,
    floor: 0,
  };
  return estimateEffort({ ...alone, forecast }, limits, point);
}

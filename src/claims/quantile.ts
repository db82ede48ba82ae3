import { z } from 'zod';
import { defineClaim, type Fate } from './define.ts';
import { checkLimits, where } from './params.ts';
import { sayNumber, sayPlace, sayReplay } from './wording.ts';

/** What may become of one node over many jobs: not the mean but the lucky cheat and the unlucky honest node. */
export const quantile = defineClaim({
  kind: 'quantile',
  title: 'What becomes of one node over many jobs: a quantile of its income, or a chance',
  params: z
    .strictObject({
      of: z
        .enum(['income', 'gain', 'inProfit', 'ahead', 'ruin'])
        .describe(
          'income: over all jobs [credits]; gain: income less what an honest node expects [credits]; inProfit: chance of a positive income; ahead: chance of a positive gain; ruin: chance to have lost the stake at some time.',
        ),
      strategy: z.string().default('honest').describe('What the node plays as an asserter.'),
      jobs: z
        .int()
        .min(1)
        .max(1_000_000)
        .meta({ description: 'Jobs it asserts; fewer when it is banned before.', unit: 'count' }),
      level: z.number().gt(0).lt(1).default(0.95).describe('Which quantile of income or gain.'),
      atLeast: z.number().optional().describe('Lower limit.'),
      atMost: z.number().optional().describe('Upper limit.'),
      where,
      by: z.literal('exact').default('exact').describe('By the exact law of one job, summed over jobs.'),
    })
    .superRefine(checkLimits),
  say: ({ of, strategy, jobs, level, atLeast, atMost, where }) => {
    const limits = [
      atLeast === undefined ? '' : `at least ${sayNumber(atLeast)}`,
      atMost === undefined ? '' : `at most ${sayNumber(atMost)}`,
    ];
    const which =
      of === 'income' || of === 'gain' ? `${sayNumber(100 * level)} % quantile of ${of}` : `chance ${names[of]}`;
    return `quantile: the ${which} of ${strategy} over ${jobs} jobs is ${limits.filter(Boolean).join(' and ')}${where ? ` where ${where}` : ''}`;
  },
  judge: ({ of, strategy, jobs, level, atLeast = -Infinity, atMost = Infinity }, evidence) => {
    const judged = [];
    for (const point of evidence.points) {
      const fate = evidence.fateOf(point, { strategy, jobs });
      if (!fate)
        return { verdict: 'undecided', because: 'the exact law of what a node makes of its jobs is not known' };
      judged.push({ point, ...read(fate, of, level) });
    }
    const outside = judged.filter(({ high, low }) => high < atLeast || low > atMost);
    const open = judged.filter(({ high, low }) => low < atLeast || high > atMost);
    const room = ({ low, high }: { low: number; high: number }) => Math.min(low - atLeast, atMost - high);
    const [shown] = [outside, open, judged].find((list) => list.length > 0)?.sort((a, b) => room(a) - room(b)) ?? [];
    if (!shown) return { verdict: 'undecided', because: 'the claim is about no design point' };
    const because = `the ${of} of ${strategy} over ${jobs} jobs is ${sayNumber((shown.low + shown.high) / 2)} at ${sayPlace(shown.point)}`;
    if (outside.length > 0)
      return {
        verdict: 'false',
        because: `${because}; ${sayReplay(shown.point, evidence, strategy === 'honest' ? undefined : `coalition/asserter/${strategy}`)}`,
      };
    return { verdict: open.length > 0 ? 'undecided' : 'true', because };
  },
});

const names = { inProfit: 'to be in profit', ahead: 'to be ahead of an honest node', ruin: 'of ruin' } as const;

function read(fate: Fate, of: string, level: number): { low: number; high: number } {
  const { resolution, honestMean } = fate;
  if (of === 'ruin') return { low: fate.ruin() - 1e-12, high: fate.ruin() + 1e-12 };
  if (of === 'income' || of === 'gain') {
    const value = fate.quantile(level) - (of === 'gain' ? honestMean : 0);
    return { low: value - resolution, high: value + resolution };
  }
  const line = of === 'inProfit' ? 0 : honestMean;
  return { low: fate.chanceAbove(line + resolution), high: fate.chanceAbove(line - resolution) };
}

import { z } from 'zod';
import { checkerParams } from './checkers/params.ts';
import { type CheckSettlement, checkersRound, type Result } from './checkers/round.ts';
import { defineMechanism, slashOfAsserter } from './define.ts';

const params = z.strictObject({
  ...checkerParams,
  gainOnCapture: z
    .enum(['forfeited', 'kept'])
    .default('forfeited')
    .describe('Whether a violator who is caught loses the reward and the outside gain too, or only the slash.'),
});

/** One inspector decides whether to look at one inspectee, who decides whether to comply: nobody is compelled. */
export const inspection = defineMechanism({
  kind: 'inspection',
  title: 'Inspection game',
  source:
    'Dresher (1962), A sampling inspection problem in arms control agreements, RAND RM-2972; ' +
    'von Stengel (2014), Recursive inspection games, arXiv 1412.0129',
  summary:
    'Every job has one inspector, who may look at it, at a cost, or not. A violation that is found costs the slash and ' +
    'earns the inspector a bounty; one that is missed harms the inspector. Without commitment both sides randomise.',
  params,
  extremes: slashOfAsserter,
  levers: { slashAmount: 'slashAmount' },
  round: (settings, cast) => {
    const { kind: _, ...given } = settings.mechanism;
    const rules = params.parse(given);
    return checkersRound(settings, cast, {
      checkerCount: 1,
      forcedErrorRate: 0,
      attentionRate: 0,
      attentionSlash: 0,
      settle: (result, finders) => settle(result, finders, rules, settings.market.reward),
    });
  },
});

function settle(result: Result, finders: number, rules: z.output<typeof params>, reward: number): CheckSettlement {
  const caught = finders > 0;
  const forfeits = caught && rules.gainOnCapture === 'forfeited';
  return {
    asserterPay: forfeits ? 0 : reward,
    asserterSlash: caught ? rules.slashAmount : 0,
    keepsGain: !forfeits,
    finderPay: rules.bounty,
    checkerLoss: result === 'false' && !caught ? rules.missedLoss : 0,
  };
}

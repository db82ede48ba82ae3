import { z } from 'zod';
import { checkCheckers, checkerCount, checkerFacts, checkerParams } from './checkers/params.ts';
import { type CheckSettlement, checkersRound, type Result } from './checkers/round.ts';
import { defineMechanism } from './define.ts';

const params = z.strictObject({
  validatorCount: checkerCount,
  ...checkerParams,
  attentionRate: z.number().min(0).max(1).default(0).meta({
    description: 'Chance that a job tests whether its checkers pay attention (P).',
    unit: '1',
    isChance: true,
  }),
  attentionSlash: z.number().min(0).default(0).meta({
    description: 'Stake taken from a checker that fails the test (A), at most what is there.',
    unit: 'credits',
  }),
});

/** n checkers are free to look or not; attention tests punish those who do not. */
export const attentionChallenge = defineMechanism({
  kind: 'attention-challenge',
  title: 'Attention challenge',
  source:
    'Felten (2019), The cheater checking problem, Offchain Labs; ' +
    'Mamageishvili, Felten (2023), Incentive schemes for rollup validators, arXiv 2308.02880',
  summary:
    'Every job has n checkers, each free to look, at a cost, or to stay idle. One that looks is enough to expose a ' +
    'false result; those who found it share a bounty. Now and then a job tests attention, and idle checkers are slashed.',
  params,
  check: checkCheckers,
  ...checkerFacts,
  round: (settings, cast) => {
    const { kind: _, ...given } = settings.mechanism;
    const rules = params.parse(given);
    return checkersRound(settings, cast, {
      checkerCount: rules.validatorCount,
      forcedErrorRate: 0,
      attentionRate: rules.attentionRate,
      attentionSlash: rules.attentionSlash,
      settle: (result, finders) => settle(result, finders, rules, settings.market.reward),
    });
  },
});

function settle(result: Result, finders: number, rules: z.output<typeof params>, reward: number): CheckSettlement {
  const caught = finders > 0;
  return {
    asserterPay: caught ? 0 : reward,
    asserterSlash: caught ? rules.slashAmount : 0,
    keepsGain: !caught,
    finderPay: caught ? rules.bounty / finders : 0,
    checkerLoss: result === 'false' && !caught ? rules.missedLoss : 0,
  };
}

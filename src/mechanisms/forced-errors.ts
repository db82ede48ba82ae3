import { z } from 'zod';
import { pow } from '../kernel/mathematics/index.ts';
import { checkCheckers, checkerCount, checkerFacts, checkerParams } from './checkers/params.ts';
import { type CheckSettlement, checkersRound, type Result } from './checkers/round.ts';
import { defineMechanism } from './define.ts';

const params = z.strictObject({
  validatorCount: checkerCount,
  ...checkerParams,
  slashAmount: checkerParams.slashAmount.default(0),
  forcedErrorRate: z
    .number()
    .min(0)
    .max(1)
    .meta({ description: 'Chance that a true result is falsified on purpose (phi).', unit: '1', isChance: true }),
  jackpot: z.number().min(0).meta({
    description: 'Reward for finding a forced error (J); each of k finders gets J / 2^(k-1).',
    unit: 'credits',
  }),
});

/** The mechanism makes errors on purpose and pays a jackpot for finding them, so that looking is worth while. */
export const forcedErrors = defineMechanism({
  kind: 'forced-errors',
  title: 'Forced errors',
  source: 'Teutsch, Reitwießner (2019), A scalable verification solution for blockchains, arXiv 1908.04756',
  summary:
    'At a small rate a true result is falsified on purpose, without harm to its asserter. Every checker who finds the ' +
    'error wins a jackpot that halves with each further finder, so that one player gains nothing from many identities. ' +
    'Genuine errors that are found cost the asserter its reward and the slash. Clients fund the jackpots.',
  params,
  check: checkCheckers,
  ...checkerFacts,
  round: (settings, cast) => {
    const { kind: _, ...given } = settings.mechanism;
    const rules = params.parse(given);
    return checkersRound(settings, cast, {
      checkerCount: rules.validatorCount,
      forcedErrorRate: rules.forcedErrorRate,
      attentionRate: 0,
      attentionSlash: 0,
      settle: (result, finders) => settle(result, finders, rules, settings.market.reward),
    });
  },
});

function settle(result: Result, finders: number, rules: z.output<typeof params>, reward: number): CheckSettlement {
  const caught = result === 'false' && finders > 0;
  const bounty = finders > 0 ? rules.bounty / finders : 0;
  return {
    asserterPay: caught ? 0 : reward,
    asserterSlash: caught ? rules.slashAmount : 0,
    keepsGain: !caught,
    finderPay: result === 'forced' ? rules.jackpot * pow(2, 1 - finders) : bounty,
    checkerLoss: result === 'false' && !caught ? rules.missedLoss : 0,
  };
}

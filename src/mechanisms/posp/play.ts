/**
 * Proof of sampling in time: the challenge is drawn after the output is committed, and settled once all have revealed.
 *
 * The rules are those of `settle.ts` and `arbitration.ts`, shared with the round; here they meet the market's draws.
 */
import { FLAGS, STRAYS } from '../../market/detector.ts';
import type { Amounts, MarketKit, MechanismPlay } from '../../market/mechanism.ts';
import type { Settings } from '../../market/settings.ts';
import { listVerdicts, type PossibleVerdict } from './arbitration.ts';
import type { PospParams } from './params.ts';
import { settleChallenge, settlePlanted, settleUnchallenged } from './settle.ts';

/** Plays any mechanism whose parameters can be read as those of proof of sampling. */
export function createPospPlay(kit: MarketKit, read: (given: object) => PospParams): MechanismPlay {
  let params: PospParams;
  let settings: Settings;
  let amounts: Amounts;
  let unchallenged: ReturnType<typeof settleUnchallenged>;

  return {
    reset(nextSettings, nextAmounts) {
      const { kind: _, ...given } = nextSettings.mechanism;
      settings = nextSettings;
      amounts = nextAmounts;
      params = read(given);
      unchallenged = settleUnchallenged(amounts);
    },

    onAsserted(slot) {
      const { challengeProbability, plantedErrorRate, validatorCount } = params;
      if (!kit.isChallenged(slot, challengeProbability)) {
        kit.settle(slot, unchallenged);
        return;
      }
      const planted = plantedErrorRate > 0 && !kit.assertedFalse(slot) && kit.draw(slot, 'plant') < plantedErrorRate;
      if (kit.challenge(slot, validatorCount, planted) < validatorCount) kit.settle(slot, unchallenged);
    },

    onRevealed(slot) {
      const reports = kit.reports(slot);
      if (kit.planted(slot)) {
        kit.settle(slot, settlePlanted(params, amounts));
        return;
      }
      if (reports[FLAGS] === 0 && reports[STRAYS] === 0) {
        kit.settle(slot, settleChallenge(reports, { refuted: false, falseVerdict: false }, params, amounts));
        return;
      }
      const { verdict, cost } = arbitrate(slot);
      kit.settle(slot, settleChallenge(reports, verdict, params, amounts), {
        arbitrated: true,
        falseVerdict: verdict.falseVerdict,
        arbitrationCost: cost,
      });
    },
  };

  function arbitrate(slot: number): PossibleVerdict {
    const { market } = settings;
    const verdicts = listVerdicts({
      reports: kit.reports(slot),
      assertedFalse: kit.assertedFalse(slot),
      member: kit.assertedByMember(slot),
      colludingShare: kit.colludingShare(),
      arbitration: params.arbitration,
      arbitrationCost: params.arbitrationCost,
      verificationCost: market.verificationCost,
      falseAlarm: market.detector.falseAlarm,
      miss: kit.miss(slot),
      recheckCount: params.recheckCount,
    });
    let left = kit.draw(slot, 'arbitration');
    for (const possible of verdicts) {
      left -= possible.probability;
      if (left < 0) return possible;
    }
    return verdicts[verdicts.length - 1]!;
  }
}

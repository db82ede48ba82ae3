/**
 * Proof of sampling in time: the challenge is drawn after the output is committed, and settled once all have revealed.
 *
 * The rules are those of `settle.ts` and `arbitration.ts`, shared with the round; here they meet the market's draws. A
 * run meets few different disputes and outcomes, so each is worked out once and kept until the run ends.
 */
import { BACKS, CONFIRMS, FLAGS, flagProbability, STRAYS } from '../../market/detector.ts';
import { ASKED_MAX } from '../../market/evidence.ts';
import type {
  Amounts,
  MarketKit,
  MechanismPlay,
  ReportCounts,
  Settlement,
  SettlementFacts,
} from '../../market/mechanism.ts';
import type { Settings } from '../../market/settings.ts';
import { listRulings, type PossibleRuling } from './arbitration.ts';
import type { PospParams } from './params.ts';
import { type Ruling, settleChallenge, settlePlanted, settleUnchallenged } from './settle.ts';

const REPORTS_LIMIT = 256;
const unanimous: Ruling = { refuted: false, falseVerdict: false };

/** A settlement with what the record hears of it. */
interface Outcome {
  settlement: Settlement;
  facts: SettlementFacts | undefined;
}

/** A dispute's rulings; `miss` is what they were worked out for. */
interface Rulings {
  miss: number;
  possible: PossibleRuling[];
}

/** What is drawn for a job that is challenged; comparisons that are made again take a number each, from `again` on. */
export const draws = { plant: 0, arbitration: 1, again: 2 } as const;

/** Plays any mechanism whose parameters can be read as those of proof of sampling. */
export function createPospPlay(kit: MarketKit, read: (given: object) => PospParams): MechanismPlay {
  let params: PospParams;
  let settings: Settings;
  let amounts: Amounts;
  let unchallenged: Settlement;
  let planted: Settlement;
  const agreed = new Map<number, Settlement>();
  const outcomes = new Map<PossibleRuling, Map<number, Outcome>>();
  const disputes: (Rulings | undefined)[] = [];
  let isWeighed: boolean;
  /** Rulings as they turn out where checks are weighed: by the ruling, comparisons made again, and whether it convicts. */
  const weighed = new Map<PossibleRuling, PossibleRuling[]>();

  return {
    reset(nextSettings, nextAmounts) {
      const { kind: _, ...given } = nextSettings.mechanism;
      settings = nextSettings;
      amounts = nextAmounts;
      params = read(given);
      unchallenged = settleUnchallenged(amounts);
      planted = settlePlanted(params, amounts);
      agreed.clear();
      outcomes.clear();
      disputes.length = 0;
      weighed.clear();
      isWeighed = kit.weighs();
    },

    onAsserted(slot) {
      const { challengeProbability, plantedErrorRate, validatorCount } = params;
      if (!kit.isChallenged(slot, challengeProbability)) {
        kit.settle(slot, unchallenged);
        return;
      }
      const isPlanted =
        plantedErrorRate > 0 && !kit.assertedFalse(slot) && kit.draw(slot, draws.plant) < plantedErrorRate;
      if (kit.challenge(slot, validatorCount, isPlanted) < validatorCount) kit.settle(slot, unchallenged);
    },

    onRevealed(slot) {
      const reports = kit.reports(slot);
      if (kit.planted(slot)) {
        kit.settle(slot, planted);
        return;
      }
      if (reports[FLAGS] === 0 && reports[STRAYS] === 0) {
        if (isWeighed) kit.weigh(slot, false);
        kit.settle(slot, settleAgreed(reports));
        return;
      }
      const found = arbitrate(slot, reports[FLAGS] > 0);
      const { settlement, facts } = settleDisputed(isWeighed ? weigh(slot, found) : found, reports);
      kit.settle(slot, settlement, facts);
    },
  };

  function settleAgreed(reports: ReportCounts): Settlement {
    const key = keyOf(reports);
    let settlement = agreed.get(key);
    if (!settlement) {
      settlement = settleChallenge(reports, unanimous, params, amounts);
      agreed.set(key, settlement);
    }
    return settlement;
  }

  function settleDisputed(possible: PossibleRuling, reports: ReportCounts): Outcome {
    let known = outcomes.get(possible);
    if (!known) {
      known = new Map();
      outcomes.set(possible, known);
    }
    const key = keyOf(reports);
    let outcome = known.get(key);
    if (!outcome) {
      const { ruling, cost } = possible;
      outcome = {
        settlement: settleChallenge(reports, ruling, params, amounts),
        facts: { arbitrated: true, falseVerdict: ruling.falseVerdict, arbitrationCost: cost },
      };
      known.set(key, outcome);
    }
    return outcome;
  }

  function arbitrate(slot: number, isFlagged: boolean): PossibleRuling {
    const possible = rulingsOf(slot, isFlagged);
    if (possible.length === 1) return possible[0];
    let left = kit.draw(slot, draws.arbitration);
    for (const ruling of possible) {
      left -= ruling.probability;
      if (left < 0) return ruling;
    }
    return possible[possible.length - 1];
  }

  /** What a ruling leads to: one that refutes does so only where the evidence is enough. */
  function weigh(slot: number, found: PossibleRuling): PossibleRuling {
    const { refuted } = found.ruling;
    let finding = kit.weigh(slot, refuted);
    let asked = 0;
    if (!refuted) return found;
    for (; finding === 'ask-again'; asked++) {
      if (asked === ASKED_MAX)
        throw new RangeError(
          `evidence ${params.evidence?.kind} asks again for ever: ${ASKED_MAX} times about one check`,
        );
      finding = kit.weigh(slot, kit.draw(slot, draws.again + asked) < flagChanceOf(slot));
    }
    return asked === 0 && finding === 'convict' ? found : recall(found, asked, finding === 'convict');
  }

  function recall(found: PossibleRuling, asked: number, refuted: boolean): PossibleRuling {
    const known = weighed.get(found) ?? [];
    weighed.set(found, known);
    const key = 2 * asked + (refuted ? 1 : 0);
    known[key] ??= {
      probability: found.probability,
      ruling: { refuted, falseVerdict: false },
      cost: found.cost + asked * settings.market.verificationCost,
    };
    return known[key];
  }

  function flagChanceOf(slot: number): number {
    return flagProbability({
      assertedFalse: kit.assertedFalse(slot),
      falseAlarm: settings.market.detector.falseAlarm,
      miss: kit.miss(slot),
      recheckCount: params.recheckCount,
    });
  }

  function rulingsOf(slot: number, isFlagged: boolean): PossibleRuling[] {
    const assertedFalse = kit.assertedFalse(slot);
    const member = kit.assertedByMember(slot);
    const miss = kit.miss(slot);
    const index = (isFlagged ? 4 : 0) + (assertedFalse ? 2 : 0) + (member ? 1 : 0);
    const known = disputes[index];
    if (known && known.miss === miss) return known.possible;
    const { market } = settings;
    const possible = listRulings({
      reports: kit.reports(slot),
      assertedFalse,
      member,
      colludingShare: kit.colludingShare(),
      arbitration: params.arbitration,
      arbitrationCost: params.arbitrationCost,
      verificationCost: market.verificationCost,
      falseAlarm: market.detector.falseAlarm,
      miss,
      recheckCount: params.recheckCount,
    });
    disputes[index] = { miss, possible };
    return possible;
  }
}

/** Numbers the outcomes of a challenge; the fourth kind of report is what is left. */
function keyOf(reports: ReportCounts): number {
  return (reports[CONFIRMS] * REPORTS_LIMIT + reports[FLAGS]) * REPORTS_LIMIT + reports[BACKS];
}

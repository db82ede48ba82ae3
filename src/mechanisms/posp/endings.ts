/** How a challenge with certain reports may end, and what becomes of the slash. */
import { expm1, log1p } from '../../kernel/mathematics/index.ts';
import { areAllied, colludingShareOf } from '../../market/cast.ts';
import { FLAGS, STRAYS } from '../../market/detector.ts';
import type { Amounts, Settlement } from '../../market/mechanism.ts';
import type { Settings } from '../../market/settings.ts';
import { listRulings } from './arbitration.ts';
import type { Challenge } from './book-outcome.ts';
import type { ByKind } from './reports.ts';
import { settleChallenge, settlePlanted } from './settle.ts';
import { type Assertion, missOf, type Staged } from './sight.ts';

/** One way a challenge may end. */
export interface Ending {
  probability: number;
  settlement: Settlement;
  challenge: Challenge;
}

/**
 * How a challenge with such reports may end.
 *
 * @param landing     chance that an upheld slash takes the stake [1]
 * @param tellsApart  whether the ending without the slash is listed where it cannot happen
 */
export function listEndings(
  { settings, cast, params }: Staged,
  assertion: Assertion,
  planted: boolean,
  reports: Challenge['reports'],
  landing: number,
  tellsApart: boolean,
): Ending[] {
  const { market } = settings;
  const amounts = amountsOf(settings);
  const [a, b] = [reports.focal.counts, reports.others.counts];
  const counts: ByKind = [a[0] + b[0], a[1] + b[1], a[2] + b[2], a[3] + b[3]];
  const unopposed = { reports, arbitrated: false, falseVerdict: false, arbitrationCost: 0 };
  if (planted) return [{ probability: 1, settlement: settlePlanted(params, amounts), challenge: unopposed }];
  if (counts[FLAGS] === 0 && counts[STRAYS] === 0) {
    const settlement = settleChallenge(counts, { refuted: false, falseVerdict: false }, params, amounts);
    return [{ probability: 1, settlement, challenge: unopposed }];
  }
  const endings: Ending[] = [];
  for (const { probability, ruling, cost } of listRulings({
    reports: counts,
    assertedFalse: assertion.assertedFalse,
    member: areAllied(cast, assertion.asserter, assertion.asserter),
    colludingShare: colludingShareOf(settings, cast),
    arbitration: params.arbitration,
    arbitrationCost: params.arbitrationCost,
    verificationCost: market.verificationCost,
    falseAlarm: market.detector.falseAlarm,
    miss: missOf(settings, assertion),
    recheckCount: params.recheckCount,
  })) {
    const settlement = settleChallenge(counts, ruling, params, amounts);
    const challenge = { reports, arbitrated: true, falseVerdict: ruling.falseVerdict, arbitrationCost: cost };
    const isWhole = settlement.asserterSlash === 0 || (landing === 1 && !tellsApart);
    endings.push({ probability: isWhole ? probability : probability * landing, settlement, challenge });
    if (isWhole) continue;
    const missed = { ...settlement, asserterSlash: 0 };
    endings.push({ probability: probability * (1 - landing), settlement: missed, challenge });
  }
  return endings;
}

/** The economics of a job in credits. */
export function amountsOf({ market }: Settings): Amounts {
  return { reward: market.reward, unitsPerCredit: 1, stake: market.stake };
}

/**
 * Chance that an upheld slash is the first of its flight, and so the one that takes the stake.
 *
 * With D the chance that a job is refuted and m jobs in a flight, 1 - (1 - D)^m flights are slashed for m D refuted jobs.
 */
export function computeLanding(refuted: number, jobsInFlight: number): number {
  // Probabilities of a certain detection may sum to a hair more than 1.
  const detection = Math.min(1, refuted);
  if (detection === 0) return 1;
  return -expm1(jobsInFlight * log1p(-detection)) / (jobsInFlight * detection);
}

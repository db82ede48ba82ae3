/**
 * Who gets what when a job is settled: the payoff rule of proof of sampling, written once.
 *
 * The market calls it with the reports that came in, the round with those that could; amounts are linear in the
 * economics, so the same rule serves credits and ledger units.
 *
 * - No challenge, or every report equal: the asserter gets R_A, each validator R_V/n.
 * - A mismatch goes to arbitration. Refuted: the asserter loses R_A (unless it was paid at assertion) and S, and whoever
 *   backed it loses S. Acquitted: those who said the same stand with it, be it false, because nobody can tell. Made-up
 *   outputs lose S in either case.
 * - A false ruling acquits a false result and takes S from the validators who flagged it.
 * - Whoever stands gets R_V/n, or an equal part of the whole R_V, which is never more than R_V together.
 * - They share `bountyShare` of all slashes; the rest is burned, and clients keep what was not earned.
 */
import { BACKS, CONFIRMS, FLAGS, STRAYS } from '../../market/detector.ts';
import type { Amounts, ReportCounts, Settlement } from '../../market/mechanism.ts';
import type { PospParams } from './params.ts';

/** What arbitration found. */
export interface Ruling {
  refuted: boolean;
  falseVerdict: boolean;
}

/** The part of the parameters that a settlement reads. */
export type SettlementParams = Pick<
  PospParams,
  'validatorCount' | 'validatorReward' | 'slashAmount' | 'slashFraction' | 'bountyShare' | 'mismatchReward' | 'rewardAt'
>;

const nobody = [false, false, false, false] as const;
const nothing = [0, 0, 0, 0] as const;

/** A job that nobody challenged. */
export function settleUnchallenged({ reward }: Amounts): Settlement {
  return {
    refuted: false,
    asserterPay: reward,
    asserterSlash: 0,
    validatorPay: nothing,
    validatorSlash: nothing,
    bountyShare: 0,
    winners: nobody,
  };
}

/** A challenged job, from its reports and the ruling on them. */
export function settleChallenge(
  reports: ReportCounts,
  { refuted, falseVerdict }: Ruling,
  params: SettlementParams,
  amounts: Amounts,
): Settlement {
  const slash = computeSlash(params, amounts);
  const slot = (params.validatorReward * amounts.unitsPerCredit) / params.validatorCount;
  // What was asserted stands or falls, and with it those who said the same.
  const flagStands = !falseVerdict;
  const backStands = !refuted;
  const standing = reports[CONFIRMS] + (flagStands ? reports[FLAGS] : 0) + (backStands ? reports[BACKS] : 0);
  const mismatch = reports[FLAGS] + reports[STRAYS] > 0;
  const splits = mismatch && params.mismatchReward === 'split-among-honest' && standing > 0;
  const share = splits ? (slot * params.validatorCount) / standing : slot;
  const settlement: Settlement = {
    refuted,
    asserterPay: refuted && params.rewardAt !== 'assertion' ? 0 : amounts.reward,
    asserterSlash: refuted ? slash : 0,
    validatorPay: [share, flagStands ? share : 0, backStands ? share : 0, 0],
    validatorSlash: [0, flagStands ? 0 : slash, backStands ? 0 : slash, slash],
    bountyShare: params.bountyShare,
    winners: [true, flagStands, backStands, false],
  };
  return takeShare(settlement, params);
}

/** A challenge with a planted error: the asserter did nothing wrong, and whoever let the plant pass unread loses S. */
export function settlePlanted(params: SettlementParams, amounts: Amounts): Settlement {
  const slash = computeSlash(params, amounts);
  const slot = (params.validatorReward * amounts.unitsPerCredit) / params.validatorCount;
  const settlement: Settlement = {
    refuted: false,
    asserterPay: amounts.reward,
    asserterSlash: 0,
    validatorPay: [slot, slot, 0, 0],
    validatorSlash: [0, 0, slash, slash],
    bountyShare: params.bountyShare,
    winners: [true, true, false, false],
  };
  return takeShare(settlement, params);
}

function takeShare(settlement: Settlement, { slashFraction }: SettlementParams): Settlement {
  if (slashFraction !== undefined) settlement.slashFraction = slashFraction;
  return settlement;
}

/** S: the fixed amount, or the share of a full stake. The ledger takes what is there when it is less. */
function computeSlash({ slashAmount, slashFraction }: SettlementParams, { unitsPerCredit, stake }: Amounts): number {
  return slashAmount === undefined ? (slashFraction ?? 0) * stake : slashAmount * unitsPerCredit;
}

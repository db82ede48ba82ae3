/**
 * Who gets what when a job is settled: the payoff rule of proof of sampling, written once.
 *
 * The market calls it with the reports that came in, the round with those that could; amounts are linear in the
 * economics, so the same rule serves credits and ledger units.
 *
 * - No challenge, or every report equal: the asserter gets R_A, each validator R_V/n.
 * - A mismatch goes to arbitration. Refuted: the asserter loses R_A and S. Each slot that told the truth gets R_V/n,
 *   or an equal part of the whole R_V; whoever submitted a false output loses S.
 * - A false verdict acquits a false result and takes S from the validators who flagged it.
 * - The winners share `bountyShare` of all slashes; the rest is burned, and clients keep what was not earned.
 */
import { BACKS, CONFIRMS, FLAGS } from '../../market/detector.ts';
import type { Amounts, ReportCounts, Settlement } from '../../market/mechanism.ts';
import type { PospParams } from './params.ts';

/** What arbitration found. */
export interface Verdict {
  refuted: boolean;
  falseVerdict: boolean;
}

/** The part of the parameters that a settlement reads. */
export type SettlementParams = Pick<
  PospParams,
  'validatorCount' | 'validatorReward' | 'slashAmount' | 'slashFraction' | 'bountyShare' | 'mismatchReward'
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

/** A challenged job, from its reports and the verdict on them. */
export function settleChallenge(
  reports: ReportCounts,
  { refuted, falseVerdict }: Verdict,
  params: SettlementParams,
  amounts: Amounts,
): Settlement {
  const slash = computeSlash(params, amounts);
  const slot = (params.validatorReward * amounts.unitsPerCredit) / params.validatorCount;
  if (falseVerdict) {
    return {
      refuted: false,
      asserterPay: amounts.reward,
      asserterSlash: 0,
      validatorPay: [slot, 0, slot, 0],
      validatorSlash: [0, slash, 0, slash],
      bountyShare: params.bountyShare,
      ...stakeShare(params),
      winners: [true, false, true, false],
    };
  }
  const truthful = reports[CONFIRMS]! + reports[FLAGS]!;
  const mismatch = truthful + reports[BACKS]! < params.validatorCount || reports[FLAGS]! > 0;
  const share =
    mismatch && params.mismatchReward === 'split-among-honest' && truthful > 0
      ? (slot * params.validatorCount) / truthful
      : slot;
  return {
    refuted,
    asserterPay: refuted ? 0 : amounts.reward,
    asserterSlash: refuted ? slash : 0,
    validatorPay: [share, share, refuted ? 0 : share, 0],
    validatorSlash: [0, 0, refuted ? slash : 0, slash],
    bountyShare: params.bountyShare,
    ...stakeShare(params),
    winners: [true, true, false, false],
  };
}

/** A challenge with a planted error: the asserter did nothing wrong, and whoever let the plant pass unread loses S. */
export function settlePlanted(params: SettlementParams, amounts: Amounts): Settlement {
  const slash = computeSlash(params, amounts);
  const slot = (params.validatorReward * amounts.unitsPerCredit) / params.validatorCount;
  return {
    refuted: false,
    asserterPay: amounts.reward,
    asserterSlash: 0,
    validatorPay: [slot, slot, 0, 0],
    validatorSlash: [0, 0, slash, slash],
    bountyShare: params.bountyShare,
    ...stakeShare(params),
    winners: [true, true, false, false],
  };
}

function stakeShare({ slashFraction }: SettlementParams) {
  return slashFraction === undefined ? {} : { slashFraction };
}

/** S: the fixed amount, or the share of a full stake. The ledger takes what is there when it is less. */
function computeSlash({ slashAmount, slashFraction }: SettlementParams, { unitsPerCredit, stake }: Amounts): number {
  return slashAmount === undefined ? (slashFraction ?? 0) * stake : slashAmount * unitsPerCredit;
}

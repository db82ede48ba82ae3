/** The asserter's side of a settlement, as the record books it. */

import type { Settlement, SettlementFacts } from '../mechanism.ts';
import { columnIndex as at } from '../record.ts';
import type { MarketState } from '../state.ts';
import { UNITS_PER_CREDIT } from './ledger.ts';

/** How a job ended for whoever asserted it, or as many jobs that ended alike. */
export interface Ending {
  /** The asserter is a focal node. */
  focal: boolean;
  /** What it asserted was false, and the number of the move by which. */
  assertedFalse: boolean;
  move: number;
  /** Stake taken of it [units]. */
  slashed: number;
  settlement: Settlement;
  /** What the job counts for in the record, and what its outcome counts for. */
  jobWeight: number;
  weight: number;
}

/** The asserter's side of the settlements of a market; see {@link createAsserterSide}. */
export type AsserterSide = ReturnType<typeof createAsserterSide>;

/** What settlements of a market bring asserters, and how they are booked. */
export function createAsserterSide(market: MarketState) {
  const { sampler } = market;

  /** What the job brought the asserter: pay less slash and cost, and the gain of a false result that was accepted [units]. */
  function incomeOf({ move, assertedFalse, slashed, settlement }: Ending): number {
    const { assertions, settings } = market;
    const { computeCost, outsideGain } = settings.market;
    const cost = (assertedFalse ? assertions[move].cost : computeCost) * UNITS_PER_CREDIT;
    const gain = assertedFalse && !settlement.refuted ? outsideGain * UNITS_PER_CREDIT : 0;
    return Math.floor(settlement.asserterPay) - slashed - cost + gain;
  }

  /** Books an ending in `columns`. */
  function bookAsserter(columns: Float64Array, ending: Ending, facts?: SettlementFacts): void {
    const { focal, assertedFalse, slashed, settlement, jobWeight, weight } = ending;
    columns[at.jobs] += jobWeight;
    if (sampler.coin > 0) columns[at.drawnChallenges] += jobWeight;
    if (focal) columns[at.focalJobs] += jobWeight;
    if (assertedFalse) {
      columns[at.cheatedJobs] += jobWeight;
      columns[settlement.refuted ? at.detectedJobs : at.undetectedJobs] += weight;
    } else if (settlement.refuted) {
      columns[at.falseSlashedJobs] += weight;
    }
    columns[focal ? at.asserterIncome : at.outsiderIncome] += weight * incomeOf(ending);
    columns[at.clientPaid] += weight * Math.floor(settlement.asserterPay);
    if (focal && slashed > 0) {
      columns[at.focalSlashes] += weight;
      columns[at.focalSlashEvents] += 1;
    }
    if (!facts) return;
    if (facts.arbitrated) columns[at.arbitrations] += weight;
    if (facts.falseVerdict) columns[at.falseVerdicts] += weight;
    columns[at.verificationCost] += weight * facts.arbitrationCost * UNITS_PER_CREDIT;
  }

  return { incomeOf, bookAsserter };
}

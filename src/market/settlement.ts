/**
 * A settlement carried out: rewards paid, stake taken, bounties shared, the facts booked, the slot given back.
 *
 * The mechanism says who gets what per head; here it becomes whole units. Every transfer is rounded down and what is
 * left of an amount is burned. What was put aside and nobody earned goes back to the client.
 */
import type { Market } from './market.ts';
import type { Settlement, SettlementFacts } from './mechanism.ts';
import { valueJob } from './money/job-values.ts';
import { UNITS_PER_CREDIT } from './money/ledger.ts';
import { takeStake } from './money/take-stake.ts';
import { settleValidators } from './money/validator-side.ts';
import { afterSlash, topUp } from './nodes/exits.ts';
import { columnIndex as at } from './record.ts';

/** Settles the job in `slot`, books it in the market's columns and forgets it. */
export function settleJob(market: Market, slot: number, settlement: Settlement, facts?: SettlementFacts): void {
  const { jobs, fleet, ledger, settings, cast, batches, sampler } = market;
  const counts = market.counts(slot);
  const asserter = jobs.asserter[slot]!;
  const inBatch = batches.areKept && counts;
  const columns = inBatch ? batches.columnsOf(asserter) : market.columns;
  const grouped = fleet.isGrouped(asserter);
  const assertedFalse = jobs.assertedFalse[slot] === 1;
  const move = (grouped ? cast.group : cast.outsider).asserter;

  const asserterPay = Math.floor(settlement.asserterPay);
  ledger.pay(asserterPay);
  ledger.release(market.rewardUnits - asserterPay);
  // A batch is slashed once: for the first of its jobs that is found out.
  const isDue = settlement.asserterSlash > 0 && !(inBatch && batches.isSlashed(asserter));
  const asserterSlash = isDue ? takeStake(market, asserter, settlement.asserterSlash, settlement) : 0;
  const own = asserterPay - asserterSlash;
  const cost = (assertedFalse ? move.cost : settings.market.computeCost) * UNITS_PER_CREDIT;
  const gain = assertedFalse && !settlement.refuted ? settings.market.outsideGain * UNITS_PER_CREDIT : 0;

  if (counts) {
    const jobWeight = sampler.jobWeight;
    const weight = sampler.outcomeWeight;
    columns[at.jobs]! += jobWeight;
    if (grouped) columns[at.focalJobs]! += jobWeight;
    if (assertedFalse) {
      columns[at.cheatedJobs]! += jobWeight;
      columns[settlement.refuted ? at.detectedJobs : at.undetectedJobs]! += weight;
    } else if (settlement.refuted) {
      columns[at.falseSlashedJobs]! += weight;
    }
    columns[grouped ? at.asserterIncome : at.outsiderIncome]! += weight * (own - cost + gain);
    columns[at.clientPaid]! += weight * asserterPay;
    if (grouped && asserterSlash > 0) {
      columns[at.focalSlashes]! += weight;
      columns[at.focalSlashEvents]! += 1;
    }
    if (facts?.arbitrated) columns[at.arbitrations]! += weight;
    if (facts?.falseVerdict) columns[at.falseVerdicts]! += weight;
    columns[at.verificationCost]! += weight * (facts?.arbitrationCost ?? 0) * UNITS_PER_CREDIT;
    if (!market.timeless) {
      market.sojourns.add(market.now - jobs.arrivedAt[slot]!, market.now, market.columns[at.busySeconds]!);
    }
  }
  if (market.isTold) {
    const accepted = facts?.falseVerdict ? 'accepted by a false verdict' : 'accepted';
    const end = settlement.refuted ? `refuted; node ${asserter} loses ${asserterSlash / UNITS_PER_CREDIT}` : accepted;
    market.teller.line(market.now, `job ${jobs.number[slot]} is ${end}`);
  }
  if (jobs.drawn[slot]! > 0) {
    settleValidators(market, slot, settlement, asserterSlash, counts, grouped, assertedFalse, columns);
  } else if (asserterSlash > 0) {
    // Caught without validators, by whatever means the mechanism has: there is nobody to reward.
    ledger.burn(asserterSlash);
    if (counts) {
      columns[at.slashed]! += sampler.outcomeWeight * asserterSlash;
      columns[at.burned]! += sampler.outcomeWeight * asserterSlash;
    }
  }
  if (grouped) market.learner?.learns(asserter, assertedFalse, (own - cost + gain) / UNITS_PER_CREDIT);
  if (counts && market.valuesJobs) {
    valueJob(market, columns, slot, own - cost + gain, settlement.refuted, sampler.outcomeWeight);
  }
  if (inBatch) {
    if (batches.settle(asserter, asserterSlash > 0, market.columns)) afterSlash(market, asserter);
    else if (asserterSlash > 0) topUp(market, asserter);
  } else if (asserterSlash > 0 || (settlement.refuted && settings.players.exit.kind === 'banned')) {
    afterSlash(market, asserter);
  }
  jobs.close(slot);
}

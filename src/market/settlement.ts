/**
 * A settlement carried out: rewards paid, stake taken, bounties shared, the facts booked, the slot given back.
 *
 * The mechanism says who gets what per head; here it becomes whole units. Every transfer is rounded down and what is
 * left of an amount is burned. What was put aside and nobody earned goes back to the client.
 */
import type { Market } from './market.ts';
import type { Settlement, SettlementFacts } from './mechanism.ts';
import { bookAsserter, incomeOf } from './money/asserter-side.ts';
import { valueJob } from './money/job-values.ts';
import { UNITS_PER_CREDIT } from './money/ledger.ts';
import { takeStake } from './money/take-stake.ts';
import { bookTally } from './money/tally.ts';
import { settleValidators } from './money/validator-side.ts';
import { afterSlash, topUp } from './nodes/exits.ts';
import { columnIndex as at } from './record.ts';
import { tellWitness } from './witness.ts';

/** Settles the job in `slot`, books it in the market's columns and forgets it. */
export function settleJob(market: Market, slot: number, settlement: Settlement, facts?: SettlementFacts): void {
  const { jobs } = market;
  const isPlain =
    market.tallies &&
    facts === undefined &&
    jobs.drawn[slot] === 0 &&
    settlement.asserterSlash === 0 &&
    !settlement.refuted;
  if (market.counts(slot) && !market.timeless) {
    const { sojourns } = market;
    sojourns.add(market.now - jobs.arrivedAt[slot]!);
    if (sojourns.isSegmentFull) sojourns.beginSegment(market.now, market.columns[at.busySeconds]!);
  }
  if (isPlain) settlePlainly(market, slot, settlement);
  else settleInFull(market, slot, settlement, facts);
  jobs.close(slot);
}

/** A job of which all that matters is how many there were of its kind. */
function settlePlainly(market: Market, slot: number, settlement: Settlement): void {
  const { jobs, tally, fleet } = market;
  if (tally.settlement !== settlement) {
    bookTally(market);
    tally.settlement = settlement;
  }
  tally.add(market.counts(slot), fleet.isGrouped(jobs.asserter[slot]!), jobs.assertedFalse[slot] === 1);
}

function settleInFull(market: Market, slot: number, settlement: Settlement, facts: SettlementFacts | undefined): void {
  const { jobs, fleet, ledger, settings, batches, sampler } = market;
  const counts = market.counts(slot);
  const asserter = jobs.asserter[slot]!;
  const inBatch = batches.areKept && counts;
  const batch = jobs.batch[slot]!;
  const columns = inBatch ? batches.columnsOf(batch) : market.columns;
  const grouped = fleet.isGrouped(asserter);
  const assertedFalse = jobs.assertedFalse[slot] === 1;
  const weight = sampler.outcomeWeight;

  const asserterPay = Math.floor(settlement.asserterPay);
  ledger.pay(asserterPay);
  ledger.release(market.rewardUnits - asserterPay);
  // A batch is slashed once: for the first of its jobs that is found out.
  const isDue = settlement.asserterSlash > 0 && !(inBatch && batches.isSlashed(batch));
  const slashed = isDue ? takeStake(market, asserter, settlement.asserterSlash, settlement) : 0;
  const ending = { grouped, assertedFalse, slashed, settlement };
  const income = incomeOf(market, ending);
  if (counts) bookAsserter(market, columns, ending, sampler.jobWeight, weight, facts);
  if (market.isTold) tellEnd(market, slot, settlement, facts, slashed);
  if (jobs.drawn[slot]! > 0) {
    settleValidators(market, slot, settlement, slashed, counts, grouped, assertedFalse, columns);
  } else if (slashed > 0) {
    // Caught without validators, by whatever means the mechanism has: there is nobody to reward.
    ledger.burn(slashed);
    if (counts) {
      columns[at.slashed]! += weight * slashed;
      columns[at.burned]! += weight * slashed;
    }
  }
  if (grouped) market.learner?.learns(asserter, assertedFalse, income / UNITS_PER_CREDIT);
  if (counts && market.valuesJobs) valueJob(market, columns, slot, income, settlement.refuted, weight);
  if (market.witness) tellWitness(market, slot, income, slashed > 0 || settlement.refuted);
  if (inBatch) {
    if (batches.settle(batch, slashed > 0, market.columns)) afterSlash(market, asserter);
    else if (slashed > 0) topUp(market, asserter);
  } else if (slashed > 0 || (settlement.refuted && settings.players.exit.kind === 'banned')) {
    afterSlash(market, asserter);
  }
}

function tellEnd(
  { teller, jobs, now }: Market,
  slot: number,
  { refuted }: Settlement,
  facts: SettlementFacts | undefined,
  slashed: number,
): void {
  const accepted = facts?.falseVerdict ? 'accepted by a false verdict' : 'accepted';
  const end = refuted ? `refuted; node ${jobs.asserter[slot]} loses ${slashed / UNITS_PER_CREDIT}` : accepted;
  teller.line(now, `job ${jobs.number[slot]} is ${end}`);
}

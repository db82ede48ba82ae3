/**
 * A settlement carried out: rewards paid, stake taken, bounties shared, the facts booked, the slot given back.
 *
 * The mechanism says who gets what per head; here it becomes whole units. Every transfer is rounded down and what is
 * left of an amount is burned. What was put aside and nobody earned goes back to the client.
 */

import type { Settlement, SettlementFacts } from './mechanism.ts';
import type { AsserterSide, Ending } from './money/asserter-side.ts';
import type { BookTally } from './money/book-tally.ts';
import type { JobValues } from './money/job-values.ts';
import { UNITS_PER_CREDIT } from './money/ledger.ts';
import type { SettleValidators } from './money/settle-validators.ts';
import type { TakeStake } from './money/take-stake.ts';
import type { Choices } from './nodes/choices.ts';
import type { Exits } from './nodes/exits.ts';
import { columnIndex as at } from './record.ts';
import type { MarketState } from './state.ts';
import type { TellIncome } from './tell-income.ts';
import { unset } from './unset.ts';

/** Settles the job in `slot`, books it in the market's columns and forgets it. */
export type SettleJob = (slot: number, settlement: Settlement, facts?: SettlementFacts) => void;

/** What settling needs. */
interface SettlementParts {
  asserterSide: AsserterSide;
  settleValidators: SettleValidators;
  takeStake: TakeStake;
  jobValues: JobValues;
  exits: Exits;
  bookTally: BookTally;
  tellIncome: TellIncome;
  choices: Choices;
}

/** How jobs of a market are settled. */
export function createSettleJob(market: MarketState, parts: SettlementParts): SettleJob {
  const { jobs, fleet, ledger, flights, sampler, sojourns, tally, columns: record } = market;
  const { settleValidators, takeStake, bookTally, tellIncome, choices } = parts;
  const { incomeOf, bookAsserter } = parts.asserterSide;
  const { valueJob } = parts.jobValues;
  const { afterSlash, topUp } = parts.exits;
  /** How the job ended that is being settled: one object for all, because one per job would be garbage. */
  const ending: Ending = {
    focal: false,
    assertedFalse: false,
    move: 0,
    slashed: 0,
    settlement: unset,
    jobWeight: 1,
    weight: 1,
  };

  function settleJob(slot: number, settlement: Settlement, facts?: SettlementFacts): void {
    if (jobs.number[slot] < 0) refuse('a job that is settled already');
    const isPlain =
      market.tallies &&
      facts === undefined &&
      jobs.drawn[slot] === 0 &&
      settlement.asserterSlash === 0 &&
      !settlement.refuted &&
      // Who goes by its past is told of each of its jobs.
      !(market.choosesAssertion && fleet.isFocal(jobs.asserter[slot]));
    if (market.counts(slot) && !market.timeless) {
      sojourns.last[0] = market.now - jobs.arrivedAt[slot];
      sojourns.add();
      if (sojourns.isSegmentFull) sojourns.beginSegment(market.now, record[at.busySeconds]);
    }
    // Before it is settled: whoever is banned for it begins anew.
    if (market.samplingPlay)
      market.samplingPlay.settled(jobs.asserter[slot], settlement.refuted || settlement.asserterSlash > 0);
    if (isPlain) settlePlainly(slot, settlement);
    else settleInFull(slot, settlement, facts);
    jobs.close(slot);
  }

  /** A job of which all that matters is how many there were of its kind. */
  function settlePlainly(slot: number, settlement: Settlement): void {
    if (tally.settlement !== settlement) {
      bookTally();
      tally.settlement = settlement;
    }
    tally.add(fleet.crowdOf(jobs.asserter[slot]), market.counts(slot), jobs.assertedFalse[slot] === 1);
  }

  function settleInFull(slot: number, settlement: Settlement, facts: SettlementFacts | undefined): void {
    const counts = market.counts(slot);
    const asserter = jobs.asserter[slot];
    const isInFlight = flights.areKept && counts;
    const flight = jobs.flight[slot];
    const columns = isInFlight ? flights.columnsOf(flight) : record;
    const focal = fleet.isFocal(asserter);
    const assertedFalse = jobs.assertedFalse[slot] === 1;

    const asserterPay = Math.floor(settlement.asserterPay);
    if (market.payments) market.payments.delivered(jobs.number[slot], asserterPay, market.rewardUnits);
    else {
      ledger.pay(asserterPay);
      ledger.release(market.rewardUnits - asserterPay);
    }
    // A flight is slashed once: for the first of its jobs that is found out.
    const isDue = settlement.asserterSlash > 0 && !(isInFlight && flights.isSlashed(flight));
    const slashed = isDue ? takeStake(asserter, settlement.asserterSlash, settlement) : 0;
    ending.focal = focal;
    ending.assertedFalse = assertedFalse;
    ending.move = market.assertionOf(slot);
    ending.slashed = slashed;
    ending.settlement = settlement;
    ending.jobWeight = sampler.jobWeight;
    ending.weight = sampler.outcomeWeight;
    if (counts) bookAsserter(columns, ending, facts);
    if (market.isTold) tellEnd(slot, settlement, facts, slashed);
    if (jobs.drawn[slot] > 0) {
      if (jobs.pending[slot] > 0)
        refuse(`job ${jobs.number[slot]} while ${jobs.pending[slot]} validators still check it`);
      settleValidators(slot, ending, counts, columns);
    } else if (slashed > 0) {
      // Caught without validators, by whatever means the mechanism has: there is nobody to reward.
      ledger.burn(slashed);
      if (counts) {
        columns[at.slashed] += ending.weight * slashed;
        columns[at.burned] += ending.weight * slashed;
      }
    }
    if (focal && market.choosesAssertion) choices.tellAsserter(slot, ending, incomeOf(ending));
    if (counts && market.valuesJobs) valueJob(columns, slot, incomeOf(ending), settlement.refuted, ending.weight);
    if (market.tellsIncome) tellIncome(slot, incomeOf(ending), slashed > 0 || settlement.refuted);
    if (isInFlight) {
      if (flights.settle(flight, slashed > 0, record)) afterSlash(asserter);
      else if (slashed > 0) topUp(asserter);
    } else if (slashed > 0 || (settlement.refuted && market.exit.bans)) {
      afterSlash(asserter);
    }
  }

  function refuse(what: string): never {
    throw new RangeError(
      `mechanism ${market.settings.mechanism.kind} settles ${what}; it settles every job once, when nobody checks it any more`,
    );
  }

  function tellEnd(slot: number, { refuted }: Settlement, facts: SettlementFacts | undefined, slashed: number): void {
    market.tell({
      kind: 'settled',
      time: market.now,
      job: jobs.number[slot],
      node: jobs.asserter[slot],
      isRefuted: refuted,
      isFalseVerdict: facts?.falseVerdict === true,
      slashed: slashed / UNITS_PER_CREDIT,
    });
  }

  return settleJob;
}

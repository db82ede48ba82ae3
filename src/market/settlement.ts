/**
 * A settlement carried out: rewards paid, stake taken, bounties shared, the facts booked, the slot given back.
 *
 * The mechanism says who gets what per head; here it becomes whole units. Every transfer is rounded down and what is
 * left of an amount is burned. What was put aside and nobody earned goes back to the client.
 */
import { BACKS } from './detector.ts';
import type { Market } from './market.ts';
import type { Settlement, SettlementFacts } from './mechanism.ts';
import { accountingOf, countIncome, type IncomeParts } from './money/accounting.ts';
import { UNITS_PER_CREDIT } from './money/ledger.ts';
import { columnIndex as at } from './record.ts';

/** What focal validators had of the job that is being settled; reused, because every job passes here. */
interface ValidatorSide extends Omit<IncomeParts, 'own'> {
  count: number;
}
const side: ValidatorSide = { members: 0, unanimous: 0, backing: 0, count: 0 };

/** Settles the job in `slot`, books it in the market's columns and forgets it. */
export function settleJob(market: Market, slot: number, settlement: Settlement, facts?: SettlementFacts): void {
  const { jobs, fleet, ledger, settings, cast, batches } = market;
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
    const jobWeight = jobs.jobWeight[slot]!;
    const weight = jobs.outcomeWeight[slot]!;
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
    if (!market.timeless) market.sojourns[market.sojournCount++] = market.now - jobs.arrivedAt[slot]!;
  }
  if (market.teller.isListening) {
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
      columns[at.slashed]! += jobs.outcomeWeight[slot]! * asserterSlash;
      columns[at.burned]! += jobs.outcomeWeight[slot]! * asserterSlash;
    }
  }
  if (counts && market.valuesJobs) {
    valueJob(market, columns, slot, own - cost + gain, settlement.refuted, jobs.outcomeWeight[slot]!);
  }
  if (inBatch) {
    if (batches.settle(asserter, asserterSlash > 0, market.columns)) market.afterSlash(asserter);
    else if (asserterSlash > 0) market.topUp(asserter);
  } else if (asserterSlash > 0 || (settlement.refuted && settings.players.exit.kind === 'banned')) {
    market.afterSlash(asserter);
  }
  jobs.close(slot);
}

/** Books what the job was worth to focal nodes, one by one: its utility, or its place in their careers. */
function valueJob(
  market: Market,
  columns: Float64Array,
  slot: number,
  own: number,
  refuted: boolean,
  weight: number,
): void {
  const { jobs, fleet, settings, utility, careers } = market;
  const asserter = jobs.asserter[slot]!;
  const grouped = fleet.isGrouped(asserter);
  if (jobs.drawn[slot] === 0) Object.assign(side, { members: 0, unanimous: 0, backing: 0, count: 0 });
  const income = countIncome({ own, ...side }, accountingOf(settings));
  if (utility) {
    if (grouped) columns[at.asserterUtility]! += weight * utility.value(income / UNITS_PER_CREDIT);
    if (side.count > 0) {
      columns[at.focalValidatedJobs]! += weight;
      columns[at.validatorUtility]! += weight * utility.value(side.members / UNITS_PER_CREDIT);
    }
  }
  // A banned node earns nothing any more, not even by jobs that were already on their way.
  if (settings.players.exit.kind !== 'banned' || !grouped || !fleet.isPresent(asserter)) return;
  const discounted = careers.advance(0, asserter);
  columns[at.careerJobs]! += discounted;
  columns[at.careerIncome]! += discounted * income;
  if (refuted) columns[at.careerBans]! += discounted;
}

/** Books a validation in the career of the focal node that made it. */
function advanceValidator(market: Market, node: number, income: number, banned: boolean): void {
  if (market.settings.players.exit.kind !== 'banned' || !market.fleet.isPresent(node)) return;
  const discounted = market.careers.advance(1, node);
  market.columns[at.validatorCareerJobs]! += discounted;
  market.columns[at.validatorCareerIncome]! += discounted * income;
  if (banned) market.columns[at.validatorCareerBans]! += discounted;
}

function settleValidators(
  market: Market,
  slot: number,
  settlement: Settlement,
  asserterSlash: number,
  counts: boolean,
  grouped: boolean,
  assertedFalse: boolean,
  columns: Float64Array,
): void {
  const { jobs, fleet, ledger, settings } = market;
  const first = slot * jobs.width + 1;
  const end = first + jobs.drawn[slot]!;
  const weight = counts ? jobs.outcomeWeight[slot]! : 0;
  const verificationCost = settings.market.verificationCost * UNITS_PER_CREDIT;

  let owed = 0;
  let paid = 0;
  let slashed = asserterSlash;
  let backingSlash = 0;
  let winners = 0;
  let backers = 0;
  let members = 0;
  let computed = 0;
  side.members = 0;
  for (let item = first; item < end; item++) {
    const kind = jobs.report[item]! as 0 | 1 | 2 | 3;
    owed += settlement.validatorPay[kind];
    paid += Math.floor(settlement.validatorPay[kind]);
    if (settlement.winners[kind]) winners++;
    if (kind === BACKS) backers++;
    if (fleet.isGrouped(jobs.node[item]!)) members++;
    if (jobs.response[item]! <= 1) computed++;
  }
  // A client puts a whole challenge aside only as far as it is earned: what is not owed never leaves it.
  const due = Math.round(owed);
  ledger.lock(due);
  ledger.pay(paid);
  ledger.burnRemainder(due - paid);

  for (let item = first; item < end; item++) {
    const node = jobs.node[item]!;
    const kind = jobs.report[item]! as 0 | 1 | 2 | 3;
    let income = Math.floor(settlement.validatorPay[kind]);
    if (settlement.validatorSlash[kind] > 0) {
      const taken = takeStake(market, node, settlement.validatorSlash[kind], settlement);
      if (market.teller.isListening && taken > 0) {
        market.teller.line(
          market.now,
          `node ${node} loses ${taken / UNITS_PER_CREDIT} as a validator of job ${jobs.number[slot]}`,
        );
      }
      income -= taken;
      slashed += taken;
      if (counts && taken > 0 && fleet.isGrouped(node)) {
        columns[at.focalSlashes]! += weight;
        columns[at.focalSlashEvents]! += 1;
      }
      if (settlement.refuted && kind === BACKS && fleet.isGrouped(node)) backingSlash += taken;
    }
    if (jobs.response[item]! <= 1) income -= verificationCost;
    columns[fleet.isGrouped(node) ? at.validatorIncome : at.outsiderIncome]! += weight * income;
    if (fleet.isGrouped(node)) side.members += income;
    if (counts && market.valuesJobs) market.earned[item - first] = income;
  }
  const bounty = winners > 0 ? Math.floor((settlement.bountyShare * slashed) / winners) : 0;
  if (bounty > 0) {
    for (let item = first; item < end; item++) {
      if (!settlement.winners[jobs.report[item]! as 0 | 1 | 2 | 3]) continue;
      ledger.payBounty(bounty);
      columns[fleet.isGrouped(jobs.node[item]!) ? at.validatorIncome : at.outsiderIncome]! += weight * bounty;
      if (fleet.isGrouped(jobs.node[item]!)) side.members += bounty;
      if (counts && market.valuesJobs) market.earned[item - first]! += bounty;
    }
  }
  if (counts && market.valuesJobs) {
    for (let item = first; item < end; item++) {
      const banned = settlement.validatorSlash[jobs.report[item]! as 0 | 1 | 2 | 3] > 0;
      if (fleet.isGrouped(jobs.node[item]!)) {
        advanceValidator(market, jobs.node[item]!, market.earned[item - first]!, banned);
      }
    }
  }
  ledger.burn(slashed - bounty * winners);

  if (slashed > asserterSlash) {
    for (let item = first; item < end; item++) {
      if (settlement.validatorSlash[jobs.report[item]! as 0 | 1 | 2 | 3] > 0) market.afterSlash(jobs.node[item]!);
    }
  }
  const unanimous = grouped && assertedFalse && backers === end - first;
  side.unanimous = unanimous ? paid : 0;
  side.backing = grouped ? backingSlash : 0;
  side.count = members;
  if (!counts) return;
  columns[at.challengedJobs]! += weight;
  columns[at.focalValidations]! += weight * members;
  if (grouped) columns[at.focalChallengedJobs]! += weight;
  if (grouped && members === end - first) columns[at.focalColludingJobs]! += weight;
  columns[at.verificationCost]! += weight * computed * verificationCost;
  columns[at.slashed]! += weight * slashed;
  columns[at.burned]! += weight * (slashed - bounty * winners);
  columns[at.clientPaid]! += weight * paid;
  if (unanimous) columns[at.unanimousReward]! += weight * paid;
  if (grouped) columns[at.backingSlash]! += weight * backingSlash;
}

/** Takes stake: the amount, or the share of what is held; never more than is there. */
function takeStake(market: Market, node: number, amount: number, settlement: Settlement): number {
  const most =
    settlement.slashFraction === undefined
      ? Math.floor(amount)
      : Math.floor(settlement.slashFraction * market.ledger.stakeOf(node));
  return market.ledger.slash(node, most);
}

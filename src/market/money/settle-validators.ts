/** The validators' side of a settlement. */
import { BACKS } from '../detector.ts';
import { COMPUTES_MAX } from '../evidence/response-table.ts';
import type { Choices } from '../nodes/choices.ts';
import type { Exits } from '../nodes/exits.ts';
import { columnIndex as at } from '../record.ts';
import type { MarketState } from '../state.ts';
import { unset } from '../unset.ts';
import type { Ending } from './asserter-side.ts';
import type { JobValues } from './job-values.ts';
import { UNITS_PER_CREDIT } from './ledger.ts';
import type { TakeStake } from './take-stake.ts';

/** Settles the validators of the job in `slot`: pay, slashes and bounties, and what is booked of them. */
export type SettleValidators = ReturnType<typeof createSettleValidators>;

/** The validators of the job that is being settled, and what their settlement comes to. */
interface Panel {
  ending: Ending;
  /** The job is counted, and what its outcome counts for in the record; 0 where it is not. */
  counts: boolean;
  weight: number;
  columns: Float64Array;
  /** Their work items: from the first to before the end. */
  first: number;
  end: number;
  /** How many win, back the result, are focal nodes, have computed it [count]. */
  winners: number;
  backers: number;
  members: number;
  computed: number;
  /** What they have earned, and what of it is paid in whole units [units]. */
  owed: number;
  paid: number;
  /** Stake taken for the job, the asserter's too; of focal validators who backed a refuted result; bounty per winner [units]. */
  slashed: number;
  backingSlash: number;
  bounty: number;
}

/** How the validators of a market are settled. */
export function createSettleValidators(
  market: MarketState,
  takeStake: TakeStake,
  { advanceValidator }: JobValues,
  { afterSlash }: Exits,
  { tellValidator }: Choices,
) {
  const { jobs, fleet, ledger, earned, taken, validatorSide: side } = market;
  // One object for all jobs, because one per job would be garbage.
  const panel: Panel = {
    ending: unset,
    counts: false,
    weight: 0,
    columns: unset,
    first: 0,
    end: 0,
    winners: 0,
    backers: 0,
    members: 0,
    computed: 0,
    owed: 0,
    paid: 0,
    slashed: 0,
    backingSlash: 0,
    bounty: 0,
  };

  function settleValidators(slot: number, ending: Ending, counts: boolean, columns: Float64Array): void {
    callPanel(slot, ending, counts, columns);
    countReports();
    payReports();
    slashReports(slot);
    bookIncomes();
    payBounties();
    ledger.burn(panel.slashed - panel.bounty * panel.winners);
    if (market.choosesResponse) tellFocal();
    if (counts && market.valuesJobs) advanceCareers();
    if (panel.slashed > ending.slashed) removeSlashed();
    tellSide();
    if (counts) bookPanel();
  }

  function callPanel(slot: number, ending: Ending, counts: boolean, columns: Float64Array): void {
    panel.ending = ending;
    panel.counts = counts;
    panel.weight = counts ? ending.weight : 0;
    panel.columns = columns;
    panel.first = jobs.itemOf(slot, 1);
    panel.end = panel.first + jobs.drawn[slot];
    panel.slashed = ending.slashed;
    panel.backingSlash = 0;
    side.members = 0;
  }

  function countReports(): void {
    const { validatorPay, winners: isWinner } = panel.ending.settlement;
    let owed = 0;
    let paid = 0;
    let winners = 0;
    let backers = 0;
    let members = 0;
    let computed = 0;
    for (let item = panel.first; item < panel.end; item++) {
      const kind = kindOf(item);
      owed += validatorPay[kind];
      paid += Math.floor(validatorPay[kind]);
      if (isWinner[kind]) winners++;
      if (kind === BACKS) backers++;
      if (fleet.isFocal(jobs.node[item])) members++;
      if (hasComputed(item)) computed++;
    }
    panel.owed = owed;
    panel.paid = paid;
    panel.winners = winners;
    panel.backers = backers;
    panel.members = members;
    panel.computed = computed;
  }

  /** A client puts a whole challenge aside only as far as it is earned: what is not owed never leaves it. */
  function payReports(): void {
    const due = Math.round(panel.owed);
    ledger.lock(due);
    ledger.pay(panel.paid);
    ledger.burnRemainder(due - panel.paid);
  }

  /** Takes stake of the validators whose reports are slashed. */
  function slashReports(slot: number): void {
    const { settlement } = panel.ending;
    for (let item = panel.first; item < panel.end; item++) {
      const kind = kindOf(item);
      const seat = item - panel.first;
      taken[seat] = 0;
      if (!(settlement.validatorSlash[kind] > 0)) continue;
      const node = jobs.node[item];
      const focal = fleet.isFocal(node);
      const amount = takeStake(node, settlement.validatorSlash[kind], settlement);
      taken[seat] = amount;
      if (market.isTold && amount > 0) tellSlash(slot, node, amount);
      panel.slashed += amount;
      if (panel.counts && amount > 0 && focal) {
        panel.columns[at.focalSlashes] += panel.weight;
        panel.columns[at.focalSlashEvents] += 1;
      }
      if (settlement.refuted && kind === BACKS && focal) panel.backingSlash += amount;
    }
  }

  /** What each has of the job but for bounties: its pay, less what was taken of it and what computing cost. */
  function bookIncomes(): void {
    const { columns, weight } = panel;
    const { validatorPay } = panel.ending.settlement;
    const verificationCost = market.settings.market.verificationCost * UNITS_PER_CREDIT;
    for (let item = panel.first; item < panel.end; item++) {
      const seat = item - panel.first;
      const focal = fleet.isFocal(jobs.node[item]);
      const cost = hasComputed(item) ? verificationCost : 0;
      const income = Math.floor(validatorPay[kindOf(item)]) - taken[seat] - cost;
      columns[focal ? at.validatorIncome : at.outsiderIncome] += weight * income;
      if (focal) side.members += income;
      earned[seat] = income;
    }
  }

  function tellSlash(slot: number, node: number, amount: number): void {
    const slashed = amount / UNITS_PER_CREDIT;
    market.tell({ kind: 'slashed', time: market.now, job: jobs.number[slot], node, slashed });
  }

  /** Shares out its part of all that was slashed among the winners. */
  function payBounties(): void {
    const { columns, weight, winners } = panel;
    const { bountyShare, winners: isWinner } = panel.ending.settlement;
    const bounty = winners > 0 ? Math.floor((bountyShare * panel.slashed) / winners) : 0;
    panel.bounty = bounty;
    if (bounty === 0) return;
    for (let item = panel.first; item < panel.end; item++) {
      if (!isWinner[kindOf(item)]) continue;
      const focal = fleet.isFocal(jobs.node[item]);
      ledger.payBounty(bounty);
      columns[focal ? at.validatorIncome : at.outsiderIncome] += weight * bounty;
      if (focal) side.members += bounty;
      earned[item - panel.first] += bounty;
    }
  }

  function tellFocal(): void {
    for (let item = panel.first; item < panel.end; item++) {
      const seat = item - panel.first;
      const { refuted } = panel.ending.settlement;
      if (fleet.isFocal(jobs.node[item])) tellValidator(item, earned[seat], refuted, taken[seat] > 0);
    }
  }

  function advanceCareers(): void {
    for (let item = panel.first; item < panel.end; item++) {
      const node = jobs.node[item];
      const seat = item - panel.first;
      if (fleet.isFocal(node)) advanceValidator(node, earned[seat], taken[seat] > 0);
    }
  }

  function removeSlashed(): void {
    const { validatorSlash } = panel.ending.settlement;
    for (let item = panel.first; item < panel.end; item++) {
      if (validatorSlash[kindOf(item)] > 0) afterSlash(jobs.node[item]);
    }
  }

  /** Leaves what focal validators had of the job for whoever values it. */
  function tellSide(): void {
    side.unanimous = isUnanimous() ? panel.paid : 0;
    side.backing = panel.ending.focal ? panel.backingSlash : 0;
    side.count = panel.members;
  }

  function bookPanel(): void {
    const { columns, weight, ending, members } = panel;
    columns[at.challengedJobs] += weight;
    columns[at.focalValidations] += weight * members;
    if (ending.focal) columns[at.focalChallengedJobs] += weight;
    if (ending.focal && members === panel.end - panel.first) columns[at.focalColludingJobs] += weight;
    columns[at.verificationCost] +=
      weight * panel.computed * (market.settings.market.verificationCost * UNITS_PER_CREDIT);
    columns[at.slashed] += weight * panel.slashed;
    columns[at.burned] += weight * (panel.slashed - panel.bounty * panel.winners);
    columns[at.clientPaid] += weight * panel.paid;
    if (isUnanimous()) columns[at.unanimousReward] += weight * panel.paid;
    if (ending.focal) columns[at.backingSlash] += weight * panel.backingSlash;
  }

  /** Every validator backed a false result of a focal node. */
  function isUnanimous(): boolean {
    const { focal, assertedFalse } = panel.ending;
    return focal && assertedFalse && panel.backers === panel.end - panel.first;
  }

  function kindOf(item: number): 0 | 1 | 2 | 3 {
    return jobs.report[item] as 0 | 1 | 2 | 3;
  }

  function hasComputed(item: number): boolean {
    return jobs.response[item] <= COMPUTES_MAX;
  }

  return settleValidators;
}

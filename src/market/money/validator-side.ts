/** The validators' side of a settlement. */
import { BACKS } from '../detector.ts';
import { COMPUTES_MAX } from '../evidence/response-table.ts';
import type { Market } from '../market.ts';
import type { Exits } from '../nodes/exits.ts';
import { columnIndex as at } from '../record.ts';
import type { IncomeParts } from './accounting.ts';
import type { Ending } from './asserter-side.ts';
import type { JobValues } from './job-values.ts';
import { UNITS_PER_CREDIT } from './ledger.ts';
import type { TakeStake } from './take-stake.ts';

/** What focal validators had of the job that is being settled. */
export interface ValidatorSide extends Omit<IncomeParts, 'own'> {
  /** How many of its validators are focal nodes [count]. */
  count: number;
}

/** Settles the validators of the job in `slot`: pay, slashes and bounties, and what is booked of them. */
export type SettleValidators = ReturnType<typeof createSettleValidators>;

/** How the validators of a market are settled. */
export function createSettleValidators(
  market: Market,
  takeStake: TakeStake,
  { advanceValidator }: JobValues,
  { afterSlash }: Exits,
) {
  const { jobs, fleet, ledger, earned, taken: takenOf, validatorSide: side } = market;

  function settleValidators(slot: number, ending: Ending, counts: boolean, columns: Float64Array): void {
    const { settlement, grouped, assertedFalse } = ending;
    const first = jobs.itemOf(slot, 1);
    const end = first + jobs.drawn[slot]!;
    const weight = counts ? ending.weight : 0;
    const verificationCost = market.settings.market.verificationCost * UNITS_PER_CREDIT;

    let owed = 0;
    let paid = 0;
    let slashed = ending.slashed;
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
      if (jobs.response[item]! <= COMPUTES_MAX) computed++;
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
      let taken = 0;
      if (settlement.validatorSlash[kind] > 0) {
        taken = takeStake(node, settlement.validatorSlash[kind], settlement);
        if (market.isTold && taken > 0) {
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
      if (jobs.response[item]! <= COMPUTES_MAX) income -= verificationCost;
      columns[fleet.isGrouped(node) ? at.validatorIncome : at.outsiderIncome]! += weight * income;
      if (fleet.isGrouped(node)) side.members += income;
      if (!counts || !market.valuesJobs) continue;
      earned[item - first] = income;
      takenOf[item - first] = taken;
    }
    const bounty = winners > 0 ? Math.floor((settlement.bountyShare * slashed) / winners) : 0;
    if (bounty > 0) {
      for (let item = first; item < end; item++) {
        if (!settlement.winners[jobs.report[item]! as 0 | 1 | 2 | 3]) continue;
        ledger.payBounty(bounty);
        columns[fleet.isGrouped(jobs.node[item]!) ? at.validatorIncome : at.outsiderIncome]! += weight * bounty;
        if (fleet.isGrouped(jobs.node[item]!)) side.members += bounty;
        if (counts && market.valuesJobs) earned[item - first]! += bounty;
      }
    }
    if (counts && market.valuesJobs) {
      for (let item = first; item < end; item++) {
        if (!fleet.isGrouped(jobs.node[item]!)) continue;
        advanceValidator(jobs.node[item]!, earned[item - first]!, takenOf[item - first]! > 0);
      }
    }
    ledger.burn(slashed - bounty * winners);

    if (slashed > ending.slashed) {
      for (let item = first; item < end; item++) {
        if (settlement.validatorSlash[jobs.report[item]! as 0 | 1 | 2 | 3] > 0) afterSlash(jobs.node[item]!);
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

  return settleValidators;
}

/** Jobs valued one by one, for players who fear risk, discount, or can be banned. */

import { columnIndex as at } from '../record.ts';
import type { MarketState } from '../state.ts';
import { accountingOf, countIncome, type ValidatorSide } from './accounting.ts';
import { UNITS_PER_CREDIT } from './ledger.ts';

const noValidators: ValidatorSide = { members: 0, unanimous: 0, backing: 0, count: 0 };

/** The worth of single jobs of a market; see {@link createJobValues}. */
export type JobValues = ReturnType<typeof createJobValues>;

/** What single jobs of a market are worth to focal nodes. */
export function createJobValues(market: MarketState) {
  const { jobs, fleet, columns: record, careers, validatorSide } = market;

  /** Books what the job was worth to focal nodes, one by one: its utility, or its place in their careers. */
  function valueJob(columns: Float64Array, slot: number, own: number, refuted: boolean, weight: number): void {
    const { utility } = market;
    const asserter = jobs.asserter[slot];
    const focal = fleet.isFocal(asserter);
    const side = sideOf(slot);
    const income = countJob(slot, own);
    if (utility) {
      if (focal) columns[at.asserterUtility] += weight * utility.value(income / UNITS_PER_CREDIT);
      if (side.count > 0) {
        columns[at.focalValidatedJobs] += weight;
        columns[at.validatorUtility] += weight * utility.value(side.members / UNITS_PER_CREDIT);
      }
    }
    // A banned node earns nothing any more, not even by jobs that were already on their way.
    if (!market.exit.bans || !focal || !fleet.isPresent(asserter)) return;
    const discounted = careers.advance(0, asserter);
    columns[at.careerJobs] += discounted;
    columns[at.careerIncome] += discounted * income;
    if (refuted) columns[at.careerBans] += discounted;
  }

  /** What the job that is being settled brought focal nodes, its asserter's own flows given [units]. */
  function countJob(slot: number, own: number): number {
    return countIncome({ own, ...sideOf(slot) }, accountingOf(market.settings));
  }

  /** What its validators had of it. */
  function sideOf(slot: number): ValidatorSide {
    return jobs.drawn[slot] === 0 ? noValidators : validatorSide;
  }

  /** Books a validation in the career of the focal node that made it. */
  function advanceValidator(node: number, income: number, banned: boolean): void {
    if (!market.exit.bans || !fleet.isPresent(node)) return;
    const discounted = careers.advance(1, node);
    record[at.validatorCareerJobs] += discounted;
    record[at.validatorCareerIncome] += discounted * income;
    if (banned) record[at.validatorCareerBans] += discounted;
  }

  return { valueJob, countJob, advanceValidator };
}

/** Jobs valued one by one, for players who fear risk, discount, or can be banned. */
import type { Market } from '../market.ts';
import { columnIndex as at } from '../record.ts';
import { accountingOf, countIncome } from './accounting.ts';
import { UNITS_PER_CREDIT } from './ledger.ts';
import type { ValidatorSide } from './validator-side.ts';

const noValidators: ValidatorSide = { members: 0, unanimous: 0, backing: 0, count: 0 };

/** Books what the job was worth to focal nodes, one by one: its utility, or its place in their careers. */
export function valueJob(
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
  const side = sideOf(market, slot);
  const income = countJob(market, slot, own);
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

/** What the job that is being settled brought focal nodes, its asserter's own flows given [units]. */
export function countJob(market: Market, slot: number, own: number): number {
  return countIncome({ own, ...sideOf(market, slot) }, accountingOf(market.settings));
}

/** What its validators had of it. */
function sideOf({ jobs, validatorSide }: Market, slot: number): ValidatorSide {
  return jobs.drawn[slot] === 0 ? noValidators : validatorSide;
}

/** Books a validation in the career of the focal node that made it. */
export function advanceValidator(market: Market, node: number, income: number, banned: boolean): void {
  if (market.settings.players.exit.kind !== 'banned' || !market.fleet.isPresent(node)) return;
  const discounted = market.careers.advance(1, node);
  market.columns[at.validatorCareerJobs]! += discounted;
  market.columns[at.validatorCareerIncome]! += discounted * income;
  if (banned) market.columns[at.validatorCareerBans]! += discounted;
}

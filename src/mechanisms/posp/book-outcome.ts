/** What one way in which a job can end adds to the columns of a run record, per job of the whole market. */
import { isFocal } from '../../market/cast.ts';
import { BACKS, CONFIRMS, FLAGS, STRAYS } from '../../market/detector.ts';
import type { Settlement } from '../../market/mechanism.ts';
import { columnIndex as at } from '../../market/record.ts';
import type { Settings } from '../../market/settings.ts';
import { bookDraw, bookJob, bookLosses } from '../booking.ts';
import type { MergedReports, Reports } from './reports.ts';
import type { Assertion } from './sight.ts';

/** A challenge as it ended: who reported what, and whether it was arbitrated. */
export interface Challenge {
  reports: Omit<MergedReports, 'probability'>;
  arbitrated: boolean;
  falseVerdict: boolean;
  arbitrationCost: number;
}

/** Books one way a job can end, `weight` being its probability. */
export function bookOutcome(
  columns: Float64Array,
  weight: number,
  { market }: Settings,
  { asserter, assertedFalse }: Assertion,
  settlement: Settlement,
  challenge: Challenge | undefined,
): void {
  const { refuted } = settlement;
  const asserterSlash = Math.min(settlement.asserterSlash, market.stake);
  const focal = isFocal(asserter);
  const gain = assertedFalse ? (refuted ? 0 : market.outsideGain) - asserter.asserter.cost : -market.computeCost;
  bookJob(columns, weight, {
    focal,
    assertedFalse,
    refuted,
    income: settlement.asserterPay - asserterSlash + gain,
    slashes: asserterSlash > 0 ? 1 : 0,
    clientPaid: settlement.asserterPay,
  });
  if (challenge) bookChallenge(columns, weight, market, { focal, assertedFalse }, settlement, challenge);
}

/** Books the validators of a challenge. Rounds are asked for some thousand times in a row: nothing is made anew here. */
function bookChallenge(
  columns: Float64Array,
  weight: number,
  market: Settings['market'],
  { focal, assertedFalse }: { focal: boolean; assertedFalse: boolean },
  settlement: Settlement,
  challenge: Challenge,
): void {
  const { focal: own, others, everyone, unanimous } = challenge.reports;
  const asserterSlash = Math.min(settlement.asserterSlash, market.stake);
  let slashed = asserterSlash;
  let winners = 0;
  let members = 0;
  for (const kind of kinds) {
    const total = own.counts[kind] + others.counts[kind];
    const slash = Math.min(settlement.validatorSlash[kind], market.stake);
    slashed += total * slash;
    members += own.counts[kind];
    if (settlement.winners[kind]) winners += total;
    if (slash > 0) columns[at.focalSlashes] += weight * own.counts[kind];
    columns[at.clientPaid] += weight * total * settlement.validatorPay[kind];
  }
  const bounty = winners > 0 ? (settlement.bountyShare * slashed) / winners : 0;
  columns[at.validatorIncome] += weight * incomeOf(own, market, settlement, bounty);
  columns[at.outsiderIncome] += weight * incomeOf(others, market, settlement, bounty);
  bookDraw(columns, weight, focal, members, everyone);
  if (challenge.arbitrated) columns[at.arbitrations] += weight;
  if (challenge.falseVerdict) columns[at.falseVerdicts] += weight;
  const checking = (own.computed + others.computed) * market.verificationCost;
  bookLosses(columns, weight, slashed, slashed - bounty * winners, checking + challenge.arbitrationCost);
  if (!focal) return;
  if (assertedFalse && unanimous) {
    const backers = own.counts[BACKS] + others.counts[BACKS];
    columns[at.unanimousReward] += weight * backers * settlement.validatorPay[BACKS];
  }
  if (settlement.refuted) {
    columns[at.backingSlash] += weight * own.counts[BACKS] * Math.min(settlement.validatorSlash[BACKS], market.stake);
  }
}

/** What the validators of a crowd earn in a challenge [credits]. */
function incomeOf(
  { counts, computed }: Reports,
  { stake, verificationCost }: Settings['market'],
  { validatorPay, validatorSlash, winners }: Settlement,
  bounty: number,
): number {
  let income = -computed * verificationCost;
  for (const kind of kinds) {
    income +=
      counts[kind] * (validatorPay[kind] - Math.min(validatorSlash[kind], stake) + (winners[kind] ? bounty : 0));
  }
  return income;
}

const kinds = [CONFIRMS, FLAGS, BACKS, STRAYS] as const;

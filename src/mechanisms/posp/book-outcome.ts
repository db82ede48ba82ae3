/** What one way in which a job can end adds to the columns of a run record, per job of the whole market. */
import type { Cast } from '../../market/cast.ts';
import { BACKS, CONFIRMS, FLAGS, STRAYS } from '../../market/detector.ts';
import type { Settlement } from '../../market/mechanism.ts';
import { columnIndex as at } from '../../market/record.ts';
import type { Settings } from '../../market/settings.ts';
import type { MergedReports } from './merge.ts';

/** Where the job has got to: what the rest of the round depends on. */
export interface Assertion {
  grouped: boolean;
  assertedFalse: boolean;
}

/** A challenge as it ended: who reported what, and whether it was arbitrated. */
export interface Challenge extends Omit<MergedReports, 'probability'> {
  arbitrated: boolean;
  falseVerdict: boolean;
  arbitrationCost: number;
}

/** Books one way a job can end, `weight` being its probability. */
export function bookOutcome(
  columns: Float64Array,
  weight: number,
  { market }: Settings,
  cast: Cast,
  { grouped, assertedFalse }: Assertion,
  settlement: Settlement,
  challenge: Challenge | undefined,
): void {
  const add = (column: number, amount: number) => {
    columns[column]! += weight * amount;
  };
  const { refuted } = settlement;
  add(at.jobs, 1);
  if (grouped) add(at.focalJobs, 1);
  if (assertedFalse) add(at.cheatedJobs, 1);
  if (assertedFalse) add(refuted ? at.detectedJobs : at.undetectedJobs, 1);
  else if (refuted) add(at.falseSlashedJobs, 1);

  const taken = (amount: number) => Math.min(amount, market.stake);
  const move = (grouped ? cast.group : cast.outsider).asserter;
  const gain = assertedFalse ? (refuted ? 0 : market.outsideGain) - move.cost : -market.computeCost;
  const asserterSlash = taken(settlement.asserterSlash);
  add(grouped ? at.asserterIncome : at.outsiderIncome, settlement.asserterPay - asserterSlash + gain);
  add(at.clientPaid, settlement.asserterPay);
  if (grouped && asserterSlash > 0) add(at.focalSlashes, 1);
  if (!challenge) return;

  const { group, outside } = challenge;
  const both = [group, outside] as const;
  const kinds = [CONFIRMS, FLAGS, BACKS, STRAYS] as const;
  const total = (kind: (typeof kinds)[number]) => group.counts[kind] + outside.counts[kind];
  const slash = kinds.map((kind) => taken(settlement.validatorSlash[kind]));
  const slashed = asserterSlash + kinds.reduce<number>((sum, kind) => sum + total(kind) * slash[kind]!, 0);
  const winners = kinds.reduce<number>((sum, kind) => sum + (settlement.winners[kind] ? total(kind) : 0), 0);
  const bounty = winners > 0 ? (settlement.bountyShare * slashed) / winners : 0;
  both.forEach(({ counts, computed }, crowd) => {
    const income = kinds.reduce<number>(
      (sum, kind) =>
        sum + counts[kind] * (settlement.validatorPay[kind] - slash[kind]! + (settlement.winners[kind] ? bounty : 0)),
      -computed * market.verificationCost,
    );
    if (crowd === 0) for (const kind of kinds) if (slash[kind]! > 0) add(at.focalSlashes, counts[kind]);
    add(crowd === 0 ? at.validatorIncome : at.outsiderIncome, income);
  });
  for (const kind of kinds) add(at.clientPaid, total(kind) * settlement.validatorPay[kind]);
  add(at.challengedJobs, 1);
  add(
    at.focalValidations,
    group.counts.reduce<number>((sum, reports) => sum + reports, 0),
  );
  if (grouped) add(at.focalChallengedJobs, 1);
  if (grouped) add(at.focalColludingJobs, challenge.everyone);
  if (challenge.arbitrated) add(at.arbitrations, 1);
  if (challenge.falseVerdict) add(at.falseVerdicts, 1);
  add(at.verificationCost, (group.computed + outside.computed) * market.verificationCost + challenge.arbitrationCost);
  add(at.slashed, slashed);
  add(at.burned, slashed - bounty * winners);
  const backers = total(BACKS);
  if (assertedFalse && grouped && challenge.unanimous) {
    add(at.unanimousReward, backers * settlement.validatorPay[BACKS]);
  }
  if (refuted && grouped) add(at.backingSlash, group.counts[BACKS] * slash[BACKS]!);
}

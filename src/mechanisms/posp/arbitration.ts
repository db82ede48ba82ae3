/**
 * Who resolves a mismatch, and how often rightly.
 *
 * One function lists the possible rulings with their probabilities; the market samples the list, the round walks it.
 *
 * - `perfect` repeats the comparison; it does not see the truth. A flag by a validator that computed is upheld. Where
 *   only made-up outputs differ, the arbiter's own comparison decides.
 * - `referee` recomputes exactly, so false alarms are acquitted.
 * - `majority`: m nodes drawn apart from the validators, each colluding with probability r. Colluders outvoting the
 *   rest acquit a member's false result; otherwise the vote is as good as `perfect`.
 */
import { binomial } from '../../game/tree.ts';
import { FLAGS, flagProbability } from '../../market/detector.ts';
import type { ReportCounts } from '../../market/mechanism.ts';
import type { Ruling } from './settle.ts';

/** What a ruling depends on. */
export interface Dispute {
  reports: ReportCounts;
  assertedFalse: boolean;
  /** A coalition stands behind the asserter. */
  member: boolean;
  /** Chance that an arbiter drawn at random colludes (r) [1]. */
  colludingShare: number;
  arbitration: 'perfect' | 'referee' | { majority: number };
  arbitrationCost: number;
  verificationCost: number;
  falseAlarm: number;
  miss: number;
  recheckCount: number;
}

/** A ruling, its probability and the computation it took [credits]. */
export interface PossibleRuling {
  probability: number;
  ruling: Ruling;
  cost: number;
}

/** Every ruling a dispute can end in. */
export function listRulings(dispute: Dispute): PossibleRuling[] {
  const { arbitration, assertedFalse, arbitrationCost, verificationCost } = dispute;
  if (arbitration === 'referee') {
    return [{ probability: 1, ruling: { refuted: assertedFalse, falseVerdict: false }, cost: arbitrationCost }];
  }
  if (arbitration === 'perfect') return compareAgain(dispute, 1, verificationCost);
  const cost = arbitration.majority * verificationCost;
  if (!assertedFalse || !dispute.member) return compareAgain(dispute, 1, cost);
  const outvoted = computeOutvotedProbability(arbitration.majority, dispute.colludingShare);
  return [
    { probability: outvoted, ruling: { refuted: false, falseVerdict: true }, cost },
    ...compareAgain(dispute, 1 - outvoted, cost),
  ];
}

/**
 * Chance that colluders hold the majority of a panel: the upper half of a binomial, in [0, 1].
 *
 * The smaller half is summed and the other is its complement: all terms together may sum to a hair more than 1.
 */
export function computeOutvotedProbability(panel: number, colludingShare: number): number {
  const terms = binomial(panel, colludingShare);
  const majority = (panel + 1) / 2;
  return colludingShare < 0.5 ? sum(terms.slice(majority)) : 1 - sum(terms.slice(0, majority));
}

function sum(terms: readonly number[]): number {
  return terms.reduce((total, term) => total + term, 0);
}

function compareAgain(dispute: Dispute, probability: number, cost: number): PossibleRuling[] {
  const upheld = { refuted: true, falseVerdict: false };
  if (dispute.reports[FLAGS] > 0) return [{ probability, ruling: upheld, cost }];
  const flagged = flagProbability(dispute);
  return [
    { probability: probability * flagged, ruling: upheld, cost },
    { probability: probability * (1 - flagged), ruling: { refuted: false, falseVerdict: false }, cost },
  ];
}

/** What the validators of challenges report, in sums. */
import { BACKS, CONFIRMS, FLAGS, STRAYS } from '../../market/detector.ts';

/** Reports by kind, in the order of `reportKinds`: numbers of them, or chances [1]. */
export type ByKind = [number, number, number, number];

/** Reports of one side by kind, and how many of its validators computed. */
export interface Reports {
  counts: ByKind;
  computed: number;
}

/** One kind of challenge: its chance, and what either side is expected to report in it. */
export interface MergedReports {
  probability: number;
  focal: Reports;
  others: Reports;
  /** Chance that every validator is a focal node [1]. */
  everyone: number;
  /** Whether every report backs the asserted output. */
  unanimous: boolean;
}

/** All of them. */
export const allKinds = [CONFIRMS, FLAGS, BACKS, STRAYS] as const;

/** A kind of report. */
export type Kind = (typeof allKinds)[number];

/** Validators of a bloc: they report alike, each by itself. */
export interface Reporters {
  focal: boolean;
  /** How many there are, by way to draw them [count]. */
  counts: readonly number[];
  /** Chances of the kinds of report [1]. */
  shares: Readonly<ByKind>;
  /** Of those whose report is of a kind, the share that computed [1]. */
  computing: Readonly<ByKind>;
}

/**
 * Adds what validators of a bloc report.
 *
 * @param free    of them expected in challenges in which their fellows report nothing but kinds of the class [count]
 * @param marked  and where one of these reports the first kind
 */
export function addReporters(
  merged: MergedReports,
  kinds: readonly Kind[],
  { focal, shares, computing }: Reporters,
  free: number,
  marked: number,
): void {
  const side = focal ? merged.focal : merged.others;
  for (const kind of kinds) {
    const count = shares[kind] * (kind === kinds[0] ? free : marked);
    side.counts[kind] += count;
    side.computed += count * computing[kind];
  }
}

/** Sums of nothing yet. @param unanimous  whether every report backs the asserted output */
export function noChallenges(unanimous: boolean): MergedReports {
  return { probability: 0, focal: noReports(), others: noReports(), everyone: 0, unanimous };
}

function noReports(): Reports {
  return { counts: [0, 0, 0, 0], computed: 0 };
}

/** The same sums as a mean per challenge. */
export function perChallenge(merged: MergedReports): MergedReports {
  const { probability, focal, others } = merged;
  for (const side of [focal, others]) {
    for (const kind of allKinds) side.counts[kind] /= probability;
    side.computed /= probability;
  }
  merged.everyone /= probability;
  return merged;
}

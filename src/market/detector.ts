/**
 * What a comparison of two outputs reveals: false alarms between honest machines, misses of false results.
 *
 * One function gives the distribution of a validator's report; the market samples it and the exact round enumerates it.
 */
import { expm1, log1p, pow } from '../kernel/mathematics/index.ts';
import type { MarketParams } from './params.ts';
import type { Response } from './strategy.ts';

/**
 * How a validator's report stands to the asserted output.
 *
 * - `confirms`: an own or copied true output that compares equal
 * - `flags`: a computed output that compares different
 * - `backs`: a false output equal to a false assertion
 * - `strays`: a false output that differs from the assertion
 */
export const reportKinds = ['confirms', 'flags', 'backs', 'strays'] as const;

/** One of {@link reportKinds}. */
export type ReportKind = (typeof reportKinds)[number];

/** Position of each kind in a vector of counts or probabilities. */
export const CONFIRMS = 0 as const;
export const FLAGS = 1;
export const BACKS = 2;
export const STRAYS = 3;

/** What the comparison depends on. */
export interface Comparison {
  /** What the validator does. */
  response: Response;
  /** The output shown to validators is false, by the asserter's doing or planted by the mechanism. */
  assertedFalse: boolean;
  /** The false output was planted, so nobody agreed on it beforehand. */
  planted: boolean;
  /** Chance that honest outputs compare different (a) and that a false one compares equal (b), per comparison [1]. */
  falseAlarm: number;
  miss: number;
  /** Independent comparisons that must all flag before a flag counts (j) [count]. */
  recheckCount: number;
  /** Chance that a guess is right (g) [1]. */
  guessProbability: number;
}

/** Probability of each kind of report, in the order of {@link reportKinds}. */
export function reportDistribution(comparison: Comparison): [number, number, number, number] {
  const { response, assertedFalse, planted, guessProbability } = comparison;
  if (response === 'copy') return assertedFalse ? [0, 0, 1, 0] : [1, 0, 0, 0];
  if (response === 'report-false') return assertedFalse && !planted ? [0, 0, 1, 0] : [0, 0, 0, 1];
  if (response === 'vouch' && !assertedFalse) return [1, 0, 0, 0];
  const flagged = flagProbability(comparison);
  if (response !== 'guess') return [1 - flagged, flagged, 0, 0];
  return [guessProbability * (1 - flagged), guessProbability * flagged, 0, 1 - guessProbability];
}

/**
 * The detector with its false alarms worked out: outputs of L tokens match exactly with chance (1 - m)^L.
 *
 * @example
 * resolveDetector({ kind: 'exact-match', tokenMismatch: 0.02, tokens: 100, falseAlarm: 0, miss: 0 }).falseAlarm // => 0.8673804440
 */
export function resolveDetector(detector: MarketParams['detector']): MarketParams['detector'] {
  const { kind, tokenMismatch = 0, tokens = 1 } = detector;
  return kind === 'exact-match' ? { ...detector, falseAlarm: -expm1(tokens * log1p(-tokenMismatch)) } : detector;
}

/** Chance that a true output is reported as different from the asserted one, after all rechecks. */
export function flagProbability({
  assertedFalse,
  falseAlarm,
  miss,
  recheckCount,
}: Pick<Comparison, 'assertedFalse' | 'falseAlarm' | 'miss' | 'recheckCount'>): number {
  return pow(assertedFalse ? 1 - miss : falseAlarm, recheckCount);
}

/**
 * By how much a rate at one design point exceeds that at another, from replications that saw the same draws.
 *
 * Under common random numbers two design points challenge mostly the same jobs; only those that one of them challenges
 * and the other does not make the rates differ by chance. Where there are enough of those the difference is estimated
 * from what is left of each replication. Where there are few, nobody can tell how many there might have been, and each
 * rate is taken by its own interval.
 *
 * @source Glasserman and Yao (1992), Some guidelines and guarantees for common random numbers
 */
import type { Interval } from '../../claims/define.ts';
import { studentQuantile } from '../../stats/interval.ts';
import { computeRatioInfluence } from '../../stats/ratio-influence.ts';
import type { ArmEvidence } from './estimate.ts';
import type { Looks } from './looks.ts';
import { countedRates, inComputeCosts } from './rates.ts';

/** A rate by replication. */
export interface RateTrace {
  value: number;
  /** What each replication contributes to it; they sum to zero. */
  influence: Float64Array;
  /** The rate in each replication alone. */
  ratios: Float64Array;
}

/** Fewest replications whose spread is believed. */
const ENOUGH_REPLICATIONS = 16;

/**
 * The rates of these names, by replication.
 *
 * @param computeCost  C, the unit of `verificationOverhead` [credits]
 */
export function traceRates(
  names: readonly string[],
  arms: { honest: ArmEvidence; cheating: ArmEvidence | undefined },
  computeCost: number,
): Map<string, RateTrace> {
  const traces = new Map<string, RateTrace>();
  for (const [name, { arm, of, per, ...more }] of Object.entries(countedRates)) {
    const sample = names.includes(name) ? arms[arm]?.sample : undefined;
    if (!sample || sample.replications < ENOUGH_REPLICATIONS) continue;
    const [numerators, denominators] = [sample.column(of), sample.column(per)];
    const total = sum(denominators);
    if (!(total > 0)) continue;
    const scale = 'isCost' in more ? inComputeCosts(computeCost) : 1;
    if (!Number.isFinite(scale)) continue;
    const influence = computeRatioInfluence(numerators, denominators).map((term) => scale * term);
    const ratios = numerators.map((numerator, i) => numerator / denominators[i]);
    traces.set(name, { value: (scale * sum(numerators)) / total, influence, ratios });
  }
  return traces;
}

/**
 * Interval of a difference from traces; `undefined` where the replications tell too little, and each rate's own interval
 * must do.
 */
export function pairRates(
  own: RateTrace | undefined,
  other: RateTrace | undefined,
  looks: Looks,
  comparisons: number,
): Interval | undefined {
  if (!own || !other) return undefined;
  const [n, m] = [own.influence.length, other.influence.length].sort((a, b) => a - b) as [number, number];
  // A replication in which nothing sets the two apart tells nothing of how often something does.
  for (let i = 0; i < n; i++) {
    if (own.ratios[i] === other.ratios[i]) return undefined;
  }
  let products = 0;
  for (let i = 0; i < n; i++) products += own.influence[i] * other.influence[i];
  // Of means over n and m > n replications, the first n shared, the covariance is that of one replication over m.
  const covariance = products / ((n - 1) * m);
  const variance = Math.max(0, varianceOf(own) + varianceOf(other) - 2 * covariance);
  const tail = Math.min(looks.tail(n, comparisons), looks.tail(m, comparisons));
  const halfWidth = studentQuantile(1 - tail, n - 1) * Math.sqrt(variance);
  const middle = own.value - other.value;
  return { low: middle - halfWidth, middle, high: middle + halfWidth };
}

function varianceOf({ influence }: RateTrace): number {
  const n = influence.length;
  return influence.reduce((total, term) => total + term * term, 0) / (n * (n - 1));
}

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0);
}

/** Laws of amounts: which values, with which probabilities; and the laws of their sums. */
import { log10, pow } from '../kernel/mathematics/index.ts';

/** A law on the line: ascending amounts and their probabilities, which may sum to less than 1. */
export interface Law {
  amounts: number[];
  probabilities: number[];
  /** How far any amount may have been moved by merging. */
  resolution: number;
}

const KEPT_MAX = 2048;
// Less than this is beyond the reach of double precision in the sums that are asked about.
const NEGLIGIBLE = 1e-18;
/** Digits to which sums that were reached in another order are the same amount. */
const DIGITS = 12;

/** A law from amounts and probabilities in any order, kept at so many amounts at most: neighbours are merged at their mean. */
export function buildLaw(entries: Iterable<readonly [number, number]>, resolution = 0): Law {
  const merged = new Map<number, number>();
  for (const [amount, probability] of entries) {
    const key = Number(amount.toPrecision(DIGITS));
    if (probability > NEGLIGIBLE) merged.set(key, (merged.get(key) ?? 0) + probability);
  }
  return thin(sortLaw(merged, resolution), KEPT_MAX);
}

/** The law of the sum of two independent amounts, kept at so many. */
export function addLaws(a: Law, b: Law, kept = KEPT_MAX): Law {
  const most = (law: Law) => law.amounts.reduce((largest, amount) => Math.max(largest, Math.abs(amount)), 0);
  const size = most(a) + most(b);
  // Rounding numbers to a power of ten is ten times as fast as printing them; what is kept of each is printed once.
  const scale = size > 0 ? pow(10, DIGITS - Math.ceil(log10(size))) : 1;
  const merged = new Map<number, number>();
  for (let i = 0; i < a.amounts.length; i++) {
    for (let j = 0; j < b.amounts.length; j++) {
      const probability = a.probabilities[i] * b.probabilities[j];
      if (probability <= NEGLIGIBLE) continue;
      const key = Math.round((a.amounts[i] + b.amounts[j]) * scale);
      merged.set(key, (merged.get(key) ?? 0) + probability);
    }
  }
  const amounts = new Map(
    [...merged].map(([key, probability]) => [Number((key / scale).toPrecision(DIGITS)), probability]),
  );
  return thin(sortLaw(amounts, a.resolution + b.resolution), kept);
}

/** The law of the sum of `count` independent amounts, by doubling. */
export function power(law: Law, count: number): Law {
  let sum = point(0);
  let doubled = law;
  for (let left = count; left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) sum = addLaws(sum, doubled);
    if (left > 1) doubled = addLaws(doubled, doubled);
  }
  return sum;
}

/** Two parts of one law, which do not overlap: their probabilities add up to at most 1. */
export function merge(a: Law, b: Law): Law {
  const entries = [a, b].flatMap(({ amounts, probabilities }) =>
    amounts.map((amount, i) => [amount, probabilities[i]] as const),
  );
  return buildLaw(entries, Math.max(a.resolution, b.resolution));
}

/** One amount for sure. */
export function point(amount: number): Law {
  return { amounts: [amount], probabilities: [1], resolution: 0 };
}

/** What never happens. */
export function nothing(): Law {
  return { amounts: [], probabilities: [], resolution: 0 };
}

/** Its expectation. */
export function meanOf({ amounts, probabilities }: Law): number {
  return amounts.reduce((sum, amount, i) => sum + amount * probabilities[i], 0);
}

/** All of its probability: below 1 where some was negligible, or where it is a part of a law. */
export function totalOf({ probabilities }: Law): number {
  return probabilities.reduce((sum, probability) => sum + probability, 0);
}

/** Chance to exceed an amount. */
export function chanceAbove({ amounts, probabilities }: Law, line: number): number {
  return amounts.reduce((sum, amount, i) => sum + (amount > line ? probabilities[i] : 0), 0);
}

/** Smallest amount that is not exceeded with this probability. */
export function quantileOf({ amounts, probabilities }: Law, level: number): number {
  let cumulated = 0;
  for (const [i, probability] of probabilities.entries()) {
    cumulated += probability;
    if (cumulated >= level - 1e-12) return amounts[i];
  }
  return amounts[amounts.length - 1] ?? Number.NaN;
}

function sortLaw(merged: ReadonlyMap<number, number>, resolution: number): Law {
  const sorted = [...merged].sort(([a], [b]) => a - b);
  return { amounts: sorted.map(([a]) => a), probabilities: sorted.map(([, p]) => p), resolution };
}

function thin(law: Law, kept: number): Law {
  const { amounts, probabilities, resolution } = law;
  if (amounts.length <= kept) return law;
  const [low, high] = [amounts[0], amounts[amounts.length - 1]];
  const cell = (high - low) / kept;
  const merged: Law = { amounts: [], probabilities: [], resolution: resolution + cell };
  let current = -1;
  amounts.forEach((amount, i) => {
    const index = Math.min(kept - 1, Math.floor((amount - low) / cell));
    const last = merged.amounts.length - 1;
    if (index !== current) {
      current = index;
      merged.amounts.push(amount);
      merged.probabilities.push(probabilities[i]);
      return;
    }
    const total = merged.probabilities[last] + probabilities[i];
    merged.amounts[last] += ((amount - merged.amounts[last]) * probabilities[i]) / total;
    merged.probabilities[last] = total;
  });
  return merged;
}

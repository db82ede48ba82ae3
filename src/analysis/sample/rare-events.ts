/**
 * Protection against believing a sample in which the decisive event was too rare to be seen.
 *
 * With a slash of 10^5 and one detection in 10^5 jobs, a sample without any detection has no variance at all and says
 * that cheating pays; one in which every cheat was caught says that none ever escapes. Where the round is known, the
 * outcomes of a job that a normal law cannot speak for are set apart, and the interval is widened by what their Poisson
 * number may hide. Where it is not, the ways a job can end are known all the same, and with them the most that one of
 * them brings or costs: what noise counts as fewer than 30 of those is widened by the Poisson limit of their number.
 *
 * @source Garwood (1936), Fiducial limits for the Poisson distribution
 */
import { exp, square } from '../../kernel/mathematics/index.ts';
import { normalQuantile } from '../../stats/interval.ts';

/** As many events make a normal law good enough. */
export const ENOUGH = 30;

/** One way a job can end, as far as it matters to an estimate. */
export interface Residue {
  /** Expected number in the sample [count]. */
  expected: number;
  /** What one of them adds to the total beyond what the controls explain [credits]. */
  amount: number;
  /** What nature drew for it: two arms that share their randomness meet the same draws. */
  draw?: string;
}

/** Outcomes too rare for a normal law, counted together. */
export interface RareCount {
  /** How many of them are expected in the sample [count]. */
  expected: number;
  /** The largest amount that one adds to the total, either way [credits]. */
  largest: number;
  /** Whether some add and others take. */
  areMixed: boolean;
}

/**
 * Sets apart the outcomes of a sample that are too rare for a normal law: the largest amounts, until what is left counts
 * as 30 events of its largest.
 */
export function countRare(residues: readonly Residue[]): RareCount {
  const ordered = residues
    .filter(({ expected }) => expected > 0)
    .sort((a, b) => Math.abs(b.amount) - Math.abs(a.amount));
  const largest = Math.abs(ordered[0]?.amount ?? 0);
  // What double precision left of amounts that cancel is no outcome.
  const negligible = 1e-12 * largest;
  let variance = ordered.reduce((sum, { expected, amount }) => sum + expected * amount * amount, 0);
  let rare = 0;
  const signs = new Set<number>();
  for (const { expected, amount } of ordered) {
    const reach = Math.abs(amount);
    if (reach <= negligible || variance >= ENOUGH * reach * reach) break;
    rare += expected;
    variance -= expected * amount * amount;
    signs.add(Math.sign(amount));
  }
  return { expected: rare, largest, areMixed: signs.size > 1 };
}

/**
 * How far the total of a sample can be off because of rare outcomes: there are at most as many as the Poisson limit of
 * their expected number [credits].
 *
 * @param tail  one-sided error probability
 * @example
 * boundCounted(countRare([{ expected: 0.001, amount: -150 }, { expected: 999, amount: 0 }]), 0.025) // => 0.15
 */
export function boundCounted({ expected, largest, areMixed }: RareCount, tail: number): number {
  if (expected === 0) return 0;
  const [least, most] = [poissonQuantile(expected, tail), poissonQuantile(expected, 1 - tail)];
  // Amounts of both signs may all fall on one side in the sample while their mean lies on the other.
  return largest * (areMixed ? most + expected : Math.max(expected - least, most - expected));
}

/**
 * How far an estimate can be off, beyond what the normal law says, because of events that were seen too seldom or never.
 *
 * All that is known of them is how far one can move the estimate. Noise that counts as 30 of the largest speaks for
 * itself. Less may be made of nothing but the largest: then their Poisson limit lies above what the normal law allows
 * for, and where it is made of smaller ones it lies higher than it need.
 *
 * @param reach          the most that one event moves the estimate by
 * @param standardError  of the estimate, as the sample shows it
 * @param tail           one-sided error probability
 * @example
 * boundUnseen(0.5, 0, 0.025) // => 1.844… = 0.5 × 3.689, Garwood's limit where none was seen
 */
export function boundUnseen(reach: number, standardError: number, tail: number): number {
  if (reach === 0) return 0;
  const seen = square(standardError / reach);
  if (seen >= ENOUGH) return 0;
  const whole = Math.floor(seen);
  const [below, above] = [whole, whole + 1].map((count) => poissonUpperLimit(count, tail) - count) as [number, number];
  const limit = below + (seen - whole) * (above - below);
  return reach * Math.max(0, limit + normalQuantile(tail) * Math.sqrt(seen));
}

/** Largest Poisson mean under which at most `seen` events still happen with probability `tail`; by bisection. */
export function poissonUpperLimit(seen: number, tail: number): number {
  let low = seen;
  let high = seen + 10 * Math.sqrt(seen + 1) + 60;
  for (let step = 0; step < 100; step++) {
    const middle = (low + high) / 2;
    if (poissonCdf(seen, middle) > tail) low = middle;
    else high = middle;
  }
  return high;
}

/** Smallest count that a Poisson number of this mean stays at or below with at least this probability. */
export function poissonQuantile(mean: number, probability: number): number {
  let term = exp(-mean);
  let cdf = term;
  let count = 0;
  while (cdf < probability && (term > 0 || count < mean)) {
    count++;
    term *= mean / count;
    cdf += term;
  }
  return count;
}

function poissonCdf(events: number, mean: number): number {
  let term = exp(-mean);
  let sum = term;
  for (let k = 1; k <= events; k++) {
    term *= mean / k;
    sum += term;
  }
  return sum;
}

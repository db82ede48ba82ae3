/**
 * Protection against believing a sample in which the decisive event was too rare to be seen.
 *
 * With a slash of 10^5 and one detection in 10^5 jobs, a sample without any detection has no variance at all and says
 * that cheating pays; one in which every cheat was caught says that none ever escapes. Where the round is known, the
 * outcomes of a job that a normal law cannot speak for are set apart, and the interval is widened by what their Poisson
 * number may hide. Where it is not, fewer than 30 slashes, or fewer than 30 escapes, count as rare.
 *
 * @source Garwood (1936), Fiducial limits for the Poisson distribution
 */
import { exp } from '../kernel/mathematics/index.ts';
import type { Settings } from '../market/settings.ts';

/** As many events make a normal law good enough. */
const ENOUGH = 30;

/** One way a job can end, as far as it matters to an estimate. */
export interface Residue {
  /** Expected number in the sample [count]. */
  expected: number;
  /** What one of them adds to the total beyond what the controls explain [credits]. */
  amount: number;
  /** What nature drew for it: two arms that share their randomness meet the same draws. */
  draw?: string;
}

/**
 * How far the total of a sample can be off because of outcomes too rare for a normal law [credits].
 *
 * The largest amounts are set apart until what is left counts as 30 events of its largest amount. Those set apart are
 * at most as many as the Poisson limit of their expected number.
 *
 * @param tail  one-sided error probability
 * @example
 * boundRareResidues([{ expected: 0.001, amount: -150 }, { expected: 999, amount: 0 }], 0.025) // => 0.15
 */
export function boundRareResidues(residues: readonly Residue[], tail: number): number {
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
  if (rare === 0) return 0;
  const [least, most] = [poissonQuantile(rare, tail), poissonQuantile(rare, 1 - tail)];
  // Amounts of both signs may all fall on one side in the sample while their mean lies on the other.
  return largest * (signs.size > 1 ? most + rare : Math.max(rare - least, most - rare));
}

/** What is known of slashes in a sample of one arm, when the round is not. */
export interface SlashCount {
  /** Slashes of focal nodes seen, each counted once [count]. */
  seen: number;
  /** Challenges of focal nodes' jobs that did not end in a slash [count]. */
  escaped: number;
  /** What a slash that was seen counts for in the record: 1 unless challenges are sampled at another rate. */
  meanWeight: number;
  /** Stake taken per slash, as seen [credits]; anything when none was seen. */
  meanSlash: number;
  /** The same as the round has it, where there is one [credits]. */
  knownSlash?: number;
}

/**
 * How far the total income of a sample can be off because slashes, or escapes from one, were too few [credits].
 *
 * @param tail  one-sided error probability
 * @param weighLoss  what a loss takes off the total worth, where players do not just add income up [credits]
 */
export function boundRareSlashes(
  slashes: SlashCount,
  settings: Settings,
  tail: number,
  weighLoss: (loss: number) => number = (loss) => loss,
): number {
  const { seen, escaped, meanWeight, meanSlash, knownSlash } = slashes;
  const rare = Math.min(seen, escaped);
  if (rare >= ENOUGH) return 0;
  const { stake, reward, outsideGain } = settings.market;
  // A few slashes tell what one costs; before that it may cost the whole stake, at full weight.
  const slash = knownSlash ?? (seen >= 3 ? meanSlash : stake);
  const loss = (seen >= 3 ? meanWeight : 1) * (slash + reward + outsideGain);
  return (poissonUpperLimit(rare, tail) - rare) * weighLoss(loss);
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

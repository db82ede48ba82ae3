/**
 * Imitation in finite populations: who takes over, and how likely.
 *
 * The number k of A-players in a population of Z makes steps of one. Everything follows from the ratio of the chance to
 * lose one A to the chance to gain one.
 *
 * @source Traulsen, Nowak, Pacheco (2006), Phys. Rev. E 74 (pairwise comparison); Nowak, Sasaki, Taylor, Fudenberg (2004)
 *   (Moran process)
 */
import { exp } from '../kernel/mathematics/index.ts';

/** How an imitator decides. */
export type ImitationRule =
  /** Copy a random other with probability 1 / (1 + exp(-intensity x payoff difference)). */
  | { readonly kind: 'pairwise'; readonly intensity: number }
  /** Birth in proportion to fitness exp(intensity x payoff), random death. */
  | { readonly kind: 'moran'; readonly intensity: number };

/** Payoff of A minus payoff of B when k of Z play A, for k = 1 ... Z - 1. */
export type PayoffDifference = (k: number) => number;

/**
 * Probability that a single A in a population of B takes over; 1/Z when nothing is gained or lost.
 *
 * rho = 1 / (1 + sum over k of prod over j <= k of T-(j)/T+(j)); both rules have T-/T+ = exp(-intensity difference).
 *
 * @throws RangeError when the population has fewer than 2 members or a difference is not a number
 * @example
 * computeFixationProbability(() => 0, 10, { kind: 'pairwise', intensity: 1 }) // => 0.1
 */
export function computeFixationProbability(
  difference: PayoffDifference,
  populationSize: number,
  rule: ImitationRule,
): number {
  checkPopulationSize(populationSize);
  // Logarithms of the products; the largest is taken out of the sum so that strong selection does not overflow.
  const logs = [0];
  for (let k = 1; k < populationSize; k += 1) logs.push(logs[k - 1] - rule.intensity * difference(k));
  const largest = Math.max(...logs);
  if (Number.isNaN(largest)) throw new RangeError('a payoff difference is not a number');
  const sum = logs.reduce((total, value) => total + exp(value - largest), 0);
  return exp(-largest) / sum;
}

function checkPopulationSize(size: number): void {
  if (!Number.isSafeInteger(size) || size < 2)
    throw new RangeError(`a population of ${size}; it needs at least 2 members`);
}

/**
 * Imitation in finite populations: who takes over, how likely, and how long each strategy prevails when mutants are rare.
 *
 * The number k of A-players in a population of Z makes steps of one. Everything follows from the ratio of the chance to
 * lose one A to the chance to gain one.
 *
 * @source Traulsen, Nowak, Pacheco (2006), Phys. Rev. E 74 (pairwise comparison); Nowak, Sasaki, Taylor, Fudenberg (2004)
 *   (Moran process); Fudenberg, Imhof (2006), J. Economic Theory 131 (rare mutants)
 */
import { exp, log } from '../kernel/mathematics/index.ts';

/** How an imitator decides. */
export type ImitationRule =
  /** Copy a random other with probability 1 / (1 + exp(-intensity x payoff difference)). */
  | { readonly kind: 'pairwise'; readonly intensity: number }
  /** Birth in proportion to fitness exp(intensity x payoff), random death. */
  | { readonly kind: 'moran'; readonly intensity: number };

/** Payoff of A minus payoff of B when k of Z play A, for k = 1 ... Z - 1. */
export type PayoffDifference = (k: number) => number;

/**
 * Payoff difference of a 2 x 2 game when everybody meets everybody else once, on average per meeting.
 *
 * @param matrix  [[a, b], [c, d]]: A against A, A against B, B against A, B against B
 */
export function buildPayoffDifference(
  matrix: readonly (readonly number[])[],
  populationSize: number,
): PayoffDifference {
  checkPopulationSize(populationSize);
  const [[a, b], [c, d]] = matrix;
  return (k) => {
    const forA = (a * (k - 1) + b * (populationSize - k)) / (populationSize - 1);
    const forB = (c * k + d * (populationSize - k - 1)) / (populationSize - 1);
    return forA - forB;
  };
}

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

/**
 * Long-run share of time each strategy is the only one, when mutants are rare (one is gone or everywhere before the next).
 *
 * @param fixation  fixation[i][j]: probability that a single j takes over a population of i; shape k x k, diagonal ignored
 * @returns one share per strategy, summing to 1
 * @throws RangeError when the matrix is not square or some strategy can never be left nor reached
 */
export function computeRareMutantShares(fixation: readonly (readonly number[])[]): number[] {
  const count = fixation.length;
  if (count === 0 || fixation.some((row) => row.length !== count)) throw new RangeError('fixation is a square matrix');
  // State reduction (Grassmann, Taksar, Heyman 1985) has no subtraction, so tiny probabilities keep all their digits.
  const rates = fixation.map((row, i) => row.map((rate, j) => (i === j ? 0 : rate)));
  const exits = Array.from({ length: count }, () => 0);
  for (let last = count - 1; last > 0; last -= 1) {
    exits[last] = rates[last].slice(0, last).reduce((sum, rate) => sum + rate, 0);
    if (!(exits[last] > 0))
      throw new RangeError(`strategy ${last} cannot be invaded by the ones before it: shares are not unique`);
    for (let i = 0; i < last; i += 1) {
      for (let j = 0; j < last; j += 1) {
        if (i !== j) rates[i][j] += (rates[i][last] * rates[last][j]) / exits[last];
      }
    }
  }
  const shares = [1];
  for (let k = 1; k < count; k += 1) {
    shares.push(shares.reduce((sum, share, i) => sum + share * rates[i][k], 0) / exits[k]);
  }
  const total = shares.reduce((sum, share) => sum + share, 0);
  return shares.map((share) => share / total);
}

/**
 * Long-run distribution of the number of A-players under imitation with mutation, k = 0 ... Z.
 *
 * Each step one random member revises: with probability `mutation` it takes a random strategy of the two, otherwise it
 * imitates by the rule. A birth-death chain, so the distribution is a product of ratios, exactly.
 *
 * @param mutation  in (0, 1]
 * @throws RangeError when mutation or population size is out of range
 */
export function computeStationaryCounts(
  difference: PayoffDifference,
  populationSize: number,
  rule: ImitationRule,
  mutation: number,
): number[] {
  checkPopulationSize(populationSize);
  if (!(mutation > 0 && mutation <= 1)) throw new RangeError(`mutation ${mutation} is not in (0, 1]`);
  const logs = [0];
  for (let k = 0; k < populationSize; k += 1) {
    const up = computeStep(difference, populationSize, rule, mutation, k, 1);
    const down = computeStep(difference, populationSize, rule, mutation, k + 1, -1);
    logs.push(logs[k] + log(up) - log(down));
  }
  const largest = Math.max(...logs);
  const weights = logs.map((value) => exp(value - largest));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}

/** Probability that the number of A-players goes from k to k + direction in one step. */
function computeStep(
  difference: PayoffDifference,
  size: number,
  rule: ImitationRule,
  mutation: number,
  k: number,
  direction: 1 | -1,
): number {
  const revising = direction === 1 ? (size - k) / size : k / size;
  const models = direction === 1 ? k : size - k;
  const gain = k > 0 && k < size ? direction * rule.intensity * difference(k) : 0;
  const copied =
    rule.kind === 'pairwise'
      ? models / (size - 1) / (1 + exp(-gain))
      : models / (models + (size - models) * exp(-gain));
  return revising * ((1 - mutation) * copied + mutation / 2);
}

function checkPopulationSize(size: number): void {
  if (!Number.isSafeInteger(size) || size < 2)
    throw new RangeError(`a population of ${size}; it needs at least 2 members`);
}

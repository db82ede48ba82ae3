/**
 * Logit dynamics: members revise at random and choose a strategy with probability proportional to exp(payoff / noise).
 *
 * Its rest points are the logit quantal response equilibria with precision 1 / noise.
 *
 * @source Fudenberg, Levine (1998), ch. 4; Hofbauer, Sandholm (2007)
 */
import { exp } from '../kernel/mathematics/index.ts';
import { type Field, listPopulations, type PopulationGame } from './population.ts';

/**
 * Choice probabilities proportional to exp(payoff / noise).
 *
 * @param noise  payoff units, positive; towards 0 only the best survive, towards infinity all are equal
 * @throws RangeError when noise is not positive
 * @example
 * computeLogitChoice([1, 1], 0.1) // => [0.5, 0.5]
 */
export function computeLogitChoice(payoffs: readonly number[], noise: number): number[] {
  if (!(noise > 0)) throw new RangeError(`noise ${noise} is not positive`);
  // Subtracting the best payoff first keeps every exponential at most 1.
  const best = Math.max(...payoffs);
  const weights = payoffs.map((payoff) => exp((payoff - best) / noise));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}

/** The share of the first of two strategies that earns so much more, by the same choice. @throws RangeError when noise is not positive */
export function computeLogitShare(advantage: number, noise: number): number {
  if (!(noise > 0)) throw new RangeError(`noise ${noise} is not positive`);
  const weight = exp(-Math.abs(advantage) / noise);
  return (advantage < 0 ? weight : 1) / (1 + weight);
}

/** The logit field of any population game: x' = choice(payoffs) - x. */
export function buildLogitField(game: PopulationGame, noise: number): Field {
  const populations = listPopulations(game.sizes);
  return (state) => {
    const payoffs = game.payoffs(state);
    return populations.flatMap(({ start, end }) =>
      computeLogitChoice(payoffs.slice(start, end), noise).map((share, i) => share - state[start + i]),
    );
  };
}

/**
 * What income is worth to a player: risk attitudes, certainty equivalents, and the value of an income that may end.
 *
 * Every utility is scaled so that u(0) = 0 and u'(0) = 1: near zero, utility reads as income.
 *
 * @source Pratt (1964), Arrow (1965) for constant risk aversion
 */
import { exp, expm1, log1p, pow } from '../kernel/mathematics/index.ts';

/** A utility of income, with its inverse and derivative. */
export interface Utility {
  readonly kind: 'risk-neutral' | 'cara' | 'crra';
  readonly value: (income: number) => number;
  /** Income whose utility is `utility`; the certainty equivalent of a gamble is the inverse of its expected utility. */
  readonly inverse: (utility: number) => number;
  readonly derivative: (income: number) => number;
}

/** One outcome of a gamble. */
export interface Outcome {
  readonly probability: number;
  readonly income: number;
}

/** Utility equal to income. */
export const riskNeutral: Utility = {
  kind: 'risk-neutral',
  value: (income) => income,
  inverse: (utility) => utility,
  derivative: () => 1,
};

/**
 * Constant absolute risk aversion a per unit of income: u(x) = (1 - e^(-a x)) / a.
 *
 * @param aversion  a, finite; 0 is risk neutral, negative seeks risk
 * @throws RangeError when a is not finite
 * @example
 * buildCara(0.1).value(0.2) // => 0.19801326693244747
 */
export function buildCara(aversion: number): Utility {
  if (!Number.isFinite(aversion)) throw new RangeError(`absolute risk aversion ${aversion} is not finite`);
  if (aversion === 0) return { ...riskNeutral, kind: 'cara' };
  return {
    kind: 'cara',
    value: (income) => -expm1(-aversion * income) / aversion,
    inverse: (utility) => -log1p(-aversion * utility) / aversion,
    derivative: (income) => exp(-aversion * income),
  };
}

/**
 * Constant relative risk aversion gamma at wealth w: u(x) = w ((1 + x/w)^(1-gamma) - 1) / (1 - gamma), w ln(1 + x/w) at 1.
 *
 * Losing all wealth has utility -Infinity when gamma >= 1; losing more than all of it always has.
 *
 * @param gamma   finite; 0 is risk neutral as long as wealth lasts
 * @param wealth  w > 0, in the unit of income
 * @throws RangeError when gamma is not finite or wealth is not positive and finite
 * @example
 * buildCrra(0.5, 20).value(25) // => 20
 */
export function buildCrra(gamma: number, wealth: number): Utility {
  if (!Number.isFinite(gamma)) throw new RangeError(`relative risk aversion ${gamma} is not finite`);
  if (!(wealth > 0 && Number.isFinite(wealth))) throw new RangeError(`wealth ${wealth} is not positive and finite`);
  const power = 1 - gamma;
  return {
    kind: 'crra',
    value: (income) => {
      if (income < -wealth) return Number.NEGATIVE_INFINITY;
      const logGrowth = log1p(income / wealth);
      return power === 0 ? wealth * logGrowth : (wealth * expm1(power * logGrowth)) / power;
    },
    inverse: (utility) => {
      const scaled = utility / wealth;
      if (power === 0) return wealth * expm1(scaled);
      const inside = Math.max(-1, power * scaled);
      return wealth * expm1(log1p(inside) / power);
    },
    derivative: (income) => (income < -wealth ? Number.NaN : pow(1 + income / wealth, -gamma)),
  };
}

/**
 * The sure income that is worth as much as a gamble.
 *
 * @param gamble  probabilities that sum to 1 within 1e-9
 * @throws RangeError when the probabilities are no distribution
 * @example
 * computeCertaintyEquivalent(riskNeutral, [{ probability: 0.5, income: 2 }, { probability: 0.5, income: 0 }]) // => 1
 */
export function computeCertaintyEquivalent(utility: Utility, gamble: readonly Outcome[]): number {
  const total = gamble.reduce((sum, { probability }) => sum + probability, 0);
  if (Math.abs(total - 1) > 1e-9 || gamble.some(({ probability }) => !(probability >= 0))) {
    throw new RangeError(
      `probabilities ${gamble.map(({ probability }) => probability).join(', ')} are no distribution`,
    );
  }
  // An impossible outcome counts for nothing, also when its utility is minus infinity.
  const expected = gamble.reduce(
    (sum, { probability, income }) => (probability === 0 ? sum : sum + probability * utility.value(income)),
    0,
  );
  return utility.inverse(expected);
}

/** A player that earns per job and may be banned. */
export interface CareerTerms {
  /** Expected income of one job, the job in which the ban falls included. */
  readonly income: number;
  /** Chance per job of being banned, in [0, 1]. */
  readonly exitProbability: number;
  /** Value today of one unit earned at the next job, in [0, 1]. */
  readonly discount: number;
  /** What a fresh identity costs, paid at once on exit; null when there is no way back. */
  readonly reentryCost: number | null;
  /** Value of a fresh identity at its first job; by default the same career again. */
  readonly freshValue?: number;
}

/**
 * Expected discounted value of a career, just before its next job.
 *
 * V = income + discount (1 - exit) V + exit max(0, discount F - reentryCost), F being the value of a fresh identity: a
 * banned player comes back only when that pays. Without exits V = income / (1 - discount); without a way back
 * V = income / (1 - discount (1 - exit)).
 *
 * @throws RangeError when a probability or the discount is outside [0, 1], a cost is negative, or the value is infinite
 * @example
 * computeCareerValue({ income: 0.2, exitProbability: 0, discount: 0.99, reentryCost: null }) // => 20
 */
export function computeCareerValue(terms: CareerTerms): number {
  const { income, exitProbability, discount, reentryCost, freshValue } = terms;
  checkShare(exitProbability, 'exit probability');
  checkShare(discount, 'discount');
  if (reentryCost !== null && !(reentryCost >= 0)) throw new RangeError(`re-entry cost ${reentryCost} is negative`);
  const kept = 1 - discount * (1 - exitProbability);
  if (kept === 0) throw new RangeError('undiscounted income that never ends has no finite value');
  const leaving = income / kept;
  if (reentryCost === null) return leaving;
  if (freshValue !== undefined) {
    return (income + exitProbability * Math.max(0, discount * freshValue - reentryCost)) / kept;
  }
  // Coming back to the same career: V = income + discount V - exit cost.
  if (discount === 1) throw new RangeError('undiscounted income that never ends has no finite value');
  return comesBack(terms) ? (income - exitProbability * reentryCost) / (1 - discount) : leaving;
}

/**
 * Whether a banned player comes back to the same career: when what starts with the next job is worth more than its price.
 *
 * A career that pays for every return is worth (income - exit E) / (1 - discount); undiscounted, it is worth coming back
 * to when it earns anything at all.
 *
 * @example
 * comesBack({ income: 0.64, exitProbability: 0.05, discount: 0.99, reentryCost: 15 }) // => false
 */
export function comesBack({ income, exitProbability, discount, reentryCost }: CareerTerms): boolean {
  if (reentryCost === null) return false;
  return discount * (income - exitProbability * reentryCost) > (1 - discount) * reentryCost;
}

function checkShare(share: number, name: string): void {
  if (!(share >= 0 && share <= 1)) throw new RangeError(`${name} ${share} is not in [0, 1]`);
}

/**
 * Evolutionarily stable strategies of one population meeting itself, decided in exact fractions.
 *
 * A mix p is evolutionarily stable when it is a best response to itself and does better against every other best response
 * q than q does against itself. For a support S with equalising mix p and best responses B, this holds exactly when the
 * quadratic form of Q = C + C^T, C_ij = a_kj + a_ik - a_ij - a_kk for one k in S and i, j in B other than k, is positive on
 * all vectors that are free on S and non-negative on the rest of B.
 *
 * @source Haigh (1975), Adv. Appl. Prob. 7; Abakuks (1980), Adv. Appl. Prob. 12; Bishop, Cannings (1976);
 *   Hadeler (1983) for copositivity
 */
import Fraction from 'fraction.js';
import { pow } from '../kernel/mathematics/index.ts';
import { readExactMatrix } from './exact-payoffs.ts';
import { solveExactly } from './exact-system.ts';
import { checkSquare } from './population.ts';

/** A stable mix, its support, and every pure best response to it. */
export interface StableStrategy {
  readonly mix: readonly number[];
  readonly support: readonly number[];
  readonly bestResponses: readonly number[];
}

/** Most strategies; every support is tried, and for each every subset of its outside best responses. */
export const stableStrategiesMax = 12;

/**
 * All evolutionarily stable strategies.
 *
 * @param matrix  matrix[i][j] is what i earns against j, shape k x k, at most 12 x 12
 * @throws RangeError when the matrix is empty, not square, too large, or holds a number that is not finite
 * @example
 * findStableStrategies([[-1, 2], [0, 1]])[0].mix // => [0.5, 0.5]
 */
export function findStableStrategies(matrix: readonly (readonly number[])[]): StableStrategy[] {
  checkSquare(matrix);
  if (matrix.length > stableStrategiesMax) {
    throw new RangeError(
      `${matrix.length} strategies; stable strategies are searched for at most ${stableStrategiesMax}`,
    );
  }
  const exact = readExactMatrix(matrix).map((row) => row.map((entry) => new Fraction(entry)));
  const found: StableStrategy[] = [];
  for (let mask = 1, end = pow(2, matrix.length); mask < end; mask += 1) {
    const support = matrix.map((_, s) => s).filter((s) => (mask >> s) & 1);
    const mix = equalize(exact, support);
    if (mix === undefined || support.some((s) => sign(mix[s]) <= 0)) continue;
    const bestResponses = findBestResponses(exact, mix, support);
    if (bestResponses === undefined || !isStable(exact, support, bestResponses)) continue;
    found.push({ mix: mix.map((share) => share.valueOf()), support, bestResponses });
  }
  return found;
}

/** The only mix on `support` that makes all of it earn the same; undefined when there is none or more than one. */
function equalize(matrix: readonly (readonly Fraction[])[], support: readonly number[]): Fraction[] | undefined {
  const [first] = support;
  const rows = support.map((s, k) => support.map((t) => (k === 0 ? one : matrix[s][t].sub(matrix[first][t]))));
  const right = support.map((_, k) => (k === 0 ? one : zero));
  const { solution } = solveExactly(rows, right);
  if (solution === undefined) return undefined;
  const mix = matrix.map(() => zero);
  support.forEach((s, k) => {
    mix[s] = solution[k];
  });
  return mix;
}

/** All pure best responses to the mix, or undefined when something beats its support. */
function findBestResponses(
  matrix: readonly (readonly Fraction[])[],
  mix: readonly Fraction[],
  support: readonly number[],
): number[] | undefined {
  const payoffs = matrix.map((row) => row.reduce((sum, entry, j) => sum.add(entry.mul(mix[j])), zero));
  const gains = payoffs.map((payoff) => sign(payoff.sub(payoffs[support[0]])));
  if (gains.includes(1)) return undefined;
  return gains.flatMap((gain, s) => (gain === 0 ? [s] : []));
}

function isStable(
  matrix: readonly (readonly Fraction[])[],
  support: readonly number[],
  bestResponses: readonly number[],
): boolean {
  const [k] = support;
  const free = support.slice(1);
  const others = bestResponses.filter((s) => !support.includes(s));
  const order = [...free, ...others];
  const c = (i: number, j: number): Fraction => matrix[k][j].add(matrix[i][k]).sub(matrix[i][j]).sub(matrix[k][k]);
  const form = order.map((i) => order.map((j) => c(i, j).add(c(j, i))));
  const rest = eliminateFree(form, free.length);
  return rest !== undefined && isStrictlyCopositive(rest);
}

/** Schur complement after the first `count` variables, or undefined when their block is not positive definite. */
function eliminateFree(form: Fraction[][], count: number): Fraction[][] | undefined {
  let rest = form;
  for (let step = 0; step < count; step += 1) {
    const [lead] = rest;
    if (sign(lead[0]) <= 0) return undefined;
    rest = rest.slice(1).map((row) => row.slice(1).map((entry, j) => entry.sub(row[0].mul(lead[j + 1]).div(lead[0]))));
  }
  return rest;
}

/**
 * Whether z^T M z > 0 for every non-negative z other than 0.
 *
 * Were it not, some smallest set of variables would carry a positive z with M z = value x (1, ..., 1), value <= 0: either
 * M is regular there and solves M z = 1 with all z negative, or its kernel is one positive vector.
 */
function isStrictlyCopositive(form: readonly (readonly Fraction[])[]): boolean {
  for (let mask = 1, end = pow(2, form.length); mask < end; mask += 1) {
    const kept = form.map((_, s) => s).filter((s) => (mask >> s) & 1);
    const part = kept.map((i) => kept.map((j) => form[i][j]));
    const { solution, kernel } = solveExactly(
      part,
      kept.map(() => one),
    );
    if (solution?.every((entry) => sign(entry) < 0)) return false;
    if (kernel?.every((entry) => sign(entry) * sign(kernel[0]) > 0)) return false;
  }
  return true;
}

const zero = new Fraction(0n);
const one = new Fraction(1n);

function sign({ s, n }: Fraction): number {
  return n === 0n ? 0 : Number(s);
}

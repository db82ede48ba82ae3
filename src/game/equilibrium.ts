/**
 * Nash equilibria of two-player games as data, and how a list of extreme strategies becomes the set of all equilibria.
 *
 * The set of equilibria of a bimatrix game is a finite union of maximal Nash subsets, each a product of two convex
 * polytopes: every mix of `rows` against every mix of `columns` is an equilibrium. Their corners are the extreme
 * equilibria. Subsets that touch form a component. In a nondegenerate game each component is a single point.
 *
 * @source Winkels (1979); Jansen (1981); Avis, Rosenberg, Savani, von Stengel (2010), Economic Theory 42
 */

import { pow } from '../kernel/mathematics/index.ts';
import { computeDeviationPayoffs, computeRegret, findBestResponses } from './best-response.ts';
import { computeExpectedPayoffs, flattenNormalForm, type NormalForm } from './normal-form.ts';
import { Work } from './work.ts';

/** One equilibrium: probabilities per player and strategy, what it pays, and how far from exact it is in doubles. */
export interface Equilibrium {
  readonly profile: readonly (readonly number[])[];
  readonly pure: boolean;
  /** Pure, and every deviation loses. */
  readonly strict: boolean;
  readonly payoffs: readonly number[];
  readonly regret: number;
}

/** A maximal Nash subset by its corners: any mix of `rows` against any mix of `columns` is an equilibrium. */
export interface NashSubset {
  readonly rows: readonly (readonly number[])[];
  readonly columns: readonly (readonly number[])[];
}

/** Touching Nash subsets; `equilibria` are positions in the list of extreme equilibria. */
export interface NashComponent {
  readonly equilibria: readonly number[];
  readonly subsets: readonly NashSubset[];
  /** True when the component is a single point. */
  readonly isolated: boolean;
}

/** All equilibria of a two-player game: the extreme ones, and the components they span. */
export interface EquilibriumSet {
  readonly equilibria: readonly Equilibrium[];
  readonly components: readonly NashComponent[];
  /** Some mixed strategy has more pure best responses than strategies it mixes, so there may be infinitely many equilibria. */
  readonly degenerate: boolean;
}

/**
 * A corner of one player's best-response polytope. `weights` are proportional to the probabilities. `tight` has one bit
 * per strategy of the game (player 0's first): set when it is an own strategy not played, or a best response of the other.
 */
export interface ExtremeStrategy {
  readonly weights: readonly bigint[];
  readonly tight: number;
}

/**
 * Pairs the extreme strategies of both players into all extreme equilibria and their components.
 *
 * A pair is an equilibrium when every strategy of the game is unplayed or a best response, that is, when all bits are set.
 *
 * @throws OutOfWork
 */
export function pairExtremeStrategies(
  game: NormalForm,
  rows: readonly ExtremeStrategy[],
  columns: readonly ExtremeStrategy[],
  work = new Work(Number.POSITIVE_INFINITY),
): EquilibriumSet {
  const [m, n] = [game.strategies[0].length, game.strategies[1].length];
  const all = pow(2, m + n) - 1;
  const sortedRows = rows.map((row) => ({ ...row, mix: normalize(row.weights) })).sort(byMix);
  const sortedColumns = columns.map((column) => ({ ...column, mix: normalize(column.weights) })).sort(byMix);
  const pairs: { row: number; column: number }[] = [];
  // Of thousands of corners a side every pair is looked at: this loop is to be nothing but numbers.
  const tight = Int32Array.from(sortedColumns, (y) => y.tight);
  for (let row = 0; row < sortedRows.length; row++) {
    work.spend(tight.length / pairsPerUnit);
    const own = sortedRows[row].tight;
    for (let column = 0; column < tight.length; column++) {
      if ((own | tight[column]) === all) pairs.push({ row, column });
    }
  }
  const mixes = { rows: sortedRows.map((x) => x.mix), columns: sortedColumns.map((y) => y.mix) };
  return {
    equilibria: pairs.map(({ row, column }) => describeEquilibrium(game, [mixes.rows[row], mixes.columns[column]])),
    components: groupPairs(pairs, mixes, work),
    degenerate: rows.some((x) => countBits(x.tight) > m) || columns.some((y) => countBits(y.tight) > n),
  };
}

/**
 * Payoffs, regret, purity and strictness of a profile of a two-player game.
 *
 * Strict means that every deviation loses more than 1e-12 of the deviator's payoff range.
 *
 * @throws RangeError when the profile has another shape than the game
 */
export function describeEquilibrium(game: NormalForm, profile: readonly (readonly number[])[]): Equilibrium {
  const flat = flattenNormalForm(game);
  const pure = profile.every((mix) => mix.includes(1));
  const strict =
    pure &&
    profile.every((_, player) => {
      const payoffs = computeDeviationPayoffs(flat, profile, player);
      const margin = 1e-12 * (Math.max(...flat.payoffs[player]) - Math.min(...flat.payoffs[player]));
      return payoffs.length > 0 && findBestResponses(flat, profile, player, margin).length === 1;
    });
  return {
    profile,
    pure,
    strict,
    payoffs: computeExpectedPayoffs(flat, profile),
    regret: computeRegret(flat, profile),
  };
}

/** Number of set bits of an integer below 2^32. */
export function countBits(mask: number): number {
  let count = 0;
  for (let rest = mask; rest !== 0; rest &= rest - 1) count += 1;
  return count;
}

interface Mixes {
  readonly rows: readonly (readonly number[])[];
  readonly columns: readonly (readonly number[])[];
}

/** Pairs that are compared in the time of a unit of work [count]. */
const pairsPerUnit = 300;

function groupPairs(pairs: readonly { row: number; column: number }[], mixes: Mixes, work: Work): NashComponent[] {
  const left = new Set(pairs.map((pair) => pair.row));
  const components: NashComponent[] = [];
  while (left.size > 0) {
    const rows = new Set<number>();
    const columns = new Set<number>();
    const [seed] = left;
    rows.add(seed);
    for (let size = -1; size !== rows.size + columns.size; ) {
      size = rows.size + columns.size;
      work.spend(pairs.length / pairsPerUnit);
      for (const { row, column } of pairs) {
        if (!rows.has(row) && !columns.has(column)) continue;
        rows.add(row);
        columns.add(column);
      }
    }
    for (const row of rows) left.delete(row);
    const equilibria = pairs.flatMap((pair, index) => (rows.has(pair.row) ? [index] : []));
    const subsets = findMaximalSubsets(
      equilibria.map((index) => pairs[index]),
      mixes,
      work,
    );
    components.push({ equilibria, subsets, isolated: equilibria.length === 1 });
  }
  return components;
}

/** Maximal bicliques of the graph "row corner and column corner form an equilibrium": all intersections of neighbourhoods. */
function findMaximalSubsets(pairs: readonly { row: number; column: number }[], mixes: Mixes, work: Work): NashSubset[] {
  const neighbours = new Map<number, bigint>();
  for (const { row, column } of pairs) neighbours.set(row, (neighbours.get(row) ?? 0n) | (1n << BigInt(column)));
  const closed = new Set<bigint>();
  for (const set of neighbours.values()) {
    for (const other of closed) {
      work.spend(1);
      if ((other & set) !== 0n) closed.add(other & set);
    }
    closed.add(set);
  }
  // Each is looked for among all corners.
  work.spend(closed.size * (neighbours.size + mixes.columns.length));
  return [...closed].map((set) => ({
    rows: [...neighbours].flatMap(([row, own]) => ((own & set) === set ? [mixes.rows[row]] : [])),
    columns: mixes.columns.filter((_, column) => (set >> BigInt(column)) & 1n),
  }));
}

/** Each weight's share of all. */
export function normalize(weights: readonly bigint[]): number[] {
  const sum = weights.reduce((total, weight) => total + weight, 0n);
  return weights.map((weight) => divideToNumber(weight, sum));
}

/** numerator / denominator as a double, also when neither part fits into one. */
export function divideToNumber(numerator: bigint, denominator: bigint): number {
  const bits = Math.max(numerator.toString(2).length, denominator.toString(2).length);
  if (bits <= 1000) return Number(numerator) / Number(denominator);
  const shift = BigInt(bits - 1000);
  return Number(numerator >> shift) / Number(denominator >> shift);
}

/** First strategies first: the corner with more weight on strategy 0 comes earlier, so lists are the same on every run. */
function byMix(a: { readonly mix: readonly number[] }, b: { readonly mix: readonly number[] }): number {
  const differing = a.mix.findIndex((share, index) => share !== b.mix[index]);
  return differing < 0 ? 0 : b.mix[differing] - a.mix[differing];
}

/**
 * All Nash equilibria of a two-player game by trying supports: the second, independent route beside vertex enumeration.
 *
 * For every pair of equally large strategy sets S (rows) and T (columns) two square systems are solved: the row mix on
 * exactly S that makes all of T best responses, and the column mix on exactly T that makes all of S best responses. Every
 * extreme strategy of either player solves such a system, in degenerate games too, where it pairs with supports of other
 * sizes; so pairing the solutions as in `pairExtremeStrategies` gives every extreme equilibrium.
 *
 * A set with a member that another pure strategy strictly dominates while the opponent stays inside his set is skipped
 * (conditional dominance). Systems are screened in doubles and decided in exact integers. The number of pairs is
 * (m + n choose m): 252 at 5 x 5, 2.7 million at 12 x 12. Measured on random games: 0.05 s at 8 x 8, 0.24 s at 10 x 10,
 * 3.6 s at 12 x 12. Large degenerate games are its worst case: every singular system is decided exactly.
 *
 * @source Porter, Nudelman, Shoham (2008), Games and Economic Behavior 63; Mangasarian (1964), SIAM J. 12
 */
import { pow } from '../kernel/mathematics/index.ts';
import { countBits, type EquilibriumSet, type ExtremeStrategy, pairExtremeStrategies } from './equilibrium.ts';
import { readExactPayoffs } from './exact-payoffs.ts';
import { checkNormalForm, type NormalForm } from './normal-form.ts';

/** Most strategies either player may have here. */
export const supportStrategiesMax = 12;

/**
 * Finds all extreme equilibria, the components they span, and whether the game is degenerate.
 *
 * @param game  at most 12 strategies per player
 * @throws RangeError when the game is malformed or larger than 12 x 12
 * @example
 * solveBySupports(buildNormalForm([[2, 0], [0, 1]], [[1, 0], [0, 2]])).equilibria.length // => 3
 */
export function solveBySupports(game: NormalForm): EquilibriumSet {
  checkNormalForm(game);
  const [m, n] = [game.strategies[0].length, game.strategies[1].length];
  if (Math.max(m, n) > supportStrategiesMax) {
    throw new RangeError(
      `${m} x ${n} strategies; support enumeration takes at most ${supportStrategiesMax} per player`,
    );
  }
  const { row, column } = readExactPayoffs(game);
  const transposed = column[0].map((_, j) => column.map((entries) => entries[j]));
  // Row mixes live on rows and must equalise the opponent's columns: B^T. Column mixes equalise the row player's rows: A.
  const rows = new ExtremeSearch(transposed, (own, other) => own | (other << m));
  const columns = new ExtremeSearch(row, (own, other) => other | (own << m));
  const rowSets = groupBySize(m);
  const columnSets = groupBySize(n);
  for (let size = 1; size <= Math.min(m, n); size += 1) {
    for (const s of rowSets[size]) {
      const undominated = rows.findUndominated(s);
      for (const t of columnSets[size]) {
        if ((t & ~undominated) === 0) rows.trySupport(s, t);
        if ((s & ~columns.findUndominated(t)) === 0) columns.trySupport(t, s);
      }
    }
  }
  return pairExtremeStrategies(game, [...rows.found.values()], [...columns.found.values()]);
}

/** Finds one player's extreme strategies. `matrix[c][v]`: what the opponent earns with c against own strategy v; >= 1. */
class ExtremeSearch {
  readonly found = new Map<number, ExtremeStrategy>();
  readonly #matrix: readonly (readonly bigint[])[];
  readonly #label: (unplayed: number, bestResponses: number) => number;
  readonly #doubles: number[][];
  readonly #undominated = new Map<number, number>();
  /** Reused between systems: allocating it two million times costs more than the elimination. */
  readonly #scratch: Float64Array[];

  constructor(matrix: readonly (readonly bigint[])[], label: (unplayed: number, bestResponses: number) => number) {
    this.#matrix = matrix;
    this.#label = label;
    const largest = Math.max(...matrix.flat().map(Number));
    this.#doubles = matrix.map((row) => row.map((entry) => Number(entry) / largest));
    this.#scratch = matrix.map(() => new Float64Array(matrix[0].length + 1));
  }

  /** Opponent strategies that no other pure one beats against every own strategy in `support`. */
  findUndominated(support: number): number {
    const known = this.#undominated.get(support);
    if (known !== undefined) return known;
    const own = listBits(support);
    let kept = 0;
    this.#matrix.forEach((row, c) => {
      const beaten = this.#matrix.some((other) => own.every((v) => other[v] > row[v]));
      if (!beaten) kept |= 1 << c;
    });
    this.#undominated.set(support, kept);
    return kept;
  }

  /** Records the mix on exactly `support` against which all of `responses` are best, when there is just one. */
  trySupport(support: number, responses: number): void {
    const own = listBits(support);
    const equal = listBits(responses);
    if (!this.#isPlausible(own, equal)) return;
    const solved = solveOnes(equal.map((c) => own.map((v) => this.#matrix[c][v])));
    if (solved === undefined || solved.numerators.some((weight) => weight <= 0n)) return;
    let best = 0;
    for (let c = 0; c < this.#matrix.length; c += 1) {
      const earned = own.reduce((total, v, k) => total + this.#matrix[c][v] * solved.numerators[k], 0n);
      if (earned > solved.denominator) return;
      if (earned === solved.denominator) best |= 1 << c;
    }
    const variables = this.#matrix[0].length;
    const weights = Array.from({ length: variables }, () => 0n);
    own.forEach((v, k) => {
      weights[v] = solved.numerators[k];
    });
    const tight = this.#label((pow(2, variables) - 1) & ~support, best);
    this.found.set(tight, { weights, tight });
  }

  /** Screens a system in doubles: false only when a probability is clearly negative or an outside strategy clearly better. */
  #isPlausible(own: readonly number[], equal: readonly number[]): boolean {
    const size = own.length;
    const rows = this.#scratch;
    for (let i = 0; i < size; i += 1) {
      for (let k = 0; k < size; k += 1) rows[i][k] = this.#doubles[equal[i]][own[k]];
      rows[i][size] = 1;
    }
    for (let k = 0; k < size; k += 1) {
      let pivot = k;
      for (let i = k + 1; i < size; i += 1) if (Math.abs(rows[i][k]) > Math.abs(rows[pivot][k])) pivot = i;
      // Near-singular systems are left to the exact solver, so screening never loses an equilibrium.
      if (Math.abs(rows[pivot][k]) < 1e-6) return true;
      [rows[k], rows[pivot]] = [rows[pivot], rows[k]];
      for (let i = k + 1; i < size; i += 1) {
        const factor = rows[i][k] / rows[k][k];
        if (factor !== 0) for (let j = k + 1; j <= size; j += 1) rows[i][j] -= factor * rows[k][j];
      }
    }
    let largest = 1;
    for (let k = size - 1; k >= 0; k -= 1) {
      let value = rows[k][size];
      for (let j = k + 1; j < size; j += 1) value -= rows[k][j] * rows[j][size];
      rows[k][size] = value / rows[k][k];
      largest = Math.max(largest, Math.abs(rows[k][size]));
    }
    const slack = 1e-6 * largest;
    for (let k = 0; k < size; k += 1) if (rows[k][size] < -slack) return false;
    return this.#doubles.every((row) => {
      let earned = 0;
      for (let k = 0; k < size; k += 1) earned += row[own[k]] * rows[k][size];
      return earned <= 1 + slack;
    });
  }
}

/**
 * Solves M z = (1, ..., 1) in integers (fraction-free Gauss-Jordan, Bareiss 1968).
 *
 * @returns z as numerators over one positive denominator, or undefined when M is singular
 */
function solveOnes(matrix: readonly (readonly bigint[])[]): { numerators: bigint[]; denominator: bigint } | undefined {
  const size = matrix.length;
  const rows = matrix.map((row) => [...row, 1n]);
  let previous = 1n;
  for (let k = 0; k < size; k += 1) {
    const pivot = rows.findIndex((row, i) => i >= k && row[k] !== 0n);
    if (pivot < 0) return undefined;
    [rows[k], rows[pivot]] = [rows[pivot], rows[k]];
    const lead = rows[k];
    for (let i = 0; i < size; i += 1) {
      if (i === k) continue;
      const factor = rows[i][k];
      for (let j = 0; j <= size; j += 1) rows[i][j] = (rows[i][j] * lead[k] - factor * lead[j]) / previous;
    }
    previous = lead[k];
  }
  const flip = previous < 0n ? -1n : 1n;
  return { numerators: rows.map((row) => flip * row[size]), denominator: flip * previous };
}

/** All subsets of `count` strategies as bit masks, grouped by how many they hold. */
function groupBySize(count: number): number[][] {
  const groups: number[][] = Array.from({ length: count + 1 }, () => []);
  for (let mask = 1, end = pow(2, count); mask < end; mask += 1) groups[countBits(mask)].push(mask);
  return groups;
}

function listBits(mask: number): number[] {
  const bits: number[] = [];
  for (let bit = 0; mask >>> bit !== 0; bit += 1) if ((mask >>> bit) & 1) bits.push(bit);
  return bits;
}

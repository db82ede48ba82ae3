/**
 * Replicator dynamics: strategies that earn more than the average of their population grow, in proportion.
 *
 * @source Taylor, Jonker (1978); Taylor (1979) for two populations; Hofbauer, Sigmund (1998), ch. 7
 */
import { pow } from '../kernel/mathematics/index.ts';
import { listCompositions } from './composition.ts';
import { type Complex, findEigenvalues } from './eigenvalues.ts';
import { solveLinearSystem } from './linear-system.ts';
import { buildPopulation, checkSquare, type Field, listPopulations, type PopulationGame } from './population.ts';
import { followField, type TrajectoryOptions } from './trajectory.ts';

/** A rest point, and whether small disturbances die out (by the eigenvalues of the linearised motion). */
export interface ReplicatorRest {
  readonly shares: readonly number[];
  /** `neutral`: no eigenvalue decides; the linear test is silent. */
  readonly stability: 'stable' | 'unstable' | 'neutral';
  readonly eigenvalues: readonly Complex[];
}

/** Share of starting points that end within a distance of each target. */
export interface BasinShares {
  readonly shares: readonly number[];
  /** Starts that ended elsewhere: on cycles, at other rest points, or still moving. */
  readonly elsewhere: number;
  readonly starts: number;
}

/** The replicator field of any population game: x_i' = x_i (u_i - average payoff of the population). */
export function buildReplicatorField(game: PopulationGame): Field {
  const populations = listPopulations(game.sizes);
  return (state) => {
    const payoffs = game.payoffs(state);
    const velocity = state.map(() => 0);
    for (const { start, end } of populations) {
      let average = 0;
      for (let i = start; i < end; i += 1) average += state[i] * payoffs[i];
      for (let i = start; i < end; i += 1) velocity[i] = state[i] * (payoffs[i] - average);
    }
    return velocity;
  };
}

/**
 * Rest points of one population meeting itself, one per support on which the shares are determined.
 *
 * Supports whose equations are singular (a line or more of rest points, or none) are listed in `undetermined`.
 *
 * @param matrix  payoffs, shape k x k
 * @throws RangeError when the matrix is empty, not square, or holds a number that is not finite
 * @example
 * // Hawk-dove with value 2 and cost 4: half hawks.
 * findReplicatorRests([[-1, 2], [0, 1]]).rests.find((rest) => rest.stability === 'stable')?.shares // => [0.5, 0.5]
 */
export function findReplicatorRests(matrix: readonly (readonly number[])[]): {
  rests: ReplicatorRest[];
  undetermined: number[][];
} {
  checkSquare(matrix);
  const count = matrix.length;
  const rests: ReplicatorRest[] = [];
  const undetermined: number[][] = [];
  for (let mask = 1, end = pow(2, count); mask < end; mask += 1) {
    const support = matrix.map((_, s) => s).filter((s) => (mask >> s) & 1);
    const shares = solveSupport(matrix, support);
    if (shares === undefined) undetermined.push(support);
    else if (support.every((s) => shares[s] > 1e-12)) rests.push(judgeRest(matrix, shares, support));
  }
  return { rests, undetermined };
}

/**
 * Which share of starting points ends near which target, from a regular lattice of interior starts.
 *
 * Deterministic: the lattice points (c + 1/2) / (resolution + k/2) for all compositions c of `resolution` into k strategies.
 *
 * @param targets     rest points, shape targets x strategies
 * @param resolution  steps of the lattice; default 20
 */
export function estimateBasins(
  matrix: readonly (readonly number[])[],
  targets: readonly (readonly number[])[],
  options: TrajectoryOptions & { readonly resolution?: number; readonly radius?: number } = {},
): BasinShares {
  const game = buildPopulation(matrix);
  const { resolution = 20, radius = 0.01 } = options;
  const count = matrix.length;
  const starts = listCompositions(resolution, count).map((c) => c.map((k) => (k + 0.5) / (resolution + count / 2)));
  const hits = targets.map(() => 0);
  let elsewhere = 0;
  const field = buildReplicatorField(game);
  for (const start of starts) {
    const end =
      followField(field, game.sizes, start, { tolerance: 1e-6, restSpeed: 1e-6, ...options }).states.at(-1) ?? start;
    const target = targets.findIndex((shares) => shares.every((share, s) => Math.abs(share - end[s]) <= radius));
    if (target < 0) elsewhere += 1;
    else hits[target] += 1;
  }
  return {
    shares: hits.map((hit) => hit / starts.length),
    elsewhere: elsewhere / starts.length,
    starts: starts.length,
  };
}

/** Shares on a support at which all of it earns the same: differences of rows times shares = 0, shares sum to 1. */
function solveSupport(matrix: readonly (readonly number[])[], support: readonly number[]): number[] | undefined {
  const rows = support.map((s, k) => support.map((t) => (k === 0 ? 1 : matrix[s][t] - matrix[support[0]][t])));
  const solved = solveLinearSystem(
    rows,
    support.map((_, k) => (k === 0 ? 1 : 0)),
  );
  if (solved === undefined) return undefined;
  const shares = matrix.map(() => 0);
  support.forEach((s, k) => {
    shares[s] = solved[k];
  });
  return shares;
}

/** Absent strategies have eigenvalue "payoff minus average"; the supported block is linearised on its own simplex. */
function judgeRest(
  matrix: readonly (readonly number[])[],
  shares: readonly number[],
  support: readonly number[],
): ReplicatorRest {
  const payoffs = matrix.map((row) => row.reduce((sum, entry, j) => sum + entry * shares[j], 0));
  const average = payoffs.reduce((sum, payoff, s) => sum + payoff * shares[s], 0);
  const invading = payoffs.flatMap((payoff, s) => (support.includes(s) ? [] : [{ re: payoff - average, im: 0 }]));
  const last = support[support.length - 1];
  // Terms that are the same for all supported strategies, such as their common payoff, cancel in slope(i, j) - slope(i, last).
  const slope = (i: number, j: number): number =>
    shares[i] * (matrix[i][j] - shares.reduce((sum, share, k) => sum + share * matrix[k][j], 0));
  const free = support.slice(0, -1);
  const jacobian = free.map((i) => free.map((j) => slope(i, j) - slope(i, last)));
  const eigenvalues = [...findEigenvalues(jacobian), ...invading];
  const margin = 1e-9 * Math.max(1e-300, ...matrix.flat().map(Math.abs));
  const fastest = Math.max(Number.NEGATIVE_INFINITY, ...eigenvalues.map(({ re }) => re));
  const stability = fastest > margin ? 'unstable' : fastest < -margin ? 'stable' : 'neutral';
  return { shares, stability, eigenvalues };
}

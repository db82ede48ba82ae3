/**
 * Symmetric games of n players: everybody has the same strategies, and only how many others play what matters.
 *
 * @source Dasgupta, Maskin (1986) for existence; Cheng, Reeves, Vorobeychik, Wellman (2004), Notes on equilibria in
 *   symmetric games, for the solution concepts
 */
import { pow } from '../kernel/mathematics/index.ts';
import { findBernsteinRoots } from './bernstein.ts';
import { computeMultinomial, countCompositions, listCompositions } from './composition.ts';
import { solveLinearSystem } from './linear-system.ts';

/** n players with the same strategies. */
export interface SymmetricGame {
  readonly playerCount: number;
  readonly strategies: readonly string[];
  /** Payoff of playing `own` while `others[s]` of the other playerCount - 1 players play s. */
  readonly payoff: (own: number, others: readonly number[]) => number;
}

/** A pure equilibrium by head count: `counts[s]` players play s; symmetric when all play the same. */
export interface CountEquilibrium {
  readonly counts: readonly number[];
  readonly strict: boolean;
  readonly symmetric: boolean;
}

/** An equilibrium in which every player uses the same mix. */
export interface SymmetricEquilibrium {
  readonly mix: readonly number[];
  readonly pure: boolean;
  readonly strict: boolean;
  readonly payoff: number;
  readonly regret: number;
}

/** Symmetric equilibria; `continuum` names supports on which every mix makes the supported strategies equally good. */
export interface SymmetricEquilibria {
  readonly equilibria: readonly SymmetricEquilibrium[];
  readonly continuum: readonly (readonly number[])[];
}

/** Lattice points per edge from which mixes of three strategies and more are looked for. */
const startsPerEdge = 8;

/**
 * All pure equilibria up to renaming players, by head count.
 *
 * @param tolerance  payoff units; gains up to it do not count
 * @throws RangeError when the game has no player, no strategy, or a payoff that is not finite
 * @example
 * // Three players, two roads, each slowed by its own traffic: two on one road, one on the other.
 * findCountEquilibria({ playerCount: 3, strategies: ['a', 'b'], payoff: (own, others) => -others[own] })
 * // => [{ counts: [2, 1], strict: false, symmetric: false }, { counts: [1, 2], strict: false, symmetric: false }]
 */
export function findCountEquilibria(game: SymmetricGame, tolerance = 0): CountEquilibrium[] {
  checkSymmetricGame(game);
  return listCompositions(game.playerCount, game.strategies.length).flatMap((counts) => {
    const losses = counts.flatMap((count, own) => {
      if (count === 0) return [];
      const others = counts.map((c, s) => (s === own ? c - 1 : c));
      const stays = askPayoff(game, own, others);
      return game.strategies.flatMap((_, s) => (s === own ? [] : [stays - askPayoff(game, s, others)]));
    });
    const smallest = Math.min(Number.POSITIVE_INFINITY, ...losses);
    if (smallest < -tolerance) return [];
    return [{ counts, strict: smallest > tolerance, symmetric: counts.includes(game.playerCount) }];
  });
}

/**
 * Equilibria in which all players use the same mix, pure ones included.
 *
 * Supports of one or two strategies are complete: the gain of switching is a polynomial in Bernstein form, and all its
 * roots are found. On supports of three and more, Newton's method is started from a lattice of mixes (`starts` points per
 * edge); equilibria no start leads to, and those where the equations are singular, are missed.
 *
 * @param options.starts  lattice points per edge for supports of three and more; default 8
 * @throws RangeError when the game has no player, no strategy, or a payoff that is not finite
 */
export function findSymmetricEquilibria(
  game: SymmetricGame,
  options: { readonly starts?: number } = {},
): SymmetricEquilibria {
  checkSymmetricGame(game);
  const scale = computeScale(game);
  const equilibria: SymmetricEquilibrium[] = [];
  const continuum: number[][] = [];
  for (const support of listSupports(game.strategies.length)) {
    const candidates = listCandidates(game, support, options.starts ?? startsPerEdge);
    if (candidates === 'everywhere') {
      continuum.push(support);
      continue;
    }
    for (const mix of candidates) {
      const described = describe(game, mix, scale);
      if (described.regret <= 1e-9 * scale) equilibria.push(described);
    }
  }
  return { equilibria, continuum };
}

/** What each strategy earns against n - 1 players who all use `mix`; one number per strategy. */
export function computeSymmetricPayoffs(game: SymmetricGame, mix: readonly number[]): number[] {
  const totals = game.strategies.map(() => 0);
  for (const others of listCompositions(game.playerCount - 1, game.strategies.length)) {
    const weight = computeMultinomial(others, mix);
    if (weight === 0) continue;
    for (let own = 0; own < totals.length; own += 1) totals[own] += weight * askPayoff(game, own, others);
  }
  return totals;
}

/**
 * Payoffs that one step of Newton's method from every start would add up, over all supports [count]: what
 * {@link findSymmetricEquilibria} costs, at some 10 to 20 million a second.
 */
export function countSymmetricWork(playerCount: number, strategies: number, starts = startsPerEdge): number {
  let [work, supports] = [0, 1];
  for (let size = 1; size <= strategies; size += 1) {
    supports *= (strategies - size + 1) / size;
    const payoffs = countCompositions(playerCount - 1, size) * size;
    work += supports * payoffs * (size < 3 ? 1 : countCompositions(starts, size) * (2 * size + 1));
  }
  return work;
}

function listCandidates(game: SymmetricGame, support: readonly number[], starts: number): number[][] | 'everywhere' {
  const place = (shares: readonly number[]): number[] => {
    const mix = game.strategies.map(() => 0);
    support.forEach((strategy, k) => {
      mix[strategy] = shares[k];
    });
    return mix;
  };
  if (support.length === 1) return [place([1])];
  if (support.length === 2) {
    const roots = findBernsteinRoots(listGains(game, support[0], support[1]));
    return roots === 'everywhere' ? roots : roots.map(({ value }) => place([1 - value, value]));
  }
  const found: number[][] = [];
  const met = tabulate(game, support);
  for (const lattice of listCompositions(starts, support.length)) {
    const start = lattice.map((count) => (count + 0.5) / (starts + 0.5 * support.length));
    const shares = equalize(met, start);
    if (shares === undefined || shares.some((share) => share <= 1e-9)) continue;
    const mix = place(shares);
    if (!found.some((other) => other.every((share, s) => Math.abs(share - mix[s]) < 1e-7))) found.push(mix);
  }
  return found;
}

/** Gain of switching from a to b when j of the n - 1 others play b and the rest a, j = 0 ... n - 1. */
function listGains(game: SymmetricGame, a: number, b: number): number[] {
  return Array.from({ length: game.playerCount }, (_, j) => {
    const others = game.strategies.map((_name, s) => (s === b ? j : s === a ? game.playerCount - 1 - j : 0));
    return askPayoff(game, b, others) - askPayoff(game, a, others);
  });
}

/** What others who stay within a support may be seen to play, and what each of its strategies earns then. */
type Met = readonly { counts: readonly number[]; payoffs: readonly number[] }[];

/** Asked once: Newton's method meets the same others again at every step from every start. */
function tabulate(game: SymmetricGame, support: readonly number[]): Met {
  return listCompositions(game.playerCount - 1, support.length).map((counts) => {
    const others = game.strategies.map(() => 0);
    for (const [k, strategy] of support.entries()) others[strategy] = counts[k];
    return { counts, payoffs: support.map((own) => askPayoff(game, own, others)) };
  });
}

/** Newton's method on "all supported strategies earn the same, shares sum to 1", with a difference Jacobian. */
function equalize(met: Met, start: readonly number[]): number[] | undefined {
  const residual = (shares: readonly number[]): number[] => {
    const payoffs = shares.map(() => 0);
    for (const { counts, payoffs: earned } of met) {
      const weight = computeMultinomial(counts, shares);
      if (weight !== 0) for (let own = 0; own < payoffs.length; own += 1) payoffs[own] += weight * earned[own];
    }
    const sum = shares.reduce((total, share) => total + share, 0);
    return payoffs.map((payoff, k) => (k === 0 ? sum - 1 : payoff - payoffs[0]));
  };
  let shares = [...start];
  for (let iteration = 0; iteration < 60; iteration += 1) {
    const value = residual(shares);
    const columns = shares.map((_, k) => {
      const step = 1e-6;
      const up = residual(shares.map((share, i) => (i === k ? share + step : share)));
      const down = residual(shares.map((share, i) => (i === k ? share - step : share)));
      return up.map((entry, i) => (entry - down[i]) / (2 * step));
    });
    const jacobian = shares.map((_, i) => columns.map((column) => column[i]));
    const change = solveLinearSystem(jacobian, value);
    if (change === undefined) return undefined;
    shares = shares.map((share, k) => share - change[k]);
    if (shares.some((share) => !(Math.abs(share) < 10))) return undefined;
    if (change.every((entry) => Math.abs(entry) < 1e-14)) break;
  }
  const sum = shares.reduce((total, share) => total + share, 0);
  return shares.map((share) => share / sum);
}

function describe(game: SymmetricGame, mix: readonly number[], scale: number): SymmetricEquilibrium {
  const payoffs = computeSymmetricPayoffs(game, mix);
  const best = Math.max(...payoffs);
  const payoff = mix.reduce((total, share, s) => total + share * payoffs[s], 0);
  const pure = mix.includes(1);
  const strict = pure && payoffs.filter((earned) => earned >= best - 1e-12 * scale).length === 1;
  return { mix, pure, strict, payoff, regret: Math.max(0, best - payoff) };
}

function listSupports(count: number): number[][] {
  const supports = Array.from({ length: pow(2, count) - 1 }, (_, i) => i + 1).map((mask) =>
    Array.from({ length: count }, (_, s) => s).filter((s) => (mask >> s) & 1),
  );
  return supports.sort((a, b) => a.length - b.length);
}

function computeScale(game: SymmetricGame): number {
  const payoffs = listCompositions(game.playerCount - 1, game.strategies.length).flatMap((others) =>
    game.strategies.map((_, own) => askPayoff(game, own, others)),
  );
  return (
    payoffs.reduce((most, p) => Math.max(most, p), -Infinity) -
    payoffs.reduce((least, p) => Math.min(least, p), Infinity)
  );
}

function askPayoff(game: SymmetricGame, own: number, others: readonly number[]): number {
  const payoff = game.payoff(own, others);
  if (!Number.isFinite(payoff)) {
    throw new RangeError(
      `payoff of ${game.strategies[own]} against [${others.join(', ')}] is ${payoff}; it must be finite`,
    );
  }
  return payoff;
}

function checkSymmetricGame(game: SymmetricGame): void {
  if (!Number.isInteger(game.playerCount) || game.playerCount < 1 || game.strategies.length === 0) {
    throw new RangeError(
      `a symmetric game needs players and strategies, not ${game.playerCount} and ${game.strategies.length}`,
    );
  }
}

/**
 * One player in a role of its own against n identical players: equilibria in which all n play alike.
 *
 * The single player has strategies i, each of the crowd strategies k; payoffs depend on how many of the crowd play what.
 */
import { evaluateBernstein, findBernsteinRoots } from './bernstein.ts';

/** A game of one against a crowd of n. */
export interface RoleSymmetricGame {
  readonly crowdCount: number;
  readonly singleStrategies: readonly string[];
  readonly crowdStrategies: readonly string[];
  /** Payoff of the single player for i when `counts[k]` of the crowd play k (summing to crowdCount). */
  readonly singlePayoff: (i: number, counts: readonly number[]) => number;
  /** Payoff of one of the crowd for `own` when the single player plays i and `others[k]` of the rest play k. */
  readonly crowdPayoff: (i: number, own: number, others: readonly number[]) => number;
}

/** A pure equilibrium: the single player plays `single`, everybody in the crowd `crowd`. */
export interface RoleSymmetricPure {
  readonly single: number;
  readonly crowd: number;
  readonly strict: boolean;
}

/** An equilibrium in mixes: `single` over the single player's strategies, `crowd` used by each of the crowd. */
export interface RoleSymmetricEquilibrium {
  readonly single: readonly number[];
  readonly crowd: readonly number[];
  readonly pure: boolean;
  /** Largest gain of the single player or of one of the crowd by deviating alone, in payoff units. */
  readonly regret: number;
}

/**
 * All pure equilibria in which the crowd plays alike.
 *
 * @param tolerance  payoff units; gains up to it do not count, and strict means losing more than it
 * @throws RangeError when the crowd is empty or a payoff is not finite
 */
export function findRoleSymmetricPure(game: RoleSymmetricGame, tolerance = 0): RoleSymmetricPure[] {
  checkGame(game);
  const found: RoleSymmetricPure[] = [];
  const countsAt = (crowd: number, size: number) => game.crowdStrategies.map((_, k) => (k === crowd ? size : 0));
  const earned = game.crowdStrategies.map((_, crowd) => {
    const all = countsAt(crowd, game.crowdCount);
    return game.singleStrategies.map((_single, i) => askSingle(game, i, all));
  });
  for (let single = 0; single < game.singleStrategies.length; single += 1) {
    for (let crowd = 0; crowd < game.crowdStrategies.length; crowd += 1) {
      const lead = leadOf(earned[crowd], single);
      // The crowd is asked only where the single player stays: large games have few such places.
      if (lead < -tolerance) continue;
      const rest = countsAt(crowd, game.crowdCount - 1);
      const paid = game.crowdStrategies.map((_, k) => askCrowd(game, single, k, rest));
      const smallest = Math.min(lead, leadOf(paid, crowd));
      if (smallest >= -tolerance) found.push({ single, crowd, strict: smallest > tolerance });
    }
  }
  return found;
}

/** By how much one payoff exceeds all others; negative where another is larger. */
export function leadOf(payoffs: readonly number[], own: number): number {
  return payoffs.reduce(
    (least, payoff, k) => (k === own ? least : Math.min(least, payoffs[own] - payoff)),
    Number.POSITIVE_INFINITY,
  );
}

/**
 * All equilibria, pure and mixed, in which the crowd uses one mix, for two strategies on each side.
 *
 * Complete except on continua: when a whole stretch of mixes is an equilibrium, `continuum` is true, and of the stretch
 * only the ends are listed.
 *
 * @throws RangeError when a side has other than two strategies, the crowd is empty, or a payoff is not finite
 */
export function solveRoleSymmetric(game: RoleSymmetricGame): {
  equilibria: RoleSymmetricEquilibrium[];
  continuum: boolean;
} {
  checkGame(game);
  if (game.singleStrategies.length !== 2 || game.crowdStrategies.length !== 2) {
    throw new RangeError('mixed role-symmetric equilibria are solved for two strategies on each side');
  }
  const n = game.crowdCount;
  // Gains of second over first strategy as Bernstein coefficients in the crowd's probability q of the second.
  const singleGain = Array.from(
    { length: n + 1 },
    (_, j) => askSingle(game, 1, [n - j, j]) - askSingle(game, 0, [n - j, j]),
  );
  const crowdGain = [0, 1].map((i) =>
    Array.from({ length: n }, (_, j) => askCrowd(game, i, 1, [n - 1 - j, j]) - askCrowd(game, i, 0, [n - 1 - j, j])),
  );
  const gains = { singleGain, crowdGain };
  const found: RoleSymmetricEquilibrium[] = [];
  let continuum = false;
  const isEquilibrium = (x: number, q: number): boolean => describe(gains, x, q) !== undefined;
  const consider = (x: number, q: number): void => {
    const equilibrium = describe(gains, x, q);
    const isKnown = found.some(({ single, crowd }) => single[1] === x && crowd[1] === q);
    if (equilibrium !== undefined && !isKnown) found.push(equilibrium);
  };
  /** A stretch on which somebody does not care, cut where somebody else changes his mind: what lies between two cuts is alike. */
  const considerStretch = (cuts: readonly number[], at: (share: number) => readonly [number, number]): void => {
    for (const [k, cut] of cuts.entries()) {
      consider(...at(cut));
      const next = cuts[k + 1];
      if (next !== undefined && next > cut && isEquilibrium(...at((cut + next) / 2))) continuum = true;
    }
  };
  const roots = findBernsteinRoots(singleGain);
  const indifferent = roots === 'everywhere' ? [] : roots.map(({ value }) => value).sort((a, b) => a - b);
  for (const x of [0, 1]) {
    consider(x, 0);
    const crowdRoots = findBernsteinRoots(crowdGain[x]);
    if (crowdRoots === 'everywhere') considerStretch([0, ...indifferent, 1], (q) => [x, q]);
    else for (const { value } of crowdRoots) consider(x, value);
    consider(x, 1);
  }
  for (const q of indifferent) {
    const [atFirst, atSecond] = crowdGain.map((coefficients) => evaluateBernstein(coefficients, q));
    if (atFirst * atSecond < 0) consider(atFirst / (atFirst - atSecond), q);
    else if (atFirst === 0 && atSecond === 0) continuum = true;
  }
  // With the crowd at an end and the single player indifferent there, stretches of its mixes may be equilibria.
  for (const q of [0, 1]) {
    if (singleGain[q * n] !== 0) continue;
    const [atFirst, atSecond] = crowdGain.map((coefficients) => coefficients[q * (n - 1)]);
    const turn = atFirst * atSecond < 0 ? [atFirst / (atFirst - atSecond)] : [];
    considerStretch([0, ...turn, 1], (x) => [x, q]);
  }
  if (roots === 'everywhere') continuum = true;
  return { equilibria: found, continuum };
}

interface Gains {
  readonly singleGain: readonly number[];
  readonly crowdGain: readonly (readonly number[])[];
}

function describe({ singleGain, crowdGain }: Gains, x: number, q: number): RoleSymmetricEquilibrium | undefined {
  const scale = Math.max(...singleGain.map(Math.abs), ...crowdGain.flat().map(Math.abs), Number.MIN_VALUE);
  const forSingle = evaluateBernstein(singleGain, q);
  const forCrowd = (1 - x) * evaluateBernstein(crowdGain[0], q) + x * evaluateBernstein(crowdGain[1], q);
  // A gain of the second strategy is regretted by the share that plays the first, and the other way round.
  const regret = Math.max(forSingle * (1 - x), -forSingle * x, forCrowd * (1 - q), -forCrowd * q, 0);
  if (regret > 1e-9 * scale) return undefined;
  const pure = (x === 0 || x === 1) && (q === 0 || q === 1);
  return { single: [1 - x, x], crowd: [1 - q, q], pure, regret };
}

function askSingle(game: RoleSymmetricGame, i: number, counts: readonly number[]): number {
  return checkFinite(game.singlePayoff(i, counts), `singlePayoff(${i}, [${counts.join(', ')}])`);
}

function askCrowd(game: RoleSymmetricGame, i: number, own: number, others: readonly number[]): number {
  return checkFinite(game.crowdPayoff(i, own, others), `crowdPayoff(${i}, ${own}, [${others.join(', ')}])`);
}

function checkFinite(payoff: number, where: string): number {
  if (!Number.isFinite(payoff)) throw new RangeError(`${where} is ${payoff}; a payoff is a finite number`);
  return payoff;
}

function checkGame(game: RoleSymmetricGame): void {
  if (!Number.isInteger(game.crowdCount) || game.crowdCount < 1) {
    throw new RangeError(`a crowd of ${game.crowdCount}; it needs at least one member`);
  }
}

/** Equilibria of one asserter against several validators who play alike, pure or by the same dice. */
import type { Role } from '../../findings/findings.ts';
import { findRoleSymmetricPure, type RoleSymmetricGame, solveRoleSymmetric } from '../../game/role-symmetric.ts';
import {
  computeSymmetricPayoffs,
  countSymmetricWork,
  findSymmetricEquilibria,
  type SymmetricGame,
} from '../../game/symmetric.ts';
import { multinomial } from '../../game/tree.ts';
import { searchWithin, type Work } from '../../game/work.ts';
import { oneAt, pairs, spread } from './stage-mixes.ts';
import type { Counts, StageTable } from './stage-table.ts';

/** An equilibrium in which all who play a role use one mix; probabilities by position of the strategy. */
export interface FoundEquilibrium {
  asserter: number[];
  validator: number[];
  pure: boolean;
  strict: boolean;
}

/** The equilibria of a stage game, and whether there is a continuum of which only ends are listed. */
export interface FoundEquilibria {
  equilibria: FoundEquilibrium[];
  continuum: boolean;
  /** Which mixes were looked for: all, those of at most two strategies a side, those of more by a search, or none. */
  mixes: 'all' | 'of-three' | 'by-search' | 'none';
}

/** Most nodes in a role for which mixes are looked for: the work grows with a high power of their number. */
const mixedCrowdMax = 16;

/** What it takes to find the ends of mixes of two against mixes of two, for each validator [units of work]. */
const workPerPairing = 1000;

/** Gains up to this share of the largest payoff do not count as reasons to deviate from a mix. */
const tolerance = 1e-9;

/**
 * Equilibria in which the validators play alike: all pure ones, and those in mixes of at most two strategies a side.
 *
 * Polynomials have payoffs against exactly j others as their coefficients, so every mixing probability at which somebody
 * is indifferent is found, and found to rounding. Without the work that takes, mixes are not looked for.
 */
export function solveCrowd(table: StageTable, work: Work): FoundEquilibria {
  const { names, players } = table;
  const [rows, columns] = [names.asserter.length, names.validator.length];
  if (rows === 1) return solveAlike(table, 'validator', work);
  const every = (size: number) => Array.from({ length: size }, (_, k) => k);
  const whole = gameOf(table, every(rows), every(columns));
  const scale = scaleOf(whole);
  const pure = findRoleSymmetricPure(whole, 1e-12 * scale);
  const equilibria = pure.map(
    ({ single, crowd, strict }): FoundEquilibrium => ({
      asserter: oneAt(single, rows),
      validator: oneAt(crowd, columns),
      pure: true,
      strict,
    }),
  );
  const mixed =
    players.validator <= mixedCrowdMax ? searchWithin(() => findPairedMixes(table, whole, scale, work)) : undefined;
  if (!mixed) return { equilibria, continuum: false, mixes: 'none' };
  const mixes = Math.max(rows, columns) > 2 ? 'of-three' : 'all';
  return { equilibria: [...equilibria, ...mixed.equilibria], continuum: mixed.continuum, mixes };
}

/**
 * Equilibria in mixes of at most two strategies a side, and whether a stretch of such mixes is one.
 *
 * @throws OutOfWork
 */
function findPairedMixes(table: StageTable, whole: RoleSymmetricGame, scale: number, work: Work) {
  const { names, players } = table;
  const [rows, columns] = [names.asserter.length, names.validator.length];
  work.spend(workPerPairing * pairs(rows).length * pairs(columns).length * players.validator);
  const equilibria: FoundEquilibrium[] = [];
  let continuum = false;
  const seen = new Set<string>();
  for (const some of pairs(rows)) {
    for (const others of pairs(columns)) {
      const solved = solveRoleSymmetric(gameOf(table, some, others));
      for (const { single, crowd, pure } of solved.equilibria) {
        const [asserter, validator] = [spread(single, some, rows), spread(crowd, others, columns)];
        const key = JSON.stringify([asserter, validator].map((mix) => mix.map((share) => share.toPrecision(9))));
        if (seen.has(key) || hasOutsideGain(whole, asserter, validator, tolerance * scale)) continue;
        seen.add(key);
        continuum ||= solved.continuum;
        if (!pure) equilibria.push({ asserter, validator, pure: false, strict: false });
      }
    }
  }
  return { equilibria, continuum };
}

/**
 * Equilibria in which everyone who plays a role plays alike, the other role having one strategy or no say. Without the work
 * that takes, mixes are not looked for.
 */
export function solveAlike(table: StageTable, role: Role, work: Work): FoundEquilibria {
  const { names, players, recordOf } = table;
  const utilityOf = table.utilityOf!;
  const size = names[role].length;
  const payoff = (own: number, others: Counts) =>
    snap(utilityOf(role === 'asserter' ? recordOf(own, 0, others) : recordOf(0, own, others), role));
  const playerCount = players[role];
  const found = (mix: readonly number[], pure: boolean, strict: boolean): FoundEquilibrium => ({
    asserter: role === 'asserter' ? [...mix] : [1],
    validator: role === 'validator' ? [...mix] : idle(names.validator),
    pure,
    strict,
  });
  const game = { playerCount, strategies: names[role], payoff };
  const alike = playerCount <= mixedCrowdMax ? searchWithin(() => findAlikeMixes(game, work)) : undefined;
  if (alike) {
    return {
      equilibria: alike.equilibria.map(({ mix, pure, strict }) => found(mix, pure, strict)),
      continuum: alike.continuum,
      mixes: size > 2 ? 'by-search' : 'all',
    };
  }
  const scale = Math.max(Number.MIN_VALUE, ...names[role].map((_, own) => Math.abs(payoff(own, all(own)))));
  function all(own: number): number[] {
    return names[role].map((_, k) => (k === own ? playerCount - 1 : 0));
  }
  const equilibria = names[role].flatMap((_, own) => {
    const losses = names[role].flatMap((_name, other) =>
      other === own ? [] : [payoff(own, all(own)) - payoff(other, all(own))],
    );
    const least = Math.min(Number.POSITIVE_INFINITY, ...losses);
    return least < -1e-12 * scale ? [] : [found(oneAt(own, size), true, least > 1e-12 * scale)];
  });
  return { equilibria, continuum: false, mixes: 'none' };
}

/** Equilibria in which all use one mix, and whether infinitely many do. @throws OutOfWork */
function findAlikeMixes(game: SymmetricGame, work: Work) {
  const size = game.strategies.length;
  work.spend(countSymmetricWork(game.playerCount, size));
  const { equilibria, continuum } = findSymmetricEquilibria(game);
  // A support whose strategies are equally good is a continuum of equilibria only where no other is better.
  const holds = (support: readonly number[]) => {
    const even = spread(
      support.map(() => 1 / support.length),
      support,
      size,
    );
    const payoffs = computeSymmetricPayoffs(game, even);
    return !exceeds(payoffs, even, tolerance * Math.max(...payoffs.map(Math.abs)));
  };
  return { equilibria, continuum: continuum.some(holds) };
}

/** What validators of a job that has none are said to play. */
export function idle(validators: readonly string[]): number[] {
  return oneAt(Math.max(0, validators.indexOf('honest')), validators.length);
}

/** The game of one asserter against the crowd, restricted to some strategies of each. */
function gameOf(table: StageTable, rows: readonly number[], columns: readonly number[]): RoleSymmetricGame {
  const { names, players, recordOf } = table;
  const utilityOf = table.utilityOf!;
  const countsOf = (counts: readonly number[]) => spread(counts, columns, names.validator.length);
  return {
    crowdCount: players.validator,
    singleStrategies: rows.map(String),
    crowdStrategies: columns.map(String),
    // Where the focal node asserts, what it would do as a validator does not matter.
    singlePayoff: (i, counts) => snap(utilityOf(recordOf(rows[i], columns[0], countsOf(counts)), 'asserter')),
    crowdPayoff: (i, own, others) => snap(utilityOf(recordOf(rows[i], columns[own], countsOf(others)), 'validator')),
  };
}

/** Sums of probabilities leave the last bits to chance; equal payoffs must be equal, or a tie is lost. */
export function snap(payoff: number): number {
  return Number(payoff.toPrecision(13));
}

/** Whether a strategy outside the mixes would earn more against them than those inside. */
function hasOutsideGain(
  { crowdCount, singleStrategies, crowdStrategies, singlePayoff, crowdPayoff }: RoleSymmetricGame,
  asserter: readonly number[],
  validator: readonly number[],
  ignored: number,
): boolean {
  const asAsserter = singleStrategies.map((_, i) =>
    meanOver(crowdCount, validator, (counts) => singlePayoff(i, counts)),
  );
  const asValidator = crowdStrategies.map((_, k) =>
    meanOver(crowdCount - 1, validator, (others) => meanOf(asserter, (i) => crowdPayoff(i, k, others))),
  );
  return exceeds(asAsserter, asserter, ignored) || exceeds(asValidator, validator, ignored);
}

/** Whether some strategy earns more than a mix does. */
function exceeds(payoffs: readonly number[], mix: readonly number[], ignored: number): boolean {
  const played = payoffs.reduce((sum, payoff, k) => sum + mix[k] * payoff, 0);
  return payoffs.some((payoff) => payoff > played + ignored);
}

/** Largest payoff of a game when the crowd plays alike, in absolute value. */
function scaleOf({
  crowdCount,
  singleStrategies,
  crowdStrategies,
  singlePayoff,
  crowdPayoff,
}: RoleSymmetricGame): number {
  const payoffs = singleStrategies.flatMap((_s, i) =>
    crowdStrategies.flatMap((_c, k) => {
      const counts = (size: number) => crowdStrategies.map((_o, other) => (other === k ? size : 0));
      return [singlePayoff(i, counts(crowdCount)), crowdPayoff(i, k, counts(crowdCount - 1))];
    }),
  );
  return Math.max(...payoffs.map(Math.abs), Number.MIN_VALUE);
}

/** Expectation over how many of `size` validators play what. */
function meanOver(size: number, mix: readonly number[], of: (counts: readonly number[]) => number): number {
  return multinomial(size, mix).reduce((sum, { probability, counts }) => sum + probability * of(counts), 0);
}

/** Expectation over what one player plays. */
function meanOf(mix: readonly number[], of: (strategy: number) => number): number {
  return mix.reduce((sum, share, strategy) => (share > 0 ? sum + share * of(strategy) : sum), 0);
}

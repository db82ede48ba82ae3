/** Equilibria of one asserter against several validators who play alike, pure or by the same dice. */
import { findRoleSymmetricPure, type RoleSymmetricGame, solveRoleSymmetric } from '../game/role-symmetric.ts';
import { multinomial } from '../game/tree.ts';
import { type CrowdStage, evaluateCounts, fraudOf, gameOf } from './stage-crowd.ts';

/** An equilibrium in which all validators use one mix; probabilities by position of the strategy. */
export interface CrowdEquilibrium {
  asserter: number[];
  validator: number[];
  pure: boolean;
  strict: boolean;
  /** False results accepted per job [1]. */
  undetectedPerJob: number;
}

/** Most validators for which mixes are looked for: the work grows with a high power of their number. */
export const mixedCrowdMax = 16;

/** Gains up to this share of the largest payoff do not count as reasons to deviate from a mix. */
const tolerance = 1e-9;

/**
 * Equilibria in which the validators play alike: all pure ones, and those in mixes of at most two strategies a side.
 *
 * @returns the equilibria, and whether there is a continuum of which only ends are listed
 */
export function solveCrowd(stage: CrowdStage): { equilibria: CrowdEquilibrium[]; continuum: boolean } {
  const { asserter, validator, validatorCount } = stage;
  const all = (size: number) => Array.from({ length: size }, (_, k) => k);
  const whole = gameOf(stage, all(asserter.length), all(validator.length));
  const scale = scaleOf(whole);
  const pure = findRoleSymmetricPure(whole, 1e-12 * scale);
  const equilibria = pure.map(({ single, crowd, strict }) =>
    describe(stage, oneAt(single, asserter.length), oneAt(crowd, validator.length), true, strict),
  );
  if (validatorCount > mixedCrowdMax) return { equilibria, continuum: false };
  let continuum = false;
  const seen = new Set<string>();
  for (const rows of pairs(asserter.length)) {
    for (const columns of pairs(validator.length)) {
      const solved = solveRoleSymmetric(gameOf(stage, rows, columns));
      for (const { single, crowd, pure: isPure } of solved.equilibria) {
        const mixes = [spread(single, rows, asserter.length), spread(crowd, columns, validator.length)] as const;
        const key = JSON.stringify(mixes.map((mix) => mix.map((share) => share.toPrecision(9))));
        if (seen.has(key) || hasOutsideGain(whole, ...mixes, tolerance * scale)) continue;
        seen.add(key);
        continuum ||= solved.continuum;
        if (isPure) continue;
        equilibria.push(describe(stage, ...mixes, false, false));
      }
    }
  }
  return { equilibria, continuum };
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

function exceeds(payoffs: readonly number[], mix: readonly number[], ignored: number): boolean {
  const played = payoffs.reduce((sum, payoff, k) => sum + mix[k]! * payoff, 0);
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

function describe(
  stage: CrowdStage,
  asserter: number[],
  validator: number[],
  pure: boolean,
  strict: boolean,
): CrowdEquilibrium {
  const columns = validator.map((_, k) => k);
  const undetectedPerJob = meanOver(stage.validatorCount, validator, (counts) =>
    meanOf(asserter, (i) => fraudOf(evaluateCounts(stage, i, undefined, columns, counts))),
  );
  return { asserter, validator, pure, strict, undetectedPerJob };
}

/** Expectation over how many of `size` validators play what. */
function meanOver(size: number, mix: readonly number[], of: (counts: readonly number[]) => number): number {
  return multinomial(size, mix).reduce((sum, { probability, counts }) => sum + probability * of(counts), 0);
}

/** Expectation over what one player plays. */
function meanOf(mix: readonly number[], of: (strategy: number) => number): number {
  return mix.reduce((sum, share, strategy) => (share > 0 ? sum + share * of(strategy) : sum), 0);
}

function pairs(size: number): [number, number][] {
  return Array.from({ length: size }, (_, i) => i).flatMap((i) =>
    Array.from({ length: i }, (_, k): [number, number] => [k, i]),
  );
}

function spread(shares: readonly number[], positions: readonly number[], size: number): number[] {
  const mix = Array.from({ length: size }, () => 0);
  positions.forEach((position, k) => {
    mix[position] = shares[k]!;
  });
  return mix;
}

function oneAt(index: number, size: number): number[] {
  return Array.from({ length: size }, (_, k) => (k === index ? 1 : 0));
}

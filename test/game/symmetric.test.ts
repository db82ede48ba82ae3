import { describe, expect, it, test } from 'vitest';
import { findBernsteinRoots } from '../../src/game/bernstein.ts';
import { findRoleSymmetricPure, type RoleSymmetricGame, solveRoleSymmetric } from '../../src/game/role-symmetric.ts';
import {
  countSymmetricWork,
  findCountEquilibria,
  findSymmetricEquilibria,
  type SymmetricGame,
} from '../../src/game/symmetric.ts';

describe('roots of Bernstein polynomials', () => {
  it('finds a single crossing exactly', () => {
    expect(findBernsteinRoots([-1, 1])).toEqual([{ value: 0.5, direction: 'rising' }]);
  });

  it('finds both roots of (x - 1/4)(x - 3/4)', () => {
    // Power form 3/16 - x + x^2; Bernstein coefficients c0 = 3/16, c1 = 3/16 - 1/2, c2 = 3/16.
    const roots = findBernsteinRoots([3 / 16, 3 / 16 - 1 / 2, 3 / 16]);
    expect(roots).toEqual([
      { value: 0.25, direction: 'falling' },
      { value: 0.75, direction: 'rising' },
    ]);
  });

  it('finds a root exactly where it halves the range', () => {
    // (x - 1/4)(x - 1/2)(x - 3/4): antisymmetric coefficients, exactly zero in the middle.
    expect(findBernsteinRoots(multiplyLinear([0.25, 0.5, 0.75]))).toEqual([
      { value: expect.closeTo(0.25, 14), direction: 'rising' },
      { value: 0.5, direction: 'falling' },
      { value: expect.closeTo(0.75, 14), direction: 'rising' },
    ]);
  });

  it('reports a root that only touches', () => {
    // (x - 1/3)^2 = 1/9 - 2/3 x + x^2.
    const roots = findBernsteinRoots([1 / 9, 1 / 9 - 1 / 3, 1 / 9 - 2 / 3 + 1]);
    expect(roots).toHaveLength(1);
    expect(roots[0]).toMatchObject({ direction: 'touching' });
    // A double root is blurred to the square root of rounding.
    expect(Math.abs((roots as { value: number }[])[0].value - 1 / 3)).toBeLessThan(1e-7);
  });

  it('tells no root from zero everywhere, and leaves out roots at the ends', () => {
    expect(findBernsteinRoots([1, 2, 3])).toEqual([]);
    expect(findBernsteinRoots([0, 0])).toBe('everywhere');
    expect(findBernsteinRoots([0, 1, 0])).toEqual([]);
    expect(() => findBernsteinRoots([Number.NaN])).toThrow(RangeError);
  });

  it('finds all nine roots of a product with known roots', () => {
    const known = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];
    const roots = findBernsteinRoots(multiplyLinear(known));
    expect(roots).toHaveLength(9);
    // A coefficient may lose 1e-13 of the largest (4e-4), and the slope at the roots is at least 5.7e-6: below 1e-11.
    for (const [k, { value }] of (roots as { value: number }[]).entries()) {
      expect(Math.abs(value - known[k])).toBeLessThan(1e-11);
    }
  });
});

describe('symmetric games in closed form', () => {
  it.each([2, 3, 10, 50])(
    "volunteer's dilemma of %i: everyone stays out with (cost/value)^(1/(n-1)) (Diekmann 1985)",
    (n) => {
      const [value, cost] = [1, 0.3];
      const game: SymmetricGame = {
        playerCount: n,
        strategies: ['volunteer', 'wait'],
        payoff: (own, [volunteers]) => (own === 0 ? value - cost : volunteers > 0 ? value : 0),
      };
      const { equilibria } = findSymmetricEquilibria(game);
      expect(equilibria).toHaveLength(1);
      expect(equilibria[0].mix[1]).toBeCloseTo((cost / value) ** (1 / (n - 1)), 12);
      expect(findCountEquilibria(game)).toEqual([{ counts: [1, n - 1], strict: true, symmetric: false }]);
    },
  );

  it('public good with a threshold: two interior equilibria, where the chance to be pivotal equals the cost', () => {
    // Palfrey, Rosenthal (1984), no refund: C(4, 2) x^2 (1 - x)^2 = cost for 3 of 5.
    const cost = 0.2;
    const game: SymmetricGame = {
      playerCount: 5,
      strategies: ['keep', 'give'],
      payoff: (own, [, givers]) => (givers + own >= 3 ? 1 : 0) - own * cost,
    };
    const { equilibria } = findSymmetricEquilibria(game);
    const mixed = equilibria.filter(({ pure }) => !pure).map(({ mix }) => mix[1]);
    expect(mixed).toHaveLength(2);
    for (const x of mixed) expect(6 * x ** 2 * (1 - x) ** 2).toBeCloseTo(cost, 12);
    expect(mixed[0] + mixed[1]).toBeCloseTo(1, 12);
    expect(equilibria.filter(({ pure, strict }) => pure && strict).map(({ mix }) => mix)).toEqual([[1, 0]]);
    expect(findCountEquilibria(game).map(({ counts }) => counts[1])).toEqual([0, 3]);
  });

  it('congestion on three roads: shares inverse to slowness', () => {
    // n - 1 others load road s with x_s (n - 1); times (s + 1): equal when x_s is proportional to 1 / (s + 1).
    const { equilibria } = findSymmetricEquilibria({
      playerCount: 4,
      strategies: ['a', 'b', 'c'],
      payoff: (own, others) => -others[own] * (own + 1),
    });
    expect(equilibria).toHaveLength(1);
    for (const [s, share] of equilibria[0].mix.entries()) expect(share).toBeCloseTo(6 / 11 / (s + 1), 12);
  });

  it('names supports on which every mix is an equilibrium', () => {
    const { continuum } = findSymmetricEquilibria({ playerCount: 2, strategies: ['a', 'b'], payoff: () => 1 });
    expect(continuum).toEqual([[0, 1]]);
  });

  it('refuses payoffs that are not finite', () => {
    expect(() => findCountEquilibria({ playerCount: 2, strategies: ['a', 'b'], payoff: () => Number.NaN })).toThrow(
      RangeError,
    );
    expect(() => findSymmetricEquilibria({ playerCount: 0, strategies: ['a'], payoff: () => 0 })).toThrow(RangeError);
  });
});

describe('one against a crowd', () => {
  const [gain, loss, bounty, cost] = [50, 150, 150, 1];
  const attention = (n: number): RoleSymmetricGame => ({
    crowdCount: n,
    singleStrategies: ['honest', 'cheat'],
    crowdStrategies: ['lazy', 'check'],
    singlePayoff: (i, [, checking]) => (i === 0 ? 0 : checking === 0 ? gain : -loss),
    crowdPayoff: (i, own, [, checking]) => (own === 0 ? 0 : (i === 1 ? bounty / (checking + 1) : 0) - cost),
  });

  it.each([
    { n: 1, check: 0.25, cheat: 0.006666666667, failure: 0.005 },
    { n: 3, check: 0.09143970358, cheat: 0.007315176287, failure: 0.005486382215 },
    { n: 10, check: 0.02835834214, cheat: 0.00756222457, failure: 0.005671668427 },
  ])('attention game of $n checkers: mixed equilibrium and failure probability', ({ n, check, cheat, failure }) => {
    const { equilibria } = solveRoleSymmetric(attention(n));
    expect(equilibria).toHaveLength(1);
    const [{ single, crowd, regret }] = equilibria;
    expect(crowd[1]).toBeCloseTo(1 - (loss / (gain + loss)) ** (1 / n), 12);
    expect(crowd[1]).toBeCloseTo(check, 10);
    expect(single[1]).toBeCloseTo(cheat, 11);
    expect(single[1] * crowd[0] ** n).toBeCloseTo(failure, 11);
    expect(regret).toBeLessThan(1e-9);
    expect(findRoleSymmetricPure(attention(n))).toEqual([]);
  });

  it('has a strict pure equilibrium once checking is paid for', () => {
    const paid: RoleSymmetricGame = { ...attention(3), crowdPayoff: (_i, own) => (own === 1 ? 0.5 : 0) };
    expect(findRoleSymmetricPure(paid)).toEqual([{ single: 0, crowd: 1, strict: true }]);
    expect(solveRoleSymmetric(paid).equilibria).toMatchObject([{ single: [1, 0], crowd: [0, 1], pure: true }]);
  });

  it('agrees with the solver for two players when the crowd is one', () => {
    // Battle of the sexes as a crowd of one: two pure equilibria and the mixed one.
    const { equilibria } = solveRoleSymmetric({
      crowdCount: 1,
      singleStrategies: ['a', 'b'],
      crowdStrategies: ['a', 'b'],
      singlePayoff: (i, counts) => (counts[i] === 1 ? [2, 1][i] : 0),
      crowdPayoff: (i, own) => (i === own ? [1, 2][i] : 0),
    });
    const rounded = equilibria.map(({ single, crowd }) =>
      [single[0], crowd[0]].map((share) => share.toFixed(12)).join(),
    );
    expect(rounded.sort()).toEqual(
      [
        [0, 0],
        [1, 1],
        [2 / 3, 1 / 3],
      ]
        .map((pair) => pair.map((share) => share.toFixed(12)).join())
        .sort(),
    );
  });

  it('refuses an empty crowd and more than two strategies for mixes', () => {
    expect(() => findRoleSymmetricPure({ ...attention(1), crowdCount: 0 })).toThrow(RangeError);
    expect(() => solveRoleSymmetric({ ...attention(1), crowdStrategies: ['a', 'b', 'c'] })).toThrow(RangeError);
  });
});

/** Bernstein coefficients of the product of (x - r): (x - r) has coefficients (-r, 1 - r); products by binomial weights. */
function multiplyLinear(roots: readonly number[]): number[] {
  let coefficients = [1];
  for (const r of roots) {
    const degree = coefficients.length;
    coefficients = Array.from({ length: degree + 1 }, (_, j) => {
      const low = j < degree ? (1 - j / degree) * coefficients[j] * -r : 0;
      const high = j > 0 ? (j / degree) * coefficients[j - 1] * (1 - r) : 0;
      return low + high;
    });
  }
  return coefficients;
}

test('the work of looking for mixes is known before: supports, starts, steps, and payoffs that are met', () => {
  // Three single strategies, three pairs against one other, and 45 starts x 7 residuals x 3 counts x 3 payoffs.
  expect(countSymmetricWork(2, 3)).toBe(3 * 1 + 3 * 4 + 45 * 7 * 9);
  expect(countSymmetricWork(3, 7)).toBeGreaterThan(6 * countSymmetricWork(3, 6));
});

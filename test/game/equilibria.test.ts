import seedrandom from 'seedrandom';
import { describe, expect, it } from 'vitest';
import { describeEquilibrium, type EquilibriumSet } from '../../src/game/equilibrium.ts';
import { buildNormalForm, type NormalForm } from '../../src/game/normal-form.ts';
import { solveBySupports } from '../../src/game/support-enumeration.ts';
import { solveByVertices, solveByVerticesWithin } from '../../src/game/vertex-enumeration.ts';
import { OutOfWork, searchWithin, Work } from '../../src/game/work.ts';

describe('both solvers agree on random integer games, degenerate ones included', () => {
  const random = seedrandom('random games');
  const games = Array.from({ length: 300 }, () => drawGame(random, 5, 10));

  it('finds the same extreme equilibria, components and degeneracy, all with regret below 1e-9', () => {
    let degenerate = 0;
    for (const game of games) {
      const byVertices = solveByVertices(game);
      expect(solveBySupports(game)).toEqual(byVertices);
      expect(Math.max(...byVertices.equilibria.map(({ regret }) => regret))).toBeLessThan(1e-9);
      if (byVertices.degenerate) degenerate += 1;
    }
    // The sample must hold plenty of both kinds, or the comparison says little.
    expect(degenerate).toBeGreaterThan(50);
    expect(games.length - degenerate).toBeGreaterThan(50);
  });

  it('has an odd number of equilibria when the game is not degenerate (Wilson 1971)', () => {
    for (const { degenerate, equilibria } of games.map(solveByVertices)) {
      if (!degenerate) expect(equilibria.length % 2).toBe(1);
    }
  });

  it('finds every pure equilibrium that brute force finds', () => {
    for (const game of games) {
      const pure = solveByVertices(game).equilibria.filter((equilibrium) => equilibrium.pure);
      expect(pure.map(({ profile }) => profile.map((mix) => mix.indexOf(1)).join())).toEqual(
        expect.arrayContaining(listPureByHand(game)),
      );
      expect(pure).toHaveLength(listPureByHand(game).length);
    }
  });

  it('says of every mix inside a Nash subset that it is an equilibrium', () => {
    for (const game of games) {
      for (const { subsets } of solveByVertices(game).components) {
        for (const { rows, columns } of subsets) {
          const inside = [mixEvenly(rows), mixEvenly(columns)];
          expect(describeEquilibrium(game, inside).regret).toBeLessThan(1e-9);
        }
      }
    }
  });

  it('does not change with the unit or the zero of either payoff', () => {
    for (const game of games.slice(0, 50)) {
      const moved = buildNormalForm(
        game.payoffs[0].map((row) => row.map((payoff) => 0.1 * payoff - 7.3)),
        game.payoffs[1].map((row) => row.map((payoff) => 1e6 * payoff + 12345.678)),
      );
      expect(listProfiles(solveByVertices(moved))).toEqual(listProfiles(solveByVertices(game)));
    }
  });
});

describe('the borders of the solvers', () => {
  it('takes 0.1 + 0.2 and 0.3 for the same payoff', () => {
    const game = buildNormalForm([[0.1 + 0.2, 0.3]], [[0.3, 0.1 + 0.2]]);
    expect(solveByVertices(game).equilibria).toHaveLength(2);
    expect(solveByVertices(game).components).toHaveLength(1);
  });

  it('tells apart payoffs that differ by one billionth of the range', () => {
    const game = buildNormalForm([[1 + 1e-9], [1], [0]], [[0], [0], [0]]);
    expect(solveByVertices(game).equilibria).toHaveLength(1);
    expect(solveBySupports(game).equilibria).toHaveLength(1);
  });

  it('drops a mix against which a third strategy earns a billionth more', () => {
    const column = [
      [0, 1],
      [1, 0],
      [0, 0],
    ];
    const tempted = buildNormalForm(
      [
        [2, 0],
        [0, 2],
        [1 + 1e-9, 1 + 1e-9],
      ],
      column,
    );
    const tied = buildNormalForm(
      [
        [2, 0],
        [0, 2],
        [1, 1],
      ],
      column,
    );
    const even = [
      [0.5, 0.5, 0],
      [0.5, 0.5],
    ];
    for (const solve of [solveByVertices, solveBySupports]) {
      expect(solve(tied).equilibria.map(({ profile }) => profile)).toContainEqual(even);
      expect(solve(tempted).equilibria.map(({ profile }) => profile)).not.toContainEqual(even);
    }
  });

  it('finds an equilibrium whose indifference is nearly singular', () => {
    // Avoiding each other is worth a billionth of what the third strategy costs.
    const row = [
      [0, 1e-9, -1],
      [1e-9, 0, -1],
      [-1, -1, -2],
    ];
    const game = buildNormalForm(row, row);
    const sets = [solveByVertices(game), solveBySupports(game)];
    expect(sets[0]).toEqual(sets[1]);
    expect(sets[0].equilibria.map(({ profile }) => profile)).toContainEqual([
      [0.5, 0.5, 0],
      [0.5, 0.5, 0],
    ]);
    expect(sets[0].equilibria).toHaveLength(3);
  });

  it('calls an equilibrium strict only when every deviation loses', () => {
    const game = buildNormalForm(
      [
        [1, 0],
        [0, 0],
      ],
      [
        [1, 0],
        [0, 0],
      ],
    );
    expect(solveByVertices(game).equilibria.map(({ strict }) => strict)).toEqual([true, false]);
  });

  it('solves the one-by-one game', () => {
    expect(solveByVertices(buildNormalForm([[4]], [[2]])).equilibria).toEqual([
      { profile: [[1], [1]], pure: true, strict: true, payoffs: [4, 2], regret: 0 },
    ]);
  });

  it('refuses games that are too large', () => {
    const large = Array.from({ length: 16 }, () => Array.from({ length: 16 }, () => 0));
    expect(() => solveByVertices(buildNormalForm(large, large))).toThrow(RangeError);
    expect(() => solveBySupports(buildNormalForm(large, large))).toThrow(RangeError);
  });
});

describe('the search ends with its work', () => {
  const random = seedrandom('dense games');
  const dense = (size: number) => {
    const draw = () => Array.from({ length: size }, () => Array.from({ length: size }, () => random()));
    return buildNormalForm(draw(), draw());
  };

  it('lists all equilibria with just enough of it, and nothing with less', () => {
    const game = dense(4);
    const found = (units: number) => searchWithin(() => solveByVerticesWithin(game, new Work(units)));
    let [less, enough] = [0, 10_000];
    while (enough - less > 1) {
      const middle = (less + enough) / 2;
      if (found(middle)) enough = middle;
      else less = middle;
    }
    expect(found(enough)).toEqual(solveByVertices(game));
    expect(found(less)).toBeUndefined();
    // At most 70 bases of eight columns a side, each entered and left, of four rows of nine numbers at a third of a unit.
    expect(enough).toBeLessThan(2 * 70 * 24 + 70);
  });

  it('and does not begin another search afterwards', () => {
    const work = new Work(1e5);
    expect(() => solveByVerticesWithin(dense(15), work)).toThrow(OutOfWork);
    expect(() => work.spend(1)).toThrow(OutOfWork);
  });

  it('is no mistake that is kept quiet', () => {
    expect(() => searchWithin(() => solveByVertices(dense(16)))).toThrow(RangeError);
  });
});

describe('the 11-20 money request game (Arad, Rubinstein 2012, American Economic Review 102)', () => {
  // Ask for 11 to 20 and get it; asking for exactly one less than the other earns 20 more.
  const asks = Array.from({ length: 10 }, (_, k) => 20 - k);
  const row = asks.map((own) => asks.map((other) => own + (own === other - 1 ? 20 : 0)));

  it('has the published symmetric equilibrium: 20 to 15 with 5, 10, 15, 20, 25 and 25 percent', () => {
    const game = buildNormalForm(
      row,
      row[0].map((_, j) => row.map((payoffs) => payoffs[j])),
    );
    const symmetric = solveByVertices(game).equilibria.filter(({ profile }) =>
      profile[0].every((share, k) => Math.abs(share - profile[1][k]) < 1e-12),
    );
    expect(symmetric.map(({ profile }) => profile[0].map((share) => Number(share.toFixed(12))))).toEqual([
      [0.05, 0.1, 0.15, 0.2, 0.25, 0.25, 0, 0, 0, 0],
    ]);
  });
});

function drawGame(random: () => number, largest: number, payoffs: number): NormalForm {
  const [m, n] = [1 + Math.floor(random() * largest), 1 + Math.floor(random() * largest)];
  // Fewer distinct payoffs make ties, and so degenerate games, more likely.
  const distinct = 2 + Math.floor(random() * (payoffs - 1));
  const draw = () => Array.from({ length: m }, () => Array.from({ length: n }, () => Math.floor(random() * distinct)));
  return buildNormalForm(draw(), draw());
}

function listPureByHand(game: NormalForm): string[] {
  const [row, column] = game.payoffs;
  return row.flatMap((payoffs, i) =>
    payoffs.flatMap((payoff, j) => {
      const rowStays = row.every((other) => other[j] <= payoff);
      const columnStays = column[i].every((other) => other <= column[i][j]);
      return rowStays && columnStays ? [`${i},${j}`] : [];
    }),
  );
}

function mixEvenly(corners: readonly (readonly number[])[]): number[] {
  return corners[0].map((_, s) => corners.reduce((sum, mix) => sum + mix[s], 0) / corners.length);
}

function listProfiles(set: EquilibriumSet): string[] {
  return set.equilibria.map(({ profile }) =>
    profile.map((mix) => mix.map((share) => share.toFixed(10)).join()).join('|'),
  );
}

import { describe, expect, it } from 'vitest';
import { eliminateDominated, findDominated } from '../../src/game/dominance.ts';
import { buildNormalForm, buildNPlayerGame, flattenNormalForm } from '../../src/game/normal-form.ts';

const flat = (row: number[][], column: number[][]) => flattenNormalForm(buildNormalForm(row, column));
const zeros = (m: number, n: number) => Array.from({ length: m }, () => Array.from({ length: n }, () => 0));

describe('dominated strategies', () => {
  it('finds strict dominance by a pure strategy', () => {
    expect(
      findDominated(
        flat(
          [
            [3, 0],
            [5, 1],
          ],
          [
            [3, 5],
            [0, 1],
          ],
        ),
        0,
      ),
    ).toEqual([{ player: 0, strategy: 0, by: [0, 1] }]);
  });

  it('finds strict dominance that only a mix achieves', () => {
    const game = flat(
      [
        [3, 0],
        [0, 3],
        [1, 1],
      ],
      zeros(3, 2),
    );
    expect(findDominated(game, 0, { mixed: false })).toEqual([]);
    const [found] = findDominated(game, 0);
    expect(found.strategy).toBe(2);
    expect(found.by[0]).toBeCloseTo(0.5, 12);
  });

  it('does not call a mix that only ties a dominator', () => {
    const tie = flat(
      [
        [3, 0],
        [0, 3],
        [1.5, 1.5],
      ],
      zeros(3, 2),
    );
    expect(findDominated(tie, 0)).toEqual([]);
    expect(findDominated(tie, 0, { kind: 'weak' })).toEqual([]);
  });

  it('finds weak dominance by a mix: equal somewhere, better elsewhere', () => {
    const game = flat(
      [
        [4, 0, 2],
        [0, 4, 2],
        [2, 2, 1],
      ],
      zeros(3, 3),
    );
    expect(findDominated(game, 0)).toEqual([]);
    expect(findDominated(game, 0, { kind: 'weak' }).map(({ strategy }) => strategy)).toEqual([2]);
  });

  it('judges differences on the scale of the payoffs', () => {
    const nearly = flat(
      [
        [1, 1],
        [1 + 1e-12, 1 + 1e-12],
        [0, 0],
      ],
      zeros(3, 2),
    );
    expect(findDominated(nearly, 0).map(({ strategy }) => strategy)).toEqual([2]);
    expect(findDominated(nearly, 0, { tolerance: 1e-13 }).map(({ strategy }) => strategy)).toEqual([0, 2]);
  });

  it('looks at all opponents together in games of three', () => {
    // Player 0's second strategy is better in three of four opponents' profiles only.
    const build = (last: number) =>
      buildNPlayerGame(
        ['a', 'b', 'c'],
        [
          ['x', 'y'],
          ['x', 'y'],
          ['x', 'y'],
        ],
        ([own, j, k]) => [own === 0 ? 0 : j + k === 2 ? last : 1, 0, 0],
      );
    expect(findDominated(build(-1), 0)).toEqual([]);
    expect(findDominated(build(0.5), 0)).toEqual([{ player: 0, strategy: 0, by: [0, 1] }]);
  });
});

describe('iterated elimination', () => {
  it('solves the game of Gibbons (1992), figure 1.1.1, in the order of the book', () => {
    const game = flat(
      [
        [1, 1, 0],
        [0, 0, 2],
      ],
      [
        [0, 2, 1],
        [3, 1, 0],
      ],
    );
    const { surviving, steps } = eliminateDominated(game);
    expect(surviving).toEqual([[0], [1]]);
    expect(steps.map(({ player, strategy }) => [player, strategy])).toEqual([
      [1, 2],
      [0, 1],
      [1, 0],
    ]);
  });

  it('finds the same whatever the order of the strategies', () => {
    const { surviving, steps } = eliminateDominated(
      flat(
        [
          [2, 0, 0],
          [0, 1, 1],
        ],
        [
          [0, 1, 3],
          [1, 2, 0],
        ],
      ),
    );
    expect(surviving).toEqual([[1], [1]]);
    expect(steps.map(({ player, strategy }) => [player, strategy])).toEqual([
      [1, 0],
      [0, 0],
      [1, 2],
    ]);
  });

  it('leaves the rationalizable strategies of Bernheim (1984): all but the one only a mix dominates', () => {
    const row = [
      [0, 2, 7, 0],
      [5, 3, 5, 0],
      [7, 2, 0, 0],
      [0, 0, 0, 10],
    ];
    const column = [
      [7, 5, 0, 1],
      [2, 3, 2, 1],
      [0, 5, 7, 1],
      [0, -2, 0, -1],
    ];
    expect(eliminateDominated(flat(row, column), { mixed: false }).surviving).toEqual([
      [0, 1, 2, 3],
      [0, 1, 2, 3],
    ]);
    expect(eliminateDominated(flat(row, column)).surviving).toEqual([
      [0, 1, 2],
      [0, 1, 2],
    ]);
  });

  it('records the order of weak elimination, on which the result depends', () => {
    // Myerson (1978): the second strategies are weakly dominated, yet (second, second) is an equilibrium.
    const { surviving, steps } = eliminateDominated(
      flat(
        [
          [1, 0],
          [0, 0],
        ],
        [
          [1, 0],
          [0, 0],
        ],
      ),
      { kind: 'weak' },
    );
    expect(surviving).toEqual([[0], [0]]);
    expect(steps.map(({ player }) => player)).toEqual([0, 1]);
  });
});

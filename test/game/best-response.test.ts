import { describe, expect, it } from 'vitest';
import {
  computeRegret,
  computeRegrets,
  findBestResponses,
  findPureEquilibria,
  isEpsilonEquilibrium,
} from '../../src/game/best-response.ts';
import { buildNormalForm, buildNPlayerGame, flattenNormalForm } from '../../src/game/normal-form.ts';

const pennies = flattenNormalForm(
  buildNormalForm(
    [
      [1, -1],
      [-1, 1],
    ],
    [
      [-1, 1],
      [1, -1],
    ],
  ),
);

describe('best responses and regret', () => {
  it('measures what the better reply would gain', () => {
    expect(
      computeRegrets(pennies, [
        [1, 0],
        [1, 0],
      ]),
    ).toEqual([0, 2]);
    // Row mixes 3:1 for heads; column then wins 1/2 by tails, and now gets 0 by mixing evenly.
    expect(
      computeRegrets(pennies, [
        [0.75, 0.25],
        [0.5, 0.5],
      ]),
    ).toEqual([0, 0.5]);
    expect(
      computeRegret(pennies, [
        [0.5, 0.5],
        [0.5, 0.5],
      ]),
    ).toBe(0);
  });

  it('accepts an epsilon-equilibrium at its regret and refuses it just below', () => {
    const profile = [
      [0.75, 0.25],
      [0.5, 0.5],
    ];
    expect(isEpsilonEquilibrium(pennies, profile, 0.5)).toBe(true);
    expect(isEpsilonEquilibrium(pennies, profile, 0.4999)).toBe(false);
  });

  it('lists tied best responses, and near ties within the tolerance', () => {
    expect(
      findBestResponses(
        pennies,
        [
          [1, 0],
          [0.5, 0.5],
        ],
        0,
      ),
    ).toEqual([0, 1]);
    expect(
      findBestResponses(
        pennies,
        [
          [1, 0],
          [0.51, 0.49],
        ],
        0,
      ),
    ).toEqual([0]);
    expect(
      findBestResponses(
        pennies,
        [
          [1, 0],
          [0.51, 0.49],
        ],
        0,
        0.05,
      ),
    ).toEqual([0, 1]);
  });
});

describe('pure equilibria of games with three players', () => {
  it('finds the five profiles of a majority vote in which nobody can turn defeat into victory', () => {
    // Everybody gets 1 when the majority votes 1. A lone dissenter changes nothing.
    const game = buildNPlayerGame(
      ['a', 'b', 'c'],
      [
        ['0', '1'],
        ['0', '1'],
        ['0', '1'],
      ],
      (votes) => {
        const won = votes.reduce((sum, vote) => sum + vote, 0) >= 2 ? 1 : 0;
        return [won, won, won];
      },
    );
    const found = findPureEquilibria(game);
    expect(found.map(({ choice }) => choice.join(''))).toEqual(['000', '011', '101', '110', '111']);
    expect(found.every(({ strict }) => !strict)).toBe(true);
  });

  it('finds strict equilibria and respects the tolerance', () => {
    const game = flattenNormalForm(
      buildNormalForm(
        [
          [3, 0],
          [5, 1],
        ],
        [
          [3, 5],
          [0, 1],
        ],
      ),
    );
    expect(findPureEquilibria(game)).toEqual([{ choice: [1, 1], strict: true }]);
    // At (0, 1) and (1, 0) the exploited player gains 1 by defecting too.
    expect(findPureEquilibria(game, 1).map(({ choice }) => choice.join(''))).toEqual(['01', '10', '11']);
    expect(findPureEquilibria(pennies)).toEqual([]);
  });
});

import { describe, expect, it } from 'vitest';
import {
  buildNormalForm,
  buildNPlayerGame,
  checkNPlayerGame,
  computeExpectedPayoffs,
  computeFlatIndex,
  flattenNormalForm,
} from '../../src/game/normal-form.ts';

describe('normal forms', () => {
  it('keeps the axes when flattened: last player fastest', () => {
    const flat = flattenNormalForm(
      buildNormalForm(
        [
          [1, 2, 3],
          [4, 5, 6],
        ],
        [
          [7, 8, 9],
          [10, 11, 12],
        ],
      ),
    );
    expect(flat.strides).toEqual([3, 1]);
    expect(flat.payoffs[0][computeFlatIndex(flat.strides, [1, 0])]).toBe(4);
    expect(flat.payoffs[1][computeFlatIndex(flat.strides, [0, 2])]).toBe(9);
  });

  it('asks for every profile of an n-player game once, in flat order', () => {
    const asked: string[] = [];
    const game = buildNPlayerGame(['a', 'b', 'c'], [['x', 'y'], ['x'], ['x', 'y', 'z']], (choice) => {
      asked.push(choice.join(''));
      return choice;
    });
    expect(asked).toEqual(['000', '001', '002', '100', '101', '102']);
    expect(game.payoffs[2]).toEqual([0, 1, 2, 0, 1, 2]);
  });

  it('averages payoffs over independent mixes', () => {
    const game = flattenNormalForm(
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
    // 0.75 x 0.9 + 0.25 x 0.1 agreements, the rest disagreements: 0.7 - 0.3.
    expect(
      computeExpectedPayoffs(game, [
        [0.75, 0.25],
        [0.9, 0.1],
      ])[0],
    ).toBeCloseTo(0.4, 14);
  });

  it.each([
    [
      'ragged',
      () =>
        buildNormalForm(
          [[1, 2], [3]],
          [
            [1, 2],
            [3, 4],
          ],
        ),
    ],
    ['of different shapes', () => buildNormalForm([[1, 2]], [[1], [2]])],
    ['empty', () => buildNormalForm([], [])],
    ['infinite', () => buildNormalForm([[Number.POSITIVE_INFINITY]], [[0]])],
    ['not a number', () => buildNormalForm([[0]], [[Number.NaN]])],
    ['missing payoffs', () => buildNPlayerGame(['a', 'b'], [['x'], ['x']], () => [0])],
    ['without players', () => buildNPlayerGame([], [], () => [])],
  ])('refuses games that are %s', (_, build) => {
    expect(build).toThrow(RangeError);
  });

  it('refuses strides that do not fit and profiles that are no distribution', () => {
    const game = flattenNormalForm(buildNormalForm([[1, 2]], [[3, 4]]));
    expect(() => checkNPlayerGame({ ...game, strides: [1, 1] })).toThrow(RangeError);
    expect(() => computeExpectedPayoffs(game, [[1], [0.5, 0.6]])).toThrow(RangeError);
    expect(() => computeExpectedPayoffs(game, [[1], [1]])).toThrow(RangeError);
    expect(() => computeExpectedPayoffs(game, [[1]])).toThrow(RangeError);
  });
});

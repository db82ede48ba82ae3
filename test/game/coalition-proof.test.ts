import { describe, expect, it } from 'vitest';
import { findJointDeviations } from '../../src/game/coalition-proof.ts';
import { buildNormalForm, buildNPlayerGame, flattenNormalForm } from '../../src/game/normal-form.ts';

describe('joint deviations', () => {
  const dilemma = flattenNormalForm(
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

  it('finds that two prisoners together leave mutual defection, and one alone leaves cooperation', () => {
    expect(findJointDeviations(dilemma, [1, 1], 1)).toEqual([]);
    expect(findJointDeviations(dilemma, [1, 1], 2)).toEqual([{ players: [0, 1], choice: [0, 0], gains: [2, 2] }]);
    expect(findJointDeviations(dilemma, [0, 0], 1).map(({ players, gains }) => [players, gains])).toEqual([
      [[0], [2]],
      [[1], [2]],
    ]);
    expect(findJointDeviations(dilemma, [1, 1], 2)).not.toEqual([]);
  });

  it('needs every deviator to gain, by more than the tolerance', () => {
    const tie = flattenNormalForm(
      buildNormalForm(
        [
          [1, 0],
          [0, 2],
        ],
        [
          [1, 0],
          [0, 1],
        ],
      ),
    );
    expect(findJointDeviations(tie, [0, 0], 2)).toEqual([]);
    expect(findJointDeviations(dilemma, [1, 1], 2, 2)).toEqual([]);
    expect(findJointDeviations(dilemma, [1, 1], 2, 1.9)).not.toEqual([]);
  });

  it('finds the smallest coalition that breaks a quorum of three', () => {
    // Whoever joins pays 1; when at least three of four join, each joiner gets 2.
    const game = buildNPlayerGame(
      ['a', 'b', 'c', 'd'],
      [
        ['0', '1'],
        ['0', '1'],
        ['0', '1'],
        ['0', '1'],
      ],
      (joined) => {
        const quorum = joined.reduce((sum, one) => sum + one, 0) >= 3;
        return joined.map((one) => (one === 1 ? (quorum ? 1 : -1) : 0));
      },
    );
    expect(findJointDeviations(game, [0, 0, 0, 0], 2)).toEqual([]);
    const breaking = findJointDeviations(game, [0, 0, 0, 0], 4);
    expect(breaking.map(({ players }) => players.join(''))).toEqual(['012', '013', '023', '123', '0123']);
    expect(findJointDeviations(game, [1, 1, 1, 1], 4)).toEqual([]);
  });

  it('refuses profiles and sizes that do not exist', () => {
    expect(() => findJointDeviations(dilemma, [0, 2], 1)).toThrow(RangeError);
    expect(() => findJointDeviations(dilemma, [0], 1)).toThrow(RangeError);
    expect(() => findJointDeviations(dilemma, [0, 0], 3)).toThrow(RangeError);
    expect(() => findJointDeviations(dilemma, [0, 0], 0)).toThrow(RangeError);
  });
});

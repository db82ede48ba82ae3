import { describe, expect, it } from 'vitest';
import { findPureEquilibria } from '../../src/game/best-response.ts';
import { findJointDeviations } from '../../src/game/coalition-proof.ts';
import { buildNormalForm, flattenNormalForm, type NormalForm } from '../../src/game/normal-form.ts';
import { solveByVertices } from '../../src/game/vertex-enumeration.ts';

interface Stage {
  readonly challenge: number;
  readonly bounty: number;
  readonly copyable: boolean;
  readonly planted?: number;
  readonly slash?: number;
}

/** One asserter (honest, dishonest) and one validator (recompute, lazy, collude), C = 1, R_A = R_V = 1.2. */
function buildStage({ challenge, bounty, copyable, planted = 0, slash = 10 }: Stage): NormalForm {
  const [cost, reward] = [1, 1.2];
  const caught = (1 - challenge) * reward - challenge * slash;
  const lazy = copyable ? [(1 - planted) * reward - planted * slash, reward] : [-slash, -slash];
  return buildNormalForm(
    [
      [reward - cost, reward - cost, reward - cost],
      [caught, copyable ? reward : caught, reward],
    ],
    [
      [reward - cost, lazy[0], -slash],
      [reward + bounty * slash - cost, lazy[1], reward],
    ],
  );
}

const names = ['H', 'D'];
const columnNames = ['H', 'L', 'D'];
const listPure = (stage: Stage) =>
  findPureEquilibria(flattenNormalForm(buildStage(stage))).map(({ choice: [i, j] }) => names[i] + columnNames[j]);

describe('pure equilibria of the stage game with one validator', () => {
  it.each([
    { stage: { copyable: true, bounty: 0, challenge: 0.2 }, pure: ['DL', 'DD'] },
    { stage: { copyable: true, bounty: 0.5, challenge: 0.2 }, pure: [] },
    { stage: { copyable: true, bounty: 0.5, challenge: 0.2, planted: 0.2 }, pure: ['HH'] },
    { stage: { copyable: false, bounty: 0, challenge: 0.2 }, pure: ['HH', 'DD'] },
    { stage: { copyable: false, bounty: 0.05, challenge: 0.2 }, pure: ['HH', 'DD'] },
    { stage: { copyable: false, bounty: 0.5, challenge: 0.2 }, pure: ['HH'] },
    { stage: { copyable: false, bounty: 0.5, challenge: 0.05 }, pure: ['DH'] },
  ])('$stage gives $pure', ({ stage, pure }) => {
    expect(listPure(stage)).toEqual(pure);
  });

  it('is not proof against joint deviation even where honesty is the only equilibrium', () => {
    const game = flattenNormalForm(buildStage({ copyable: false, bounty: 0.5, challenge: 0.2 }));
    expect(findJointDeviations(game, [0, 0], 1)).toEqual([]);
    expect(findJointDeviations(game, [0, 0], 2)).toEqual([{ players: [0, 1], choice: [1, 2], gains: [1, 1] }]);
  });
});

describe('mixed equilibrium when the output can be copied', () => {
  it.each([
    { challenge: 1, lazy: 5 / 756 },
    { challenge: 0.1, lazy: 50 / 756 },
  ])(
    'cheats with C / (beta S) and is checked with C / (p (R + S)) at p = $challenge',
    ({ challenge, lazy: checked }) => {
      const { equilibria } = solveByVertices(buildStage({ challenge, bounty: 1, copyable: true, slash: 150 }));
      const cheat = 1 / 150;
      expect(equilibria).toHaveLength(1);
      const [[asserter, validator]] = equilibria.map(({ profile }) => profile);
      expect(asserter[1]).toBeCloseTo(cheat, 12);
      expect(validator[0]).toBeCloseTo(checked, 12);
      // Undetected fraud per task does not depend on the challenge rate: x (1 - p y).
      expect(asserter[1] * (1 - challenge * validator[0])).toBeCloseTo(0.006622574956, 12);
    },
  );
});

describe('inspection game in closed form', () => {
  it.each([
    { wage: 4, effort: 2, inspection: 1, output: 6 },
    { wage: 10, effort: 1, inspection: 3, output: 12 },
    { wage: 1.2, effort: 1, inspection: 0.01, output: 2 },
  ])(
    'shirks with h/w and is inspected with g/w for $wage, $effort, $inspection',
    ({ wage, effort, inspection, output }) => {
      // Rows: shirk, work; columns: inspect, leave alone. A shirker who is inspected earns nothing.
      const game = buildNormalForm(
        [
          [0, wage],
          [wage - effort, wage - effort],
        ],
        [
          [-inspection, -wage],
          [output - wage - inspection, output - wage],
        ],
      );
      const { equilibria } = solveByVertices(game);
      expect(equilibria).toHaveLength(1);
      expect(equilibria[0].profile[0][0]).toBeCloseTo(inspection / wage, 12);
      expect(equilibria[0].profile[1][0]).toBeCloseTo(effort / wage, 12);
    },
  );
});

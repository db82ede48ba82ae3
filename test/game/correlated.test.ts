import seedrandom from 'seedrandom';
import { describe, expect, it } from 'vitest';
import { computeDisobedienceGain, solveCorrelated } from '../../src/game/correlated.ts';
import { maximize } from '../../src/game/linear-program.ts';
import { buildNormalForm, buildNPlayerGame, flattenNormalForm } from '../../src/game/normal-form.ts';
import { solveByVertices } from '../../src/game/vertex-enumeration.ts';

describe('correlated equilibria', () => {
  it("reaches 10.5 together in Aumann's chicken (1974), more than any Nash equilibrium", () => {
    const game = flattenNormalForm(
      buildNormalForm(
        [
          [6, 2],
          [7, 0],
        ],
        [
          [6, 7],
          [2, 0],
        ],
      ),
    );
    const { value, probabilities, payoffs, regret } = solveCorrelated(game);
    expect(value).toBeCloseTo(10.5, 9);
    expect(payoffs[0]).toBeCloseTo(5.25, 9);
    // The device says (6, 6) half of the time, each of the others a quarter, and never (0, 0).
    for (const [k, share] of [0.5, 0.25, 0.25, 0].entries()) expect(probabilities[k]).toBeCloseTo(share, 9);
    expect(regret).toBeLessThan(1e-9);
  });

  it('maximises any linear objective', () => {
    const game = flattenNormalForm(
      buildNormalForm(
        [
          [2, 0],
          [0, 1],
        ],
        [
          [1, 0],
          [0, 2],
        ],
      ),
    );
    expect(solveCorrelated(game, [0, 0, 0, 1]).probabilities[3]).toBeCloseTo(1, 9);
    expect(solveCorrelated(game, [1, 0, 0, 0]).probabilities[0]).toBeCloseTo(1, 9);
  });

  it('cannot beat mutual defection, which dominates', () => {
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
    expect(solveCorrelated(game).value).toBeCloseTo(2, 9);
  });

  it('is at least as good as every Nash equilibrium of random games, and obeyed', () => {
    const random = seedrandom('correlated');
    for (let count = 0; count < 100; count += 1) {
      const draw = () => Array.from({ length: 4 }, () => Array.from({ length: 3 }, () => Math.floor(random() * 10)));
      const game = buildNormalForm(draw(), draw());
      const { value, regret, probabilities } = solveCorrelated(flattenNormalForm(game));
      expect(regret).toBeLessThan(1e-8);
      expect(Math.min(...probabilities)).toBeGreaterThanOrEqual(0);
      for (const { payoffs, profile } of solveByVertices(game).equilibria) {
        expect(value).toBeGreaterThan(payoffs[0] + payoffs[1] - 1e-8);
        const joint = profile[0].flatMap((x) => profile[1].map((y) => x * y));
        expect(computeDisobedienceGain(flattenNormalForm(game), joint)).toBeLessThan(1e-9);
      }
    }
  });

  it('works for three players: nobody mismatches, so all follow the device', () => {
    const game = buildNPlayerGame(
      ['a', 'b', 'c'],
      [
        ['0', '1'],
        ['0', '1'],
        ['0', '1'],
      ],
      ([i, j, k]) => {
        const together = i === j && j === k ? 1 + i : 0;
        return [together, together, together];
      },
    );
    expect(solveCorrelated(game).value).toBeCloseTo(6, 9);
  });

  it('notices disobedience, and objectives of the wrong length', () => {
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
    expect(computeDisobedienceGain(game, [1, 0, 0, 0])).toBeCloseTo(2, 12);
    expect(() => solveCorrelated(game, [1])).toThrow(RangeError);
  });
});

describe('linear programs', () => {
  it('solves a textbook program (Dantzig): 3x + 5y with x <= 4, 2y <= 12, 3x + 2y <= 18', () => {
    const solved = maximize({
      objective: [3, 5],
      rows: [
        [1, 0],
        [0, 2],
        [3, 2],
      ],
      bounds: [4, 12, 18],
    });
    expect(solved?.value).toBeCloseTo(36, 9);
    expect(solved?.z[0]).toBeCloseTo(2, 9);
    expect(solved?.z[1]).toBeCloseTo(6, 9);
  });

  it('tells infeasible from unbounded', () => {
    expect(maximize({ objective: [1], rows: [[1]], bounds: [-1] })).toBeUndefined();
    expect(() => maximize({ objective: [1], rows: [[-1]], bounds: [1] })).toThrow(RangeError);
  });
});

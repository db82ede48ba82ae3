import seedrandom from 'seedrandom';
import { describe, expect, it } from 'vitest';
import { buildLogitField, computeLogitChoice, computeLogitShare } from '../../src/game/logit-dynamics.ts';
import { buildNormalForm, buildNPlayerGame, flattenNormalForm, type NPlayerGame } from '../../src/game/normal-form.ts';
import { buildTwoPopulations } from '../../src/game/population.ts';
import {
  computeLogitGap,
  computeQuantalResponses,
  LostBranchError,
  traceQuantalResponse,
} from '../../src/game/quantal-response.ts';
import { findRoots } from '../../src/game/root.ts';
import { followField } from '../../src/game/trajectory.ts';

const penniesOf = (x: number) =>
  buildNormalForm(
    [
      [x, 0],
      [0, 1],
    ],
    [
      [0, 1],
      [1, 0],
    ],
  );

const respond = (game: NPlayerGame, precision: number) => computeQuantalResponses(game, [precision])[0]!;

describe('logit quantal response', () => {
  it.each([0.1, 1, 5, 40])(
    'agrees with the scalar fixed point of asymmetric matching pennies at precision %d',
    (precision) => {
      // With p, q for the first strategies: p = L(l (9 q - (1 - q))), q = L(l (1 - 2 p)); the composition has one fixed point.
      const logistic = (x: number) => 1 / (1 + Math.exp(-x));
      const response = (p: number) => logistic(precision * (1 - 2 * p));
      const gap = (p: number) => logistic(precision * (10 * response(p) - 1)) - p;
      const { roots } = findRoots(gap, 0, 1);
      const { profile } = respond(flattenNormalForm(penniesOf(9)), precision);
      expect(roots).toHaveLength(1);
      expect(profile[0][0]).toBeCloseTo(roots[0].value, 10);
      expect(profile[1][0]).toBeCloseTo(response(roots[0].value), 10);
    },
  );

  it('starts uniform and approaches the equilibrium of asymmetric matching pennies', () => {
    const path = traceQuantalResponse(flattenNormalForm(penniesOf(9)), 400);
    expect(path[0]).toMatchObject({
      precision: 0,
      profile: [
        [0.5, 0.5],
        [0.5, 0.5],
      ],
    });
    const last = path[path.length - 1];
    expect(last.precision).toBe(400);
    // Nash: (1/2, 1/2) and (1/10, 9/10); the distance shrinks like 1 / precision.
    expect(Math.abs(last.profile[0][0] - 1 / 2)).toBeLessThan(3 / 400);
    expect(Math.abs(last.profile[1][0] - 1 / 10)).toBeLessThan(3 / 400);
  });

  it('is a fixed point of the logit response at every point of the path, in random games of two and three', () => {
    const random = seedrandom('quantal');
    const names = [
      ['0', '1'],
      ['0', '1', '2'],
      ['0', '1'],
    ];
    for (let count = 0; count < 10; count += 1) {
      const players = count % 2 === 0 ? 2 : 3;
      const strategies = names.slice(0, players);
      const game = buildNPlayerGame(
        strategies.map((_, p) => String(p)),
        strategies,
        () => strategies.map(() => random() * 10),
      );
      for (const { profile, precision } of traceQuantalResponse(game, 3)) {
        expect(computeLogitGap(game, profile, precision)).toBeLessThan(1e-10);
      }
    }
  });

  it('selects the risk-dominant equilibrium of the stag hunt (Turocy 2005 for 2 x 2)', () => {
    const game = flattenNormalForm(
      buildNormalForm(
        [
          [4, 0],
          [3, 3],
        ],
        [
          [4, 3],
          [0, 3],
        ],
      ),
    );
    expect(respond(game, 30).profile[0][1]).toBeGreaterThan(0.999);
  });

  it('does not depend on the unit of payoffs once precision is scaled with it', () => {
    const small = respond(flattenNormalForm(penniesOf(9)), 2);
    const large = buildNormalForm(
      [
        [9000, 0],
        [0, 1000],
      ],
      [
        [0, 1000],
        [1000, 0],
      ],
    );
    const same = respond(flattenNormalForm(large), 0.002);
    expect(same.profile[0][0]).toBeCloseTo(small.profile[0][0], 11);
  });

  it('is where logit dynamics come to rest', () => {
    const game = penniesOf(9);
    const { states } = followField(buildLogitField(buildTwoPopulations(game), 1 / 2), [2, 2], [0.9, 0.1, 0.2, 0.8]);
    const { profile } = respond(flattenNormalForm(game), 2);
    // Followed to a local error of 1e-9 per step.
    for (const [i, share] of profile.flat().entries()) expect(states[states.length - 1][i]).toBeCloseTo(share, 7);
  });

  it('is uniform at precision 0 and refuses negative or infinite precision', () => {
    const game = flattenNormalForm(penniesOf(2));
    expect(respond(game, 0).profile).toEqual([
      [0.5, 0.5],
      [0.5, 0.5],
    ]);
    expect(() => respond(game, -1)).toThrow(RangeError);
    expect(() => computeQuantalResponses(game, [0, 1, Number.NaN])).toThrow(RangeError);
    expect(() => traceQuantalResponse(game, Number.POSITIVE_INFINITY)).toThrow(RangeError);
  });
});

describe('logit choice', () => {
  it('weighs by exponentials, without overflow', () => {
    expect(computeLogitChoice([Math.log(2), 0], 1)[0]).toBeCloseTo(2 / 3, 15);
    expect(computeLogitChoice([1e6, 0], 1)).toEqual([1, 0]);
    expect(() => computeLogitChoice([1, 2], 0)).toThrow(RangeError);
  });

  it('of two is that of what one earns more, to the last bit', () => {
    for (const advantage of [0, 0.3, -0.3, 4e-9, -70, 900, -1e6]) {
      expect(computeLogitShare(advantage, 0.1)).toBe(computeLogitChoice([advantage, 0], 0.1)[0]);
    }
    expect(() => computeLogitShare(1, 0)).toThrow(RangeError);
  });

  it('finds several precisions on one way, in any order, as it finds each alone', () => {
    const game = flattenNormalForm(penniesOf(9));
    const precisions = [40, 0, 1, 5, 1];
    expect(computeQuantalResponses(game, precisions)).toEqual(precisions.map((precision) => respond(game, precision)));
  });
});

describe('a branch that leads nowhere', () => {
  const flat = flattenNormalForm(
    buildNormalForm(
      [
        [0, 0],
        [0, 0],
        [0, 0],
      ],
      [
        [71, 71],
        [71, 71],
        [71, 71],
      ],
    ),
  );
  const uniform = [
    [1 / 3, 1 / 3, 1 / 3],
    [1 / 2, 1 / 2],
  ];

  it('is uniform at every precision where nothing matters to anybody', () => {
    expect(traceQuantalResponse(flat, 10).map(({ profile }) => profile)).toEqual([uniform, uniform]);
    expect(traceQuantalResponse(flat, 10).at(-1)!.precision).toBe(10);
    for (const response of computeQuantalResponses(flat, [0, 1, 1e300])) expect(response!.profile).toEqual(uniform);
  });

  it('is told where it was lost, and what came before it stands', () => {
    const game = flattenNormalForm(penniesOf(1e3));
    const [far, near] = computeQuantalResponses(game, [1e306, 1e-3]);
    expect(computeLogitGap(game, near!.profile, 1e-3)).toBeLessThan(1e-9);
    expect(far).toBeNull();
  });

  it('is lost at once where payoffs lie further apart than numbers reach', () => {
    const endless = flattenNormalForm(buildNormalForm([[1.5e308], [-1.5e308]], [[0], [0]]));
    expect(computeQuantalResponses(endless, [1])).toEqual([null]);
    expect(() => traceQuantalResponse(endless, 1)).toThrow(LostBranchError);
  });
});

import { describe, expect, it } from 'vitest';
import { followBestResponses } from '../../src/game/best-response-dynamics.ts';
import { findEigenvalues } from '../../src/game/eigenvalues.ts';
import { playFictitiously } from '../../src/game/fictitious-play.ts';
import { buildNormalForm } from '../../src/game/normal-form.ts';
import { buildPopulation, buildTwoPopulations } from '../../src/game/population.ts';
import { buildReplicatorField, estimateBasins, findReplicatorRests } from '../../src/game/replicator.ts';
import { followField } from '../../src/game/trajectory.ts';

const rps = (win: number, lose: number) => [
  [0, -lose, win],
  [win, 0, -lose],
  [-lose, win, 0],
];
const last = <T>(values: readonly T[]): T => values[values.length - 1];
const pennies = buildNormalForm(
  [
    [1, -1],
    [-1, 1],
  ],
  [
    [-1, 1],
    [1, -1],
  ],
);

describe('replicator dynamics', () => {
  it('grows logistically when one strategy earns 1 more', () => {
    const game = buildPopulation([
      [1, 1],
      [0, 0],
    ]);
    const path = followField(buildReplicatorField(game), game.sizes, [0.01, 0.99], { time: 10 });
    for (const [k, time] of path.times.entries()) {
      // Local errors of 1e-9 over a few hundred steps.
      expect(path.states[k][0]).toBeCloseTo(1 / (1 + 99 * Math.exp(-time)), 6);
    }
    expect(last(path.times)).toBe(10);
  });

  it('circles for ever in rock, paper, scissors: the product of shares is conserved', () => {
    const game = buildPopulation(rps(1, 1));
    const { states } = followField(buildReplicatorField(game), game.sizes, [0.5, 0.3, 0.2], { time: 50 });
    for (const [a, b, c] of states) expect(a * b * c).toBeCloseTo(0.03, 6);
  });

  it.each([
    { win: 2, lose: 1, stability: 'stable' },
    { win: 1, lose: 1, stability: 'neutral' },
    { win: 1, lose: 2, stability: 'unstable' },
  ])(
    'judges the middle of rock, paper, scissors by eigenvalues: $win against $lose is $stability',
    ({ win, lose, stability }) => {
      const { rests } = findReplicatorRests(rps(win, lose));
      const middle = rests.find(({ shares }) => shares.every((share) => share > 0));
      expect(middle?.stability).toBe(stability);
      // Hofbauer, Sigmund (1998), 7.7: real part (lose - win) / 6.
      for (const { re } of middle?.eigenvalues ?? []) expect(re).toBeCloseTo((lose - win) / 6, 12);
    },
  );

  it('finds hawk-dove at V / C and reports supports without a point of their own', () => {
    const { rests } = findReplicatorRests([
      [-1, 2],
      [0, 1],
    ]);
    expect(rests.map(({ stability }) => stability)).toEqual(['unstable', 'unstable', 'stable']);
    expect(rests[2].shares[0]).toBeCloseTo(0.5, 14);
    // Slope of x (1 - x) (1 - 2x) at one half.
    expect(rests[2].eigenvalues[0].re).toBeCloseTo(-0.5, 12);
    expect(
      findReplicatorRests([
        [1, 1],
        [1, 1],
      ]).undetermined,
    ).toEqual([[0, 1]]);
  });

  it('splits the stag hunt at three quarters', () => {
    const basins = estimateBasins(
      [
        [4, 0],
        [3, 3],
      ],
      [
        [1, 0],
        [0, 1],
      ],
      { resolution: 99 },
    );
    // 100 starts (c + 1/2) / 100: exactly 25 lie above 0.75.
    expect(basins).toEqual({ shares: [0.25, 0.75], elsewhere: 0, starts: 100 });
  });

  it('conserves x (1 - x) y (1 - y) in matching pennies between two populations', () => {
    const game = buildTwoPopulations(pennies);
    const { states } = followField(buildReplicatorField(game), game.sizes, [0.8, 0.2, 0.6, 0.4], { time: 20 });
    for (const [a, b, c, d] of states) expect(a * b * c * d).toBeCloseTo(0.8 * 0.2 * 0.6 * 0.4, 6);
  });

  it('refuses states that are no shares and matrices that are not square', () => {
    const game = buildPopulation(rps(1, 1));
    expect(() => followField(buildReplicatorField(game), game.sizes, [0.5, 0.6, 0])).toThrow(RangeError);
    expect(() => followField(buildReplicatorField(game), game.sizes, [1, 0])).toThrow(RangeError);
    expect(() => buildPopulation([[1, 2]])).toThrow(RangeError);
  });
});

describe('rests of replicator dynamics', () => {
  it('turn for ever where two crowds of rock, paper and scissors do better by each other', () => {
    const game = Array.from({ length: 6 }, (_, i) =>
      Array.from({ length: 6 }, (_, j) => (i < 3 === j < 3 ? rps(3, 3)[i % 3][j % 3] : 0.5)),
    );
    const rest = findReplicatorRests(game).rests.find(({ shares }) => shares.every((share) => share > 0.1));
    // Each crowd cycles at the same speed, undamped: neither pushed away nor drawn back.
    expect(rest?.stability).toBe('neutral');
  });
});

describe('eigenvalues', () => {
  it('finds real and complex ones', () => {
    const real = findEigenvalues([
      [2, 1, 0],
      [0, 3, 5],
      [0, 0, -4],
    ])
      .map(({ re }) => re)
      .sort((a, b) => a - b);
    for (const [k, exact] of [-4, 2, 3].entries()) expect(real[k]).toBeCloseTo(exact, 11);
    const complex = findEigenvalues([
      [1, -2],
      [2, 1],
    ]);
    expect(complex.map(({ im }) => Math.abs(im))).toEqual([expect.closeTo(2, 12), expect.closeTo(2, 12)]);
    expect(complex.map(({ re }) => re)).toEqual([expect.closeTo(1, 12), expect.closeTo(1, 12)]);
  });

  it('finds one that comes several times as well as one that comes once', () => {
    // Ones off the diagonal and fours on it: 3 three times, and 7.
    const fourfold = Array.from({ length: 4 }, (_, i) => Array.from({ length: 4 }, (_, j) => (i === j ? 4 : 1)));
    const found = findEigenvalues(fourfold).map(({ re }) => re);
    for (const [k, exact] of [3, 3, 3, 7].entries()) expect(found.sort((a, b) => a - b)[k]).toBeCloseTo(exact, 13);
  });

  it('comes to an end where an unlucky shift would turn for ever', () => {
    // The roots of 1, and the matrix on which the QR steps of well-known libraries never end.
    const turn = [2, 0, 1].map((at) => [0, 1, 2].map((j) => Number(j === at)));
    expect(findEigenvalues(turn).map(({ re, im }) => Math.hypot(re, im))).toEqual(
      Array.from({ length: 3 }, () => expect.closeTo(1, 13)),
    );
    const endless = ['00000', '00001', '00010', '11001', '10101'].map((row) => Array.from(row, Number));
    const golden = (1 + Math.sqrt(5)) / 2;
    const found = findEigenvalues(endless).map(({ re }) => re);
    for (const [k, exact] of [1 - golden, 0, 0, 0, golden].entries()) {
      expect(found.sort((a, b) => a - b)[k]).toBeCloseTo(exact, 13);
    }
  });
});

describe('best-response dynamics', () => {
  it('moves on straight lines: distance to the best response falls like e^-t', () => {
    const path = followBestResponses(
      buildPopulation([
        [1, 0],
        [0, 1],
      ]),
      [0.4, 0.6],
      { time: 3 },
    );
    expect(path.ended).toBe('time');
    expect(last(path.states)[0]).toBeCloseTo(0.4 * Math.exp(-3), 14);
  });

  it('tips coordination at the equilibrium share', () => {
    const game = buildPopulation([
      [4, 0],
      [3, 3],
    ]);
    expect(last(followBestResponses(game, [0.751, 0.249]).states)[0]).toBeCloseTo(1, 12);
    expect(last(followBestResponses(game, [0.749, 0.251]).states)[0]).toBeCloseTo(0, 12);
  });

  it('switches exactly where payoffs cross, then rests at the mix of hawk-dove', () => {
    const path = followBestResponses(
      buildPopulation([
        [-1, 2],
        [0, 1],
      ]),
      [0.1, 0.9],
    );
    expect(path.ended).toBe('indifference');
    // From 0.1 towards 1 until 0.5: 0.9 e^-t = 0.5.
    expect(path.times[1]).toBeCloseTo(Math.log(0.9 / 0.5), 12);
    expect(last(path.states)[0]).toBeCloseTo(0.5, 12);
  });

  it('closes in on the equilibrium of matching pennies', () => {
    const path = followBestResponses(buildTwoPopulations(pennies), [0.9, 0.1, 0.6, 0.4]);
    expect(path.ended).toBe('switches');
    expect(last(path.times)).toBeGreaterThan(5);
    // The duality gap falls like e^-t (Hofbauer, Sorin 2006); it starts at 0.8 + 0.2.
    const [x, , y] = last(path.states);
    const gap = Math.abs(2 * (2 * x - 1)) / 2 + Math.abs(2 * (2 * y - 1)) / 2;
    expect(gap).toBeCloseTo(Math.exp(-last(path.times)), 9);
  });

  it('stays at a strict equilibrium', () => {
    expect(
      followBestResponses(
        buildPopulation([
          [1, 0],
          [0, 1],
        ]),
        [1, 0],
      ).ended,
    ).toBe('rest');
  });
});

describe('fictitious play', () => {
  it('converges in zero-sum games (Robinson 1951)', () => {
    const { frequencies, regret } = playFictitiously(pennies, 10_000);
    for (const share of frequencies.flat()) expect(Math.abs(share - 0.5)).toBeLessThan(0.02);
    expect(regret).toBeLessThan(0.04);
  });

  it('finds the mixes of a two by four game (Ferguson): 5/7, 2/7 against 5/7, 2/7 on the middle columns', () => {
    const row = [
      [2, 3, 1, 5],
      [4, 1, 6, 0],
    ];
    const { frequencies, regret } = playFictitiously(
      buildNormalForm(
        row,
        row.map((line) => line.map((entry) => -entry)),
      ),
      100_000,
    );
    for (const [k, share] of [5 / 7, 2 / 7].entries()) expect(Math.abs(frequencies[0][k] - share)).toBeLessThan(0.02);
    for (const [k, share] of [0, 5 / 7, 2 / 7, 0].entries())
      expect(Math.abs(frequencies[1][k] - share)).toBeLessThan(0.02);
    expect(regret).toBeLessThan(0.05);
  });

  it('locks in a strict equilibrium', () => {
    const game = buildNormalForm(
      [
        [2, 0],
        [0, 1],
      ],
      [
        [1, 0],
        [0, 2],
      ],
    );
    expect(playFictitiously(game, 1000, [1, 1])).toMatchObject({ changes: 0, last: [1, 1], regret: 0 });
  });

  it("does not converge in Shapley's game (1964): the phases grow geometrically", () => {
    const game = buildNormalForm(
      [
        [1, 0, 0],
        [0, 1, 0],
        [0, 0, 1],
      ],
      [
        [0, 1, 0],
        [0, 0, 1],
        [1, 0, 0],
      ],
    );
    const short = playFictitiously(game, 10_000);
    const long = playFictitiously(game, 1_000_000);
    expect(long.regret).toBeGreaterThan(0.1);
    // A hundred times as many rounds add only as many changes again as the second power of ten did.
    expect(long.changes).toBeLessThan(2.5 * short.changes);
  });

  it('refuses starts that do not exist and no rounds', () => {
    expect(() => playFictitiously(pennies, 0)).toThrow(RangeError);
    expect(() => playFictitiously(pennies, 10, [2, 0])).toThrow(RangeError);
  });
});

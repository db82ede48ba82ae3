import { describe, expect, it } from 'vitest';
import { findStableStrategies } from '../../src/game/evolutionary.ts';

const supports = (matrix: number[][]) => findStableStrategies(matrix).map(({ support }) => support.join(''));
const generalizedRps = (win: number, lose: number) => [
  [0, -lose, win],
  [win, 0, -lose],
  [-lose, win, 0],
];

describe('evolutionarily stable strategies', () => {
  it('mixes hawks with probability V / C when fighting costs more than it wins (Maynard Smith, Price 1973)', () => {
    const [value, cost] = [2, 6];
    const [stable] = findStableStrategies([
      [(value - cost) / 2, value],
      [0, value / 2],
    ]);
    expect(stable.mix[0]).toBeCloseTo(value / cost, 14);
    expect(
      supports([
        [1, 2],
        [0, 1],
      ]),
    ).toEqual(['0']);
  });

  it.each([
    { win: 2, lose: 1, expected: ['012'] },
    { win: 1, lose: 1, expected: [] },
    { win: 1, lose: 2, expected: [] },
  ])(
    'rock, paper, scissors: stable only when winning outweighs losing, $win against $lose',
    ({ win, lose, expected }) => {
      expect(supports(generalizedRps(win, lose))).toEqual(expected);
    },
  );

  it('has one stable strategy per action in pure coordination', () => {
    expect(
      supports([
        [1, 0, 0],
        [0, 1, 0],
        [0, 0, 1],
      ]),
    ).toEqual(['0', '1', '2']);
  });

  it('decides ties outside the support: the neutral mutant must lose against itself', () => {
    expect(
      supports([
        [0, 1],
        [0, 0],
      ]),
    ).toEqual(['0']);
    expect(
      supports([
        [0, 0],
        [0, 0],
      ]),
    ).toEqual([]);
  });

  it.each([
    { cooperation: 3.9, stable: true },
    { cooperation: 4, stable: false },
    { cooperation: 4.1, stable: false },
  ])(
    'decides pairs of neutral mutants exactly at the edge of copositivity, $cooperation',
    ({ cooperation, stable }) => {
      // Mutants 1 and 2 tie with 0 and lose 1 each alone; together they gain `cooperation` between them.
      const matrix = [
        [0, 1, 1],
        [0, 0, cooperation / 2],
        [0, cooperation / 2, 0],
      ];
      expect(supports(matrix).includes('0')).toBe(stable);
    },
  );

  it.each([
    {
      name: 'a ring of four',
      size: 4,
      edge: (i: number, j: number) => (i - j + 4) % 4 !== 2,
      cliques: ['01', '03', '12', '23'],
    },
    {
      name: 'three couples',
      size: 6,
      edge: (i: number, j: number) => i % 3 !== j % 3,
      cliques: ['012', '015', '024', '045', '123', '135', '234', '345'],
    },
    {
      name: 'two camps of three',
      size: 6,
      edge: (i: number, j: number) => i % 2 !== j % 2,
      cliques: ['01', '03', '05', '12', '14', '23', '25', '34', '45'],
    },
  ])('are the maximal cliques of a graph: $name (Cannings, Vickers 1988)', ({ size, edge, cliques }) => {
    const matrix = Array.from({ length: size }, (_, i) =>
      Array.from({ length: size }, (_unused, j) => (i === j ? 0 : edge(i, j) ? 1 : -1)),
    );
    expect(supports(matrix).sort()).toEqual(cliques);
  });

  it('satisfies the definition against every mutant on a lattice', () => {
    const matrix = generalizedRps(2, 1);
    const [{ mix }] = findStableStrategies(matrix);
    const earn = (x: readonly number[], y: readonly number[]) =>
      x.reduce((sum, share, i) => sum + share * matrix[i].reduce((inner, entry, j) => inner + entry * y[j], 0), 0);
    for (let a = 0; a <= 10; a += 1) {
      for (let b = 0; a + b <= 10; b += 1) {
        const mutant = [a / 10, b / 10, (10 - a - b) / 10];
        expect(earn(mix, mutant)).toBeGreaterThan(earn(mutant, mutant));
      }
    }
  });

  it('refuses matrices that are not square or too large', () => {
    expect(() => findStableStrategies([[1, 2]])).toThrow(RangeError);
    expect(() => findStableStrategies(Array.from({ length: 13 }, () => Array.from({ length: 13 }, () => 0)))).toThrow(
      RangeError,
    );
  });
});

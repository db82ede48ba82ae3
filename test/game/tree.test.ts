/** Counting distributions against exact rational values, and expectations against trees small enough for a pencil. */
import { describe, expect, test } from 'vitest';
import {
  binomial,
  chance,
  count,
  decide,
  decideEach,
  either,
  expectation,
  hypergeometric,
  multinomial,
  type Tree,
} from '../../src/game/tree.ts';

/** n choose k, exactly. */
function choose(n: number, k: number): bigint {
  let value = 1n;
  for (let i = 1; i <= k; i++) value = (value * BigInt(n - k + i)) / BigInt(i);
  return value;
}

/** A quotient of integers of any length as the nearest double but one: 60 digits are divided as integers. */
function quotient(numerator: bigint, denominator: bigint): number {
  const scale = 10n ** BigInt(Math.max(0, denominator.toString().length - numerator.toString().length) + 30);
  return Number((numerator * scale) / denominator) / Number(scale);
}

function expectRelative(value: number, exact: number, tolerance = 1e-9): void {
  expect(Math.abs(value - exact), `${value} against ${exact}`).toBeLessThanOrEqual(tolerance * exact);
}

describe('binomial', () => {
  test.each([
    [1, 3, 10],
    [3, 1, 2],
    [12, 7, 10],
    [50, 1, 10],
    [50, 999, 1000],
  ])('%i trials with chance %i/%i agrees with exact fractions, term by term', (trials, a, b) => {
    const terms = binomial(trials, a / b);
    expect(terms).toHaveLength(trials + 1);
    terms.forEach((term, k) => {
      const numerator = choose(trials, k) * BigInt(a) ** BigInt(k) * BigInt(b - a) ** BigInt(trials - k);
      expectRelative(term, quotient(numerator, BigInt(b) ** BigInt(trials)));
    });
  });

  test('is certain at chance 0 and 1, and for no trials', () => {
    expect(binomial(3, 0)).toEqual([1, 0, 0, 0]);
    expect(binomial(3, 1)).toEqual([0, 0, 0, 1]);
    expect(binomial(0, 0.3)).toEqual([1]);
  });
});

describe('hypergeometric', () => {
  test.each([
    [19, 6, 3],
    [10, 4, 8],
    [10, 0, 3],
    [10, 10, 3],
    [999_999, 99_999, 50],
    [999_999, 999_990, 50],
  ])('population %i with %i marked, %i drawn, agrees with exact fractions', (population, marked, drawn) => {
    const terms = hypergeometric(population, marked, drawn);
    expect(terms).toHaveLength(drawn + 1);
    const ways = choose(population, drawn);
    terms.forEach((term, k) => {
      const possible = k <= marked && drawn - k <= population - marked;
      const exact = possible ? quotient(choose(marked, k) * choose(population - marked, drawn - k), ways) : 0;
      expectRelative(term, exact);
    });
  });
});

describe('multinomial', () => {
  test('lists every composition once, with its exact chance', () => {
    const shares = [2, 3, 0, 5];
    const ways = multinomial(
      6,
      shares.map((share) => share / 10),
    );
    // 6 over three open categories: C(8, 2) compositions.
    expect(ways).toHaveLength(28);
    expect(new Set(ways.map(({ counts }) => counts.join())).size).toBe(28);
    for (const { probability, counts } of ways) {
      expect(counts.reduce((sum, n) => sum + n, 0)).toBe(6);
      let numerator = 1n;
      let left = 6;
      counts.forEach((n, category) => {
        numerator *= choose(left, n) * BigInt(shares[category]) ** BigInt(n);
        left -= n;
      });
      expectRelative(probability, quotient(numerator, 10n ** 6n));
    }
  });

  test('nobody spreads over nothing', () => {
    expect(multinomial(0, [0.5, 0.5])).toEqual([{ probability: 1, counts: [0, 0] }]);
  });
});

describe('expectation', () => {
  const leaf = (...amounts: number[]): Tree<string, string> => ({
    kind: 'outcome',
    add: (columns, weight) => {
      for (const [column, amount] of amounts.entries()) columns[column] += weight * amount;
    },
  });
  const silent = () => [];

  test('weighs the leaves of a small tree as a pencil does', () => {
    const tree = either(
      0.25,
      () => leaf(4, 1),
      () =>
        decide('mover', 'sees', (action) =>
          action === 'left' ? leaf(8, 0) : count([0.5, 0, 0.5], (drawn) => leaf(drawn, 10)),
        ),
    );
    const play = (player: string, observation: string) => {
      expect([player, observation]).toEqual(['mover', 'sees']);
      return [
        { probability: 0.5, action: 'left' },
        { probability: 0.5, action: 'right' },
      ];
    };
    // 0.25·4 + 0.75·(0.5·8 + 0.5·(0.5·0 + 0.5·2)) = 4.375 and 0.25·1 + 0.75·0.5·10 = 4.
    expect([...expectation(tree, play, 2)]).toEqual([4.375, 4]);
  });

  test('counts a crowd: five who each go left with 0.3, left heads squared', () => {
    const tree = decideEach<string, string>('crowd', '', 5, (choices) => {
      const left = choices.find(({ action }) => action === 'left')?.count ?? 0;
      expect(choices.reduce((sum, { count: heads }) => sum + heads, 0)).toBe(5);
      return leaf(left * left);
    });
    const play = () => [
      { probability: 0.3, action: 'left' },
      { probability: 0.7, action: 'right' },
    ];
    // Variance 5·0.3·0.7 plus the square of the mean 1.5.
    expectRelative(expectation(tree, play, 1)[0], 1.05 + 2.25, 1e-14);
  });

  test('never walks a branch of chance 0', () => {
    const forbidden = () => {
      throw new Error('walked');
    };
    expect([
      ...expectation(
        either(0, forbidden, () => leaf(3)),
        silent,
        1,
      ),
    ]).toEqual([3]);
  });

  test.each([
    ['chance', chance([{ probability: 0.6, next: () => leaf(1) }])],
    ['chance', chance([{ probability: Number.NaN, next: () => leaf(1) }])],
    ['decision', decide('mover', '', () => leaf(1))],
  ])('refuses a %s whose probabilities do not sum to 1', (kind, tree) => {
    expect(() => expectation(tree as Tree<string, string>, silent, 1)).toThrow(
      new RegExp(`probabilities of a ${kind} sum to`),
    );
  });

  test('refuses a negative probability even when the sum is 1', () => {
    const tree = either(
      1.5,
      () => leaf(1),
      () => leaf(1),
    );
    expect(() => expectation(tree, silent, 1)).toThrow(RangeError);
  });

  test('refuses a crowd whose shares do not sum to 1', () => {
    const tree = decideEach<string, string>('crowd', '', 2, () => leaf(1));
    const play = () => [
      { probability: 0.3, action: 'left' },
      { probability: 0.3, action: 'right' },
    ];
    expect(() => expectation(tree, play, 1)).toThrow(RangeError);
  });
});

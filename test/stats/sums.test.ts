import { expect, test } from 'vitest';
import { atLeast, binomialSurprise } from '../../src/stats/binomial.ts';
import { boundSum, boundSumInTurn, type Weighted } from '../../src/stats/sums.ts';

/** A coin with chance q, less its mean. */
const coin = (q: number): Weighted[] => [
  { probability: q, value: 1 - q },
  { probability: 1 - q, value: -q },
];

test('the surprise of a count is twice its smaller tail, however small that is', () => {
  expect(binomialSurprise(0, 10, 0.5)).toBeCloseTo(2 / 1024, 12);
  expect(binomialSurprise(10, 10, 0.5)).toBeCloseTo(2 / 1024, 12);
  expect(binomialSurprise(5, 10, 0.5)).toBe(1);
  expect(binomialSurprise(0, 200, 0.5) / (2 * 0.5 ** 200)).toBeCloseTo(1, 8);
  expect(binomialSurprise(200, 200, 0.5) / (2 * 0.5 ** 200)).toBeCloseTo(1, 8);
  expect([binomialSurprise(3, 3, 1), binomialSurprise(2, 3, 1), binomialSurprise(0, 3, 0)]).toEqual([1, 0, 1]);
});

test('the bound of a sum is never below the exact chance, and close to it as far as chances go', () => {
  for (const q of [0.001, 0.1, 0.5, 0.97]) {
    for (const trials of [50, 2000]) {
      for (let successes = 0; successes <= trials; successes += Math.ceil(trials / 40)) {
        const exact = binomialSurprise(successes, trials, q);
        const bound = boundSum(successes - trials * q, trials, coin(q));
        expect(bound).toBeGreaterThanOrEqual(Math.min(1, exact) * (1 - 1e-6));
        // Chernoff's bound gives away a factor of a few standard deviations.
        if (exact > 1e-200 && exact < 1e-6) expect(Math.log(bound) / Math.log(exact)).toBeGreaterThan(0.7);
      }
    }
  }
});

test('what no job can add has no chance, and what every job must add has no other', () => {
  expect(boundSum(3, 10, [{ probability: 1, value: 0 }])).toBe(0);
  expect(
    boundSum(11, 10, [
      { probability: 0.5, value: 1 },
      { probability: 0.5, value: -1 },
    ]),
  ).toBe(0);
  expect(
    boundSum(20, 20, [
      { probability: 0.5, value: 1 },
      { probability: 0.5, value: -1 },
    ]),
  ).toBeCloseTo(2 / 2 ** 20, 12);
});

test('a sum taken in turn surprises no more often than it says, and convicts what is far off', () => {
  // Every course of 400 coins, one in ten of them heads.
  const [trials, q] = [400, 0.1];
  for (let heads = trials; heads > trials * q; heads--) {
    const bound = boundSumInTurn(heads - trials * q, trials, coin(q), trials);
    expect(bound).toBeGreaterThanOrEqual(atLeast(heads, trials, q) * (1 - 1e-9));
  }
  // Eight standard deviations convict, three do not.
  const deviation = Math.sqrt(10_000 * 0.1 * 0.9);
  expect(boundSumInTurn(8 * deviation, 10_000, coin(0.1), 9000)).toBeLessThan(1e-9);
  expect(boundSumInTurn(-8 * deviation, 10_000, coin(0.1), 12_000)).toBeLessThan(1e-9);
  expect(boundSumInTurn(3 * deviation, 10_000, coin(0.1), 10_000)).toBeGreaterThan(0.01);
});

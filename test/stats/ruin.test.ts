/** The chance of ruin against pencil: gamblers, every path of short walks, and simulated long ones. */
import { describe, expect, test } from 'vitest';
import { atMost } from '../../src/stats/binomial.ts';
import { buildLaw, type Law, nothing } from '../../src/stats/law.ts';
import { boundRuin, type Walk } from '../../src/stats/ruin.ts';

const law = (...entries: [number, number][]): Law => buildLaw(entries);
const endless = (goesOn: Law): Walk => ({ goesOn, ends: nothing() });

/** Every path. */
function tryAll({ goesOn, ends }: Walk, steps: number, capital: number, sum = 0): number {
  if (steps === 0) return 0;
  const isRuin = (amount: number) => sum + amount <= -capital + 1e-12;
  const over = ({ amounts, probabilities }: Law, later: (amount: number) => number) =>
    amounts.reduce((total, amount, i) => total + probabilities[i]! * (isRuin(amount) ? 1 : later(sum + amount)), 0);
  return over(goesOn, (next) => tryAll({ goesOn, ends }, steps - 1, capital, next)) + over(ends, () => 0);
}

function expectHeld({ low, high }: { low: number; high: number }, exact: number, width: number): void {
  expect(low).toBeLessThanOrEqual(exact + 1e-12);
  expect(high).toBeGreaterThanOrEqual(exact - 1e-12);
  expect(high - low).toBeLessThanOrEqual(width);
}

describe('short walks', () => {
  const cheat = endless(law([1.2, 0.8], [0.4, 0.05], [-3, 0.15]));
  const crooked = endless(law([Math.sqrt(2) / 7, 0.7], [-Math.E / 9, 0.3]));
  const banned: Walk = { goesOn: law([0.6, 0.6], [-0.4, 0.25]), ends: law([-2, 0.15]) };

  test.each<[string, Walk, number, number, number]>([
    ['on a grid', cheat, 10, 4.2, 1e-12],
    ['that are ruined by the last cent', cheat, 10, 3, 1e-12],
    ['on no grid, by two that are', crooked, 11, 1, 1e-3],
    ['that may end', banned, 11, 1.2, 1e-12],
    ['with nothing to lose', cheat, 8, 0, 1e-12],
    ['that only climb', endless(law([1, 0.5], [0, 0.5])), 9, 1, 0],
  ])('%s', (_, walk, steps, capital, width) => {
    expectHeld(boundRuin(walk, steps, capital), tryAll(walk, steps, capital), width);
  });
});

describe('gamblers', () => {
  test('at a fair game are ruined as the reflection principle says', () => {
    // P(minimum <= -c) = P(S <= -c) + P(S < -c).
    const [steps, capital] = [2000, 36];
    const upTo = (sum: number) => atMost((steps + sum) / 2, steps, 0.5);
    const exact = upTo(-capital) + upTo(-capital - 2);
    expectHeld(boundRuin(endless(law([1, 0.5], [-1, 0.5])), steps, capital), exact, 1e-9);
  });

  test.each([1e6, 15_778_800])('with an edge are ruined with chance (q / p)^c over %d rounds', (steps) => {
    const exact = (0.45 / 0.55) ** 14;
    expectHeld(boundRuin(endless(law([2, 0.55], [-2, 0.45])), steps, 28), exact, 1e-4);
  });

  test('without one are ruined in the end', () => {
    expect(boundRuin(endless(law([0.2, 0.99], [-30, 0.01])), 1e6, 100).low).toBeGreaterThan(0.999999);
  });
});

test('a node that is slashed rarely over a year is followed from slash to slash, on a coarse grid too', () => {
  const year = 15_778_800;
  const fine = boundRuin(endless(law([0.5, 0.999], [-200, 0.001])), year, 600);
  expect(fine.high - fine.low).toBeLessThan(2e-3);
  // The same amounts, none of them whole: the cell is a part of what comes often.
  const scale = Math.PI / 300;
  const coarse = boundRuin(endless(law([0.5 * scale, 0.999], [-200 * scale, 0.001])), year, 600 * scale);
  expect(coarse.low).toBeLessThanOrEqual(fine.high);
  expect(coarse.high).toBeGreaterThanOrEqual(fine.low);
  expect(coarse.high - coarse.low).toBeLessThan(0.02);
});

/** The least value of a function with one valley, against places known by pencil. */
import { describe, expect, test } from 'vitest';
import { findLeast } from '../../src/game/least.ts';

describe('the least value', () => {
  test('of a smooth valley is found by its slope, to more digits than values could tell', () => {
    const found = findLeast((x) => 7 / x + 3 * x, 0.5, 4);
    expect(found / Math.sqrt(7 / 3) - 1).toBeCloseTo(0, 10);
  });

  test.each([
    ['level beyond', (x: number) => Math.max(1 / x, 1 / 1.7) + 1e-6 * x],
    ['steep on both sides', (x: number) => Math.abs(x - 1.7) + 2],
    ['steeper beyond', (x: number) => (x < 1.7 ? 5 - x : 3.3 + 40 * (x - 1.7))],
  ])('in a kink, %s, is at the kink', (_, f) => {
    expect(findLeast(f, 1, 2) / 1.7).toBeCloseTo(1, 9);
    // A kink that is known by name is given back as it was named.
    expect(findLeast(f, 1, 2, [1.7])).toBe(1.7);
  });

  test('just before a kink is not moved by a stencil that reaches across it', () => {
    // The valley at sqrt(1 / 4e-7) - 1 = 1580.139 lies a thousandth before the kink at 1581.
    const f = (x: number) => (x < 1581 ? 1 / (1 + x) + 4e-7 * x : 1 / (1 + x) + 4e-7 * x + 1e-5 * (x - 1581));
    expect(findLeast(f, 1200, 2000, [1581]) / (Math.sqrt(1 / 4e-7) - 1)).toBeCloseTo(1, 9);
  });

  test('at an edge below which nothing is allowed is at the edge', () => {
    const found = findLeast((x) => (x < Math.SQRT2 ? Number.POSITIVE_INFINITY : 1 + x), 1, 4);
    expect(found / Math.SQRT2).toBeCloseTo(1, 12);
    expect(found).toBeGreaterThanOrEqual(Math.SQRT2);
  });

  test('of what only falls or only rises is at an end', () => {
    expect(findLeast((x) => 1 / x, 1, 2)).toBe(2);
    expect(findLeast((x) => x, 0, 2)).toBe(0);
  });

  test('of a plateau is where it begins, as far as that is known by name', () => {
    expect(findLeast((x) => Math.max(1, 2 - x), 0.25, 4, [1, 3])).toBe(1);
  });
});

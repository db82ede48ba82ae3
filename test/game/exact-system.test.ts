import Fraction from 'fraction.js';
import { describe, expect, it } from 'vitest';
import { normalize } from '../../src/game/equilibrium.ts';
import { solveExactly } from '../../src/game/exact-system.ts';

const f = (numerator: number, denominator = 1) => new Fraction(numerator, denominator);

describe('shares of whole weights', () => {
  it('are the nearest numbers however long the weights', () => {
    expect(normalize([1n, 2n])).toEqual([1 / 3, 2 / 3]);
    const huge = 7n ** 1000n;
    expect(normalize([huge, 2n * huge])[0]).toBeCloseTo(1 / 3, 15);
  });
});

describe('exact linear systems', () => {
  it('solves regular ones', () => {
    const { solution } = solveExactly(
      [
        [f(0), f(2)],
        [f(3), f(1)],
      ],
      [f(1), f(1)],
    );
    expect(solution).toEqual([f(1, 6), f(1, 2)]);
  });

  it('gives the kernel of singular ones', () => {
    const { solution, kernel, kernelDimension } = solveExactly(
      [
        [f(1), f(-2)],
        [f(-2), f(4)],
      ],
      [f(1), f(1)],
    );
    expect(solution).toBeUndefined();
    expect(kernelDimension).toBe(1);
    expect(kernel).toEqual([f(2), f(1)]);
    expect(
      solveExactly(
        [
          [f(0), f(0)],
          [f(0), f(0)],
        ],
        [f(0), f(0)],
      ),
    ).toEqual({ kernelDimension: 2 });
  });
});

import { describe, expect, it } from 'vitest';
import {
  add,
  buildFraction,
  divide,
  divideToNumber,
  multiply,
  sign,
  solveExactly,
  subtract,
  toNumber,
} from '../../src/game/rational.ts';

const f = (numerator: number, denominator = 1) => buildFraction(BigInt(numerator), BigInt(denominator));

describe('fractions', () => {
  it('stay in lowest terms with a positive denominator', () => {
    expect(f(6, -4)).toEqual({ numerator: -3n, denominator: 2n });
    expect(add(f(1, 10), f(2, 10))).toEqual(f(3, 10));
    expect(subtract(f(1, 3), f(1, 3))).toEqual(f(0));
    expect(multiply(f(2, 3), f(3, 4))).toEqual(f(1, 2));
    expect(divide(f(2, 3), f(-4, 9))).toEqual(f(-3, 2));
    expect([f(-1, 7), f(0), f(1, 7)].map(sign)).toEqual([-1, 0, 1]);
    expect(() => f(1, 0)).toThrow(RangeError);
    expect(() => divide(f(1), f(0))).toThrow(RangeError);
  });

  it('become the nearest number however long their parts', () => {
    expect(toNumber(f(1, 3))).toBe(1 / 3);
    const huge = 7n ** 1000n;
    expect(divideToNumber(huge, 3n * huge)).toBeCloseTo(1 / 3, 15);
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

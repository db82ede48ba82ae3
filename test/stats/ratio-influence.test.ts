import { expect, test } from 'vitest';
import { computeRatioInfluence } from '../../src/stats/ratio-influence.ts';
import { studentQuantile } from '../../src/stats/student.ts';
import { createNormals, fourErrors } from './normals.ts';

const sumOf = (values: ArrayLike<number>) => Array.from(values).reduce((total, value) => total + value, 0);

/** Standard error of a ratio by the influences of its replications. */
function errorOf(y: readonly number[], x: readonly number[]): number {
  const squares = Array.from(computeRatioInfluence(y, x), (value) => value ** 2);
  return Math.sqrt(sumOf(squares) / (y.length * (y.length - 1)));
}

test('influences add up to nothing, and give the variance of the textbook: sum of (y - R x)² / (n (n - 1) x̄²)', () => {
  const [y, x] = [
    [3, 5, 9, 2],
    [1, 2, 4, 1],
  ];
  const r = 19 / 8;
  const squares = y.reduce((total, value, i) => total + (value - r * x[i]) ** 2, 0);
  expect(errorOf(y, x)).toBeCloseTo(Math.sqrt(squares / (4 * 3 * 2 ** 2)), 14);
  expect(sumOf(computeRatioInfluence(y, x))).toBeCloseTo(0, 13);
});

test('with equal denominators it is the error of a mean; columns of other lengths are refused', () => {
  expect(errorOf([2, 4, 6], [2, 2, 2])).toBeCloseTo(1 / Math.sqrt(3), 14);
  expect(() => computeRatioInfluence([1, 2], [1])).toThrow(RangeError);
});

test('the interval covers the true ratio as often as it says, over 2000 samples of 30', () => {
  const normal = createNormals('ratio');
  const samples = 2000;
  let covered = 0;
  for (let sample = 0; sample < samples; sample++) {
    const x = Array.from({ length: 30 }, () => 10 + normal());
    const y = x.map((value) => 3 * value + 2 * normal());
    const halfWidth = studentQuantile(0.95, 29) * errorOf(y, x);
    if (Math.abs(sumOf(y) / sumOf(x) - 3) <= halfWidth) covered++;
  }
  // The delta method itself is off by far less than the 0.027 allowed to chance: the denominators vary by 10 %.
  expect(Math.abs(covered / samples - 0.9)).toBeLessThan(fourErrors(0.9, samples));
});

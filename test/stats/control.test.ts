import { describe, expect, it } from 'vitest';
import { adjustByControls } from '../../src/stats/control.ts';
import { estimateMean } from '../../src/stats/interval.ts';
import { Summary } from '../../src/stats/summary.ts';
import { createNormals, fourErrors } from './normals.ts';

describe('adjustByControls', () => {
  it('is the plain mean without controls', () => {
    const values = [1, 4, 2, 8];
    const plain = estimateMean(Summary.of(values), 0.95);
    const { kept, residualDeviation, ...estimate } = adjustByControls(values, [], 0.95);
    expect(kept).toEqual([]);
    expect(estimate.mean).toBeCloseTo(plain.mean, 14);
    expect(estimate.halfWidth).toBeCloseTo(plain.halfWidth, 12);
    expect(residualDeviation).toBeCloseTo(2 * plain.standardError, 13);
  });

  it('finds the intercept when the values are a plane over the controls', () => {
    const [u, v] = [
      [0.3, -1.2, 0.5, 2.2, -0.4, 0.9],
      [1.1, 0.2, -0.7, 0.6, 1.9, -1.4],
    ];
    const values = u.map((value, i) => 7 + 2 * value - 3 * v[i]);
    const estimate = adjustByControls(values, [u, v], 0.95);
    expect(estimate.mean).toBeCloseTo(7, 12);
    expect(estimate.standardError).toBeLessThan(1e-12);
    expect(estimate.degrees).toBe(3);
  });

  it("has the intercept and standard error of the regression on Anscombe's first data set (1973)", () => {
    const x = [10, 8, 13, 9, 11, 14, 6, 4, 12, 7, 5];
    const y = [8.04, 6.95, 7.58, 8.81, 8.33, 9.96, 7.24, 4.26, 10.84, 4.82, 5.68];
    const estimate = adjustByControls(y, [x], 0.95);
    expect(estimate.mean).toBeCloseTo(3.0001, 4);
    expect(estimate.standardError).toBeCloseTo(1.1247, 4);
    expect(estimate.residualDeviation).toBeCloseTo(1.2366, 3);
    expect(estimate.degrees).toBe(9);
  });

  it('drops constant and collinear controls and keeps a degree of freedom', () => {
    const u = [0.3, -1.2, 0.5, 2.2, -0.4];
    const v = [1, 2, -1, 0, 0.5];
    const sum = u.map((value, i) => value + v[i]);
    const values = [1, 2, 3, 5, 4];
    const estimate = adjustByControls(values, [[0, 0, 0, 0, 0], u, v, sum, [3, 1, 2, 9, 9], [1, 0, 0, 0, 0]], 0.95);
    expect(estimate.kept).toEqual([1, 2, 4]);
    expect(estimate.degrees).toBe(1);
    expect(Number.isFinite(estimate.halfWidth)).toBe(true);
    expect(adjustByControls([1], [[1]], 0.95).halfWidth).toBe(Number.POSITIVE_INFINITY);
    expect(() => adjustByControls([1, 2, 3], [[1]], 0.95)).toThrow(RangeError);
  });

  it('covers as often as it says and is narrower than the plain mean, over 3000 samples of 12', () => {
    const normal = createNormals('controls');
    const samples = 3000;
    let [covered, ratio] = [0, 0];
    for (let sample = 0; sample < samples; sample++) {
      const u = Float64Array.from({ length: 12 }, normal);
      const values = u.map((value) => 5 + 3 * value + normal());
      const { mean, halfWidth } = adjustByControls(values, [u], 0.9);
      if (Math.abs(mean - 5) <= halfWidth) covered++;
      ratio += halfWidth / estimateMean(Summary.of(values), 0.9).halfWidth / samples;
    }
    expect(Math.abs(covered / samples - 0.9)).toBeLessThan(fourErrors(0.9, samples));
    expect(ratio).toBeLessThan(0.5);
  });
});

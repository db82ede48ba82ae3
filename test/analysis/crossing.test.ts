import { describe, expect, it } from 'vitest';
import { type CurvePoint, findCrossing } from '../../src/analysis/crossing.ts';

const at = (x: number, mean: number, halfWidth = 0, allowance = 0): CurvePoint => ({
  x,
  mean,
  variance: halfWidth ** 2,
  allowance,
});
const independent = () => 0;

describe('where a curve crosses zero', () => {
  it('a line without noise crosses at a point', () => {
    const found = findCrossing([at(0, -1), at(4, 3)], independent);
    expect(found).toEqual({ value: 1, low: 1, high: 1, direction: 'rising' });
  });

  it('never where the means keep their sign', () => {
    expect(findCrossing([at(0, 1, 5), at(1, 2, 5)], independent)).toBeUndefined();
    expect(findCrossing([at(0, 0), at(1, 0)], independent)).toBeUndefined();
  });

  it('noise common to both ends shifts the line: the interval is the half-width over the slope', () => {
    // Slope 1, half-width 0.1 everywhere and fully correlated.
    const found = findCrossing([at(0, -1, 0.1), at(2, 1, 0.1)], () => 0.01)!;
    expect(found.low).toBeCloseTo(0.9, 9);
    expect(found.high).toBeCloseTo(1.1, 9);
  });

  it('independent noise at both ends averages out in the middle: Fieller’s set', () => {
    const found = findCrossing([at(0, -1, 0.2), at(2, 1, 0.2)], independent)!;
    // (x - 1)² = 0.04 ((1 - x/2)² + (x/2)²) has the roots 1 ± sqrt(0.02 / 0.98).
    const reach = Math.sqrt(0.02 / 0.98);
    expect(found.low).toBeCloseTo(1 - reach, 6);
    expect(found.high).toBeCloseTo(1 + reach, 6);
  });

  it('an allowance widens the interval by itself over the slope', () => {
    const found = findCrossing([at(0, -1, 0, 0.1), at(2, 1, 0, 0.1)], independent)!;
    expect(found.low).toBeCloseTo(0.9, 9);
  });

  it('a side on which zero stays possible to the end is open', () => {
    const found = findCrossing([at(0, -1, 0.1), at(2, 1, 0.1), at(3, 0.05, 0.1)], () => 0.01)!;
    expect(found.low).not.toBeNull();
    expect(findCrossing([at(0, -0.05, 0.1), at(2, 1, 0.1)], () => 0.01)!.low).toBeNull();
  });

  it('a bend widens the interval by what the line misses', () => {
    // x² - 2 at 0, 1, 2, 3: half the second derivative is 1; the line from (1, -1) to (2, 2) crosses at 4/3, the curve at 1.414.
    const curve = [0, 1, 2, 3].map((x) => at(x, x * x - 2));
    const found = findCrossing(curve, independent)!;
    expect(found.value).toBeCloseTo(4 / 3, 9);
    expect(found.low).toBeLessThan(Math.SQRT2);
    // Of a parabola the line misses exactly what the bend says.
    expect(found.high).toBeCloseTo(Math.SQRT2, 12);
  });

  it('a rise wins over an earlier fall; without one the fall is found', () => {
    const wave = [at(0, 1), at(1, -1), at(2, 1), at(3, -1)];
    expect(findCrossing(wave, independent)).toMatchObject({ value: 1.5, direction: 'rising' });
    expect(findCrossing([at(0, 2), at(1, 1), at(2, -1)], independent)).toMatchObject({
      value: 1.5,
      direction: 'falling',
    });
  });
});

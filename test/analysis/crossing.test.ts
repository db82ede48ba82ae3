import { describe, expect, it } from 'vitest';
import { ExactShape } from '../../src/analysis/round/straying.ts';
import { type CurvePoint, estimateStraying, findCrossing } from '../../src/analysis/sample/crossing.ts';

const at = (x: number, mean: number, halfWidth = 0, allowance = 0): CurvePoint => ({
  x,
  mean,
  variance: halfWidth ** 2,
  allowance,
});
const independent = () => 0;
const straight = () => 0;
const unknown = () => Number.POSITIVE_INFINITY;

describe('where a curve crosses zero', () => {
  it('a line without noise crosses at a point', () => {
    const found = findCrossing([at(0, -1), at(4, 3)], independent, straight)!;
    expect(found).toMatchObject({ value: 1, direction: 'rising' });
    expect(found.high! - found.low!).toBeLessThanOrEqual(2 * Number.EPSILON);
  });

  it('never where the means keep their sign', () => {
    expect(findCrossing([at(0, 1, 5), at(1, 2, 5)], independent, straight)).toBeUndefined();
    expect(findCrossing([at(0, 0), at(1, 0)], independent, straight)).toBeUndefined();
  });

  it('a curve that touches zero does not cross it, nor one that falls from a tie at the smallest value there is', () => {
    expect(findCrossing([at(0, -1), at(1, 0), at(2, -1)], independent, straight)).toBeUndefined();
    expect(findCrossing([at(0, -1), at(1, 0), at(2, 1)], independent, straight)).toMatchObject({ value: 1 });
    const falls = [at(0, 0), at(1, -1)];
    expect(findCrossing(falls, independent, straight, 0)).toBeUndefined();
    expect(findCrossing(falls, independent, straight, -3)).toMatchObject({ value: 0, direction: 'falling' });
    expect(findCrossing([at(0, 0), at(1, 1)], independent, straight, 0)).toMatchObject({ value: 0 });
  });

  it('a sure tie at the smallest value is a place, not an interval that bisection left over', () => {
    const ends = { value: 0, low: 0, high: 0 };
    expect(findCrossing([at(0, 0), at(0.001, 0.15)], independent, straight, 0)).toMatchObject(ends);
    // Below, honesty may pay; and where the tie is not sure, at every value.
    expect(findCrossing([at(0, 0), at(0.001, 0.15)], independent, straight, -1)).toMatchObject({ low: null, high: 0 });
    expect(findCrossing([at(0, 0, 0.01), at(0.001, 0.15)], independent, straight, 0)).toMatchObject({ low: null });
  });

  it('noise common to both ends shifts the line: the interval is the half-width over the slope', () => {
    // Slope 1, half-width 0.1 everywhere and fully correlated.
    const found = findCrossing([at(0, -1, 0.1), at(2, 1, 0.1)], () => 0.01, straight)!;
    expect(found.low).toBeCloseTo(0.9, 9);
    expect(found.high).toBeCloseTo(1.1, 9);
  });

  it('independent noise at both ends averages out in the middle: Fieller’s set', () => {
    const found = findCrossing([at(0, -1, 0.2), at(2, 1, 0.2)], independent, straight)!;
    // (x - 1)² = 0.04 ((1 - x/2)² + (x/2)²) has the roots 1 ± sqrt(0.02 / 0.98).
    const reach = Math.sqrt(0.02 / 0.98);
    expect(found.low).toBeCloseTo(1 - reach, 6);
    expect(found.high).toBeCloseTo(1 + reach, 6);
  });

  it('an allowance widens the interval by itself over the slope', () => {
    const found = findCrossing([at(0, -1, 0, 0.1), at(2, 1, 0, 0.1)], independent, straight)!;
    expect(found.low).toBeCloseTo(0.9, 9);
  });

  it('a side on which zero stays possible to the end is open', () => {
    const found = findCrossing([at(0, -1, 0.1), at(2, 1, 0.1), at(3, 0.05, 0.1)], () => 0.01, straight)!;
    expect(found.low).not.toBeNull();
    expect(findCrossing([at(0, -0.05, 0.1), at(2, 1, 0.1)], () => 0.01, straight)!.low).toBeNull();
  });

  it('of an unknown shape only the signs of its points are sure', () => {
    expect(findCrossing([at(0, -1), at(4, 3)], independent, unknown)).toMatchObject({ value: 1, low: 0, high: 4 });
    // The second point's sign is not sure: the interval reaches the next.
    const found = findCrossing([at(0, -1), at(1, 0.5, 1), at(4, 3)], independent, unknown)!;
    expect([found.low, found.high]).toEqual([0, 4]);
  });

  it('a bend widens the interval by at least what the line misses', () => {
    // x² - 2 at 0, 1, 2, 3: half the second derivative is 1; the line from (1, -1) to (2, 2) crosses at 4/3, the curve at 1.414.
    const curve = [0, 1, 2, 3].map((x) => at(x, x * x - 2));
    const found = findCrossing(curve, independent, estimateStraying(curve))!;
    expect(found.value).toBeCloseTo(4 / 3, 9);
    expect(found.low).toBeLessThan(Math.SQRT2);
    expect(found.high).toBeGreaterThan(Math.SQRT2);
    expect(found.high).toBeLessThan(2);
    // Three points leave one bend, which says nothing about how it changes.
    expect(findCrossing(curve.slice(0, 3), independent, estimateStraying(curve.slice(0, 3)))).toMatchObject({
      low: 1,
      high: 2,
    });
  });

  it('steep at its end, a curve is still held: thresholds of r^n, which chords of five values miss', () => {
    for (const n of [3, 5, 10]) {
      const root = 0.5 ** (1 / n);
      for (const count of [4, 5, 7, 12]) {
        const curve = Array.from({ length: count }, (_, i) => (0.95 * i) / (count - 1)).map((x) => at(x, 0.5 - x ** n));
        const found = findCrossing(curve, independent, estimateStraying(curve))!;
        expect(found.low!, `n = ${n}, ${count} values`).toBeLessThanOrEqual(root);
        expect(found.high!, `n = ${n}, ${count} values`).toBeGreaterThanOrEqual(root);
      }
    }
  });

  it('the exact shape holds arches, kinks and steps, and leaves a line as it is', () => {
    const shapes: [string, (x: number) => number, number][] = [
      ['arch', (x) => x ** 7 - 0.2, 0.2 ** (1 / 7)],
      ['kink', (x) => Math.min(x, 0.11) - 0.1, 0.1],
      ['steps', (x) => Math.floor(x * 50) / 50 - 0.3, 0.3],
      ['line', (x) => x - 0.3, 0.3],
    ];
    for (const [name, curve, root] of shapes) {
      const shape = new ExactShape(curve, false);
      const points = [0, 1].map((x) => at(x, curve(x)));
      const found = findCrossing(points, independent, (_, x) => shape.strayingAt(x, 0, 1)!)!;
      expect(found.low!, name).toBeLessThanOrEqual(root + 1e-12);
      expect(found.high!, name).toBeGreaterThanOrEqual(root - 1e-12);
      expect(found.high! - found.low! < 1e-9, name).toBe(name === 'line');
    }
  });

  it('along whole numbers the exact shape asks for whole numbers only', () => {
    const asked: number[] = [];
    const shape = new ExactShape((x) => asked.push(x), true);
    shape.strayingAt(2, 1, 5);
    expect(asked.every(Number.isInteger)).toBe(true);
  });

  it('a rise wins over an earlier fall; without one the fall is found', () => {
    const wave = [at(0, 1), at(1, -1), at(2, 1), at(3, -1)];
    expect(findCrossing(wave, independent, straight)).toMatchObject({ value: 1.5, direction: 'rising' });
    expect(findCrossing([at(0, 2), at(1, 1), at(2, -1)], independent, straight)).toMatchObject({
      value: 1.5,
      direction: 'falling',
    });
  });
});

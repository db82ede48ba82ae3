import { describe, expect, it } from 'vitest';
import { findIntegerSwitches } from '../../src/game/integer-switch.ts';
import { findRoots } from '../../src/game/root.ts';
import { findTippingPoints } from '../../src/game/tipping.ts';

/** 1e-13 relative, as documented. */
const near = (found: number, exact: number) =>
  expect(Math.abs(found - exact)).toBeLessThanOrEqual(1e-13 * Math.abs(exact));

describe('crossings of one variable', () => {
  it.each([
    { name: 'p (R + S) - C', f: (p: number) => p * 11.2 - 1, root: 5 / 56, direction: 'rising' },
    { name: 'with collusion', f: (p: number) => 0.9 * p * 151.2 - 1, root: 25 / 3402, direction: 'rising' },
    { name: 'a falling line', f: (x: number) => 1 - 3 * x, root: 1 / 3, direction: 'falling' },
    { name: 'a line with a tiny root', f: (x: number) => 1e9 * x - 1, root: 1e-9, direction: 'rising' },
  ])('a line, $name, in closed form', ({ f, root, direction }) => {
    const { roots, method } = findRoots(f, 0, 1);
    expect(method).toBe('linear');
    expect(roots).toHaveLength(1);
    expect(roots[0]).toMatchObject({ direction, jump: false });
    expect(Math.abs(roots[0].value - root)).toBeLessThanOrEqual(2 * Number.EPSILON * root);
  });

  it('is not fooled by a line with a kink near one end', () => {
    const { roots, method } = findRoots((x) => Math.min(x, 1e-6) - 5e-7, 0, 1);
    expect(method).toBe('search');
    near(roots[0].value, 5e-7);
  });

  it('finds quotients and polynomials to rounding', () => {
    near(findRoots((s) => 0.1 - 1 / (1.2 + s), 0, Number.POSITIVE_INFINITY).roots[0].value, 8.8);
    near(findRoots((x) => x ** 3 - 2, 0, 5).roots[0].value, 2 ** (1 / 3));
    near(findRoots((x) => Math.exp(x) - 1e6, 0, Number.POSITIVE_INFINITY).roots[0].value, Math.log(1e6));
    near(findRoots((x) => x - 1e12, 0, Number.POSITIVE_INFINITY).roots[0].value, 1e12);
    near(findRoots((x) => x * x - 1e-16, 0, 1).roots[0].value, 1e-8);
  });

  it('finds all roots in order, with directions', () => {
    const { roots } = findRoots(Math.sin, 1, 20);
    expect(roots.map(({ direction }) => direction)).toEqual([
      'falling',
      'rising',
      'falling',
      'rising',
      'falling',
      'rising',
    ]);
    for (const [k, { value }] of roots.entries()) near(value, (k + 1) * Math.PI);
  });

  it('finds a pair of roots inside one cell of the grid', () => {
    const { roots, touches } = findRoots((x) => (x - 0.337) ** 2 - 1e-8, 0, 1);
    expect(touches).toEqual([]);
    expect(roots.map(({ direction }) => direction)).toEqual(['falling', 'rising']);
    // The slope at the roots is 2e-4 and f carries rounding of about 1e-17 there.
    expect(Math.abs(roots[0].value - 0.3369)).toBeLessThan(1e-12);
    expect(Math.abs(roots[1].value - 0.3371)).toBeLessThan(1e-12);
  });

  it('does not search where nothing is hidden', () => {
    const count = (f: (x: number) => number) => {
      let calls = 0;
      const counted = (x: number) => {
        calls++;
        return f(x);
      };
      findRoots(counted, 0, 1, { cells: 48 });
      return calls;
    };
    const probes = count(() => 1);
    expect(count((x) => 1 / (1 + x * x))).toBe(probes);
    expect(count((x) => 2 + 1e-15 * Math.sin(1e6 * x))).toBe(probes);
    // Eight teeth that stay far from zero: each is given up once its bottom is known to eight digits.
    expect(count((x) => 1 + ((8 * x) % 1))).toBeLessThan(probes + 9 * 42);
  });

  it('keeps apart touching roots, jumps and stretches of zero', () => {
    const touching = findRoots((x) => (x - 0.337) ** 2, 0, 1);
    expect(touching.roots).toEqual([]);
    expect(touching.touches).toHaveLength(1);
    expect(touching.touches[0]).toBeCloseTo(0.337, 7);
    expect(findRoots((x) => (x - 0.5) ** 2, 0, 1)).toMatchObject({ roots: [], touches: [0.5] });
    const pole = findRoots((x) => 1 / (x - 0.3), 0, 1).roots;
    expect(pole).toMatchObject([{ direction: 'rising', jump: true }]);
    near(pole[0].value, 0.3);
    expect(findRoots((x) => (x < 0.7 ? 2 : -1), 0, 1).roots).toMatchObject([{ direction: 'falling', jump: true }]);
    const flat = findRoots((x) => Math.max(0, x - 0.4) - Math.max(0, 0.2 - x), 0, 1);
    expect(flat.roots).toEqual([]);
    expect(flat.zeroes).toHaveLength(1);
    near(flat.zeroes[0].low, 0.2);
    near(flat.zeroes[0].high, 0.4);
    expect(findRoots(() => 0, 0, 1)).toMatchObject({ roots: [], zeroes: [{ low: 0, high: 1 }] });
  });

  it('reports a root at an end, with the direction seen from inside, and nothing outside', () => {
    expect(findRoots((x) => x, 0, 1).roots).toEqual([{ value: 0, direction: 'rising', jump: false }]);
    expect(findRoots((x) => 1 - x * x, 0, 1).roots).toEqual([{ value: 1, direction: 'falling', jump: false }]);
    expect(findRoots((x) => x - 1.0001, 0, 1).roots).toEqual([]);
    expect(findRoots((x) => x + 0.0001, 0, Number.POSITIVE_INFINITY).roots).toEqual([]);
  });

  it('refuses ranges without lower end and functions that are not numbers', () => {
    expect(() => findRoots((x) => x, 1, 1)).toThrow(RangeError);
    expect(() => findRoots((x) => x, Number.NEGATIVE_INFINITY, 1)).toThrow(RangeError);
    expect(() => findRoots(() => Number.NaN, 0, 1)).toThrow(RangeError);
  });
});

describe('switches of an integer argument', () => {
  it('names the first integer with the new sign', () => {
    expect(findIntegerSwitches((n) => n - 2.5, 0, 10)).toEqual([{ value: 3, direction: 'rising' }]);
    expect(findIntegerSwitches((n) => 7 - n, 0, 10)).toEqual([
      { value: 7, direction: 'falling' },
      { value: 8, direction: 'falling' },
    ]);
  });

  it('finds both switches of a hump on a range of a million with few calls', () => {
    let calls = 0;
    const hump = (n: number) => {
      calls += 1;
      return (n - 123_456.5) * (876_543.5 - n);
    };
    expect(findIntegerSwitches(hump, 0, 1_000_000)).toEqual([
      { value: 123_457, direction: 'rising' },
      { value: 876_544, direction: 'falling' },
    ]);
    expect(calls).toBeLessThan(10_000);
  });

  it('keeps an exact zero between two probes of a long range', () => {
    expect(findIntegerSwitches((n) => n - 500_001, 0, 1_000_000)).toEqual([
      { value: 500_001, direction: 'rising' },
      { value: 500_002, direction: 'rising' },
    ]);
  });

  it('refuses ends that are no integers', () => {
    expect(() => findIntegerSwitches((n) => n, 0.5, 2)).toThrow(RangeError);
    expect(() => findIntegerSwitches(() => Number.NaN, 0, 2)).toThrow(RangeError);
  });
});

describe('tipping points', () => {
  it('splits a bistable population at the unstable share', () => {
    const { restPoints, tippingPoints } = findTippingPoints((x) => x - 0.3);
    near(tippingPoints[0], 0.3);
    expect(restPoints.map(({ stability }) => stability)).toEqual(['stable', 'unstable', 'stable']);
    expect(restPoints[0].basin).toEqual({ low: 0, high: tippingPoints[0] });
    expect(restPoints[2].basin).toEqual({ low: tippingPoints[0], high: 1 });
  });

  it('finds where honesty tips when cheaters coordinate: h = 1 - r_max / kappa', () => {
    // p (1 - (kappa (1 - h))^n) (R + S) = C with p = 0.01, R + S = 151.2, C = 1, n = 3.
    const tipping = (kappa: number) =>
      findTippingPoints((h) => 0.01 * (1 - (kappa * (1 - h)) ** 3) * 151.2 - 1).tippingPoints;
    const rMax = (1 - 1 / 1.512) ** (1 / 3);
    expect(rMax).toBeCloseTo(0.6970106114, 10);
    expect(tipping(0.9)[0]).toBeCloseTo(1 - rMax / 0.9, 12);
    expect(tipping(0.6)).toEqual([]);
  });

  it('lets the better earner win when there is no rest inside', () => {
    const { restPoints, tippingPoints } = findTippingPoints(() => 1);
    expect(tippingPoints).toEqual([]);
    expect(restPoints).toEqual([
      { share: 0, stability: 'unstable', basin: { low: 0, high: 0 } },
      { share: 1, stability: 'stable', basin: { low: 0, high: 1 } },
    ]);
  });

  it('keeps stretches where nothing moves apart', () => {
    const { neutral, restPoints, tippingPoints } = findTippingPoints(
      (x) => Math.max(0, x - 0.75) - Math.max(0, 0.25 - x),
    );
    expect(tippingPoints).toEqual([]);
    expect(neutral).toEqual([{ low: 0.25, high: 0.75 }]);
    expect(restPoints.map(({ stability }) => stability)).toEqual(['stable', 'neutral', 'neutral', 'stable']);
    expect(findTippingPoints((x) => (x - 0.5) ** 2).restPoints[1].stability).toBe('half-stable');
  });
});

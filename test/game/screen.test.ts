/** A stand-in for a dear function answers like the function, and asks it only where it must. */
import { describe, expect, test } from 'vitest';
import { findIntegerSwitches } from '../../src/game/integer-switch.ts';
import { findRoots } from '../../src/game/root.ts';
import { screen } from '../../src/game/screen.ts';

function counted(f: (x: number) => number) {
  const asked: number[] = [];
  const ask = (x: number) => {
    asked.push(x);
    return f(x);
  };
  return { ask, asked };
}

describe('a screened function', () => {
  test('has the roots of the function, to the last digit, from a few questions', () => {
    const cubic = (x: number) => (x - 0.1) * (x - 0.11) * (x - 0.9);
    const { ask, asked } = counted(cubic);
    const found = findRoots(screen(ask, 0, 1, { degree: 3, kinks: [] }), 0, 1).roots;
    expect(found.map(({ direction }) => direction)).toEqual(['rising', 'falling', 'rising']);
    for (const [i, { value }] of found.entries()) expect(value).toBeCloseTo([0.1, 0.11, 0.9][i]!, 14);
    expect(asked.length).toBeLessThan(60);
  });

  test('keeps a root that lies a million millionth from an end', () => {
    const steep = (x: number) => 1e9 * x - 1e-3;
    const { roots } = findRoots(screen(steep, 0, 1, { degree: 1, kinks: [] }), 0, 1);
    expect(roots[0]!.value / 1e-12).toBeCloseTo(1, 12);
  });

  test('bends at its kinks, and goes on beyond the last', () => {
    const capped = (x: number) => 0.01 * Math.min(x, 1000) - 9;
    const { ask, asked } = counted(capped);
    const stand = screen(ask, 0, Number.POSITIVE_INFINITY, { degree: 1, kinks: [1000] });
    const { roots } = findRoots(stand, 0, Number.POSITIVE_INFINITY);
    expect(roots.map(({ value }) => value)).toEqual([900]);
    expect(stand(2 ** 60)).toBe(1);
    expect(asked.length).toBeLessThan(30);
  });

  test('asks the function everywhere where the bound does not hold', () => {
    const wave = (x: number) => Math.sin(12 * x);
    const stand = screen(wave, 0, 1, { degree: 2, kinks: [] });
    for (const x of [0.05, 0.3, 0.77]) expect(stand(x)).toBe(wave(x));
    const kinked = screen(capped, 0, 10, { degree: 1, kinks: [] });
    for (const x of [0.5, 4.9, 9]) expect(kinked(x)).toBe(capped(x));
    function capped(x: number) {
      return Math.min(x, 5) - 1;
    }
  });

  test.each([1, 1e-3])('of a high degree it is sampled until it is seen to be one, on a range of %d', (range) => {
    const many = (x: number) => 0.05 + (1 - x / range) ** 255 - (x / range) ** 200 / 3;
    const { ask, asked } = counted(many);
    const stand = screen(ask, 0, range, { degree: 256, kinks: [] });
    for (let i = 1; i < 500; i++)
      expect(Math.abs(stand((i * range) / 500) - many((i * range) / 500))).toBeLessThan(1e-12);
    // 33 places, 9 between them, then 66 more.
    expect(asked.length).toBe(108);
    expect(findRoots(stand, 0, range).roots).toEqual(findRoots(many, 0, range).roots);
  });

  test('asks the function where even that many places are too few', () => {
    const step = (x: number) => 1 / (1 + Math.exp(-300 * (x - 0.4))) - 0.5;
    const stand = screen(step, 0, 1, { degree: 256, kinks: [] });
    for (const x of [0.05, 0.3, 0.41, 0.77]) expect(stand(x)).toBe(step(x));
  });

  test('is asked at integers only where only those exist', () => {
    const { ask, asked } = counted((n) => (n - 20) * (n - 150));
    const stand = screen(ask, 0, 199, { degree: 2, kinks: [] }, true);
    expect(findIntegerSwitches(stand, 0, 199)).toEqual([
      { value: 20, direction: 'falling' },
      { value: 21, direction: 'falling' },
      { value: 150, direction: 'rising' },
      { value: 151, direction: 'rising' },
    ]);
    expect(asked.every(Number.isInteger)).toBe(true);
    expect(asked.length).toBeLessThan(20);
  });

  test('is zero throughout where every sample is', () => {
    const { ask, asked } = counted(() => 0);
    expect(findRoots(screen(ask, 0, 1, { degree: 4, kinks: [] }), 0, 1).zeroes).toEqual([{ low: 0, high: 1 }]);
    expect(asked.length).toBeLessThan(20);
  });
});

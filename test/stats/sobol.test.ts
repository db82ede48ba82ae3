/** Sobol indices against functions whose indices are known. */
import { describe, expect, test } from 'vitest';
import { drawUnitPairs } from '../../src/plan/unit-cube.ts';
import { estimateSobol, type SobolIndex } from '../../src/stats/sobol.ts';
import { studentQuantile } from '../../src/stats/student.ts';

const samples = 20;
const sampleOf = (side: number, inputs: number) =>
  Array.from({ length: samples }, (_, i) => drawUnitPairs(`known ${i}`, side, inputs));

/** Four standard errors of a normal law, read off Student's law for the spread of twenty samples. */
const allowed = ({ halfWidth }: SobolIndex) =>
  (halfWidth / studentQuantile(0.975, samples - 1)) * studentQuantile(1 - 3.17e-5, samples - 1);

// Ishigami, Homma (1990): sin x + 7 sin² y + 0.1 z⁴ sin x on [-pi, pi]³.
const ishigami = (point: readonly number[]) => {
  const [x, y, z] = point.map((u) => Math.PI * (2 * u - 1)) as [number, number, number];
  return Math.sin(x) + 7 * Math.sin(y) ** 2 + 0.1 * z ** 4 * Math.sin(x);
};
const [a, b] = [7, 0.1];
const x = 0.5 * (1 + (b * Math.PI ** 4) / 5) ** 2;
const xz = b ** 2 * Math.PI ** 8 * (1 / 18 - 1 / 50);
const y = a ** 2 / 8;
const all = x + y + xz;

const cases: [string, (point: readonly number[]) => number, number[], number[]][] = [
  ['Ishigami', ishigami, [x / all, y / all, 0], [(x + xz) / all, y / all, xz / all]],
  ['linear', ([u, v, w]) => 4 * u! + 2 * v! + w!, [16 / 21, 4 / 21, 1 / 21], [16 / 21, 4 / 21, 1 / 21]],
  // Var = (1/3)² - (1/4)² = 7/144; Var of E[u v | u] = 1/48.
  ['product', ([u, v]) => u! * v!, [3 / 7, 3 / 7], [4 / 7, 4 / 7]],
];

describe.each(cases)('%s', (_, f, first, total) => {
  const { inputs, evaluations } = estimateSobol(f, first.length, sampleOf(12, first.length));

  test('first-order and total indices are the known ones', () => {
    inputs.forEach((input, i) => {
      expect(Math.abs(input.first.value - first[i]!)).toBeLessThanOrEqual(allowed(input.first) + 1e-12);
      expect(Math.abs(input.total.value - total[i]!)).toBeLessThanOrEqual(allowed(input.total) + 1e-12);
      expect(input.first.halfWidth).toBeLessThan(0.1);
    });
  });

  test('a row costs two evaluations and one for each input', () => {
    expect(evaluations).toBe(samples * 144 * (first.length + 2));
  });
});

test('nothing varies: every index is 0', () => {
  const { inputs, variance } = estimateSobol(() => 0.1, 2, sampleOf(3, 2));
  expect(variance).toBeLessThan(1e-30);
  expect(inputs).toEqual([1, 2].map(() => ({ first: { value: 0, halfWidth: 0 }, total: { value: 0, halfWidth: 0 } })));
});

test('a share of the variance is never more than all, nor less than nothing', () => {
  const { inputs } = estimateSobol(([u]) => 2 * u!, 2, sampleOf(3, 2));
  for (const { first, total } of inputs)
    for (const { value } of [first, total]) expect(value).toBe(Math.min(1, Math.max(0, value)));
  expect(inputs[0]!.total.value + inputs[0]!.total.halfWidth).toBeGreaterThanOrEqual(1);
});

test('refuses samples of another shape, and values that are no numbers', () => {
  expect(() => estimateSobol(() => 1, 2, [drawUnitPairs('1', 3, 2)])).toThrow(/at least 2 samples/);
  expect(() => estimateSobol(() => 1, 3, sampleOf(3, 2))).toThrow(/6 columns/);
  expect(() => estimateSobol(() => Number.NaN, 2, sampleOf(3, 2))).toThrow(RangeError);
});

test('samples have a point in every cell of a column and in every square of a pair', () => {
  const [side, pairs] = [5, 3];
  const points = drawUnitPairs('cells', side, pairs);
  for (let column = 0; column < 2 * pairs; column++) {
    expect(new Set(points.map((row) => Math.floor(row[column]! * side * side))).size).toBe(side * side);
  }
  for (let pair = 0; pair < pairs; pair++) {
    const squares = points.map((row) => `${Math.floor(row[pair]! * side)} ${Math.floor(row[pairs + pair]! * side)}`);
    expect(new Set(squares).size).toBe(side * side);
  }
  expect(drawUnitPairs('cells', side, pairs)).toEqual(points);
  expect(drawUnitPairs('other', side, pairs)).not.toEqual(points);
});

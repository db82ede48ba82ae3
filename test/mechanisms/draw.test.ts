/** Who is drawn for a job. */
import { expect, test } from 'vitest';
import type { Cast, Crowd } from '../../src/market/cast.ts';
import { honestMove } from '../../src/market/strategy.ts';
import { listBlocs, listWays } from '../../src/mechanisms/draw.ts';

/** Crowds of so many nodes, each of which validates in a way of its own. */
function castOf(sizes: readonly number[]): Cast {
  const crowds = sizes.map((size, i): Crowd => {
    const validator = { ...honestMove('validator'), output: 'guessed' as const, probability: 0.1 * (i + 1) };
    return { name: `crowd ${i}`, size, side: 'others', member: false, asserter: honestMove('asserter'), validator };
  });
  return { crowds, coalition: 'members', committed: false };
}

/** How many of each crowd are drawn in the mean. */
function meanOf(sizes: readonly number[], drawn: number): number[] {
  const cast = castOf(sizes);
  const { counts, chances } = listWays(cast, listBlocs(cast, 'validator'), drawn);
  return counts.map((column) => column.reduce((sum, count, way) => sum + count * chances[way], 0));
}

test.each([
  [
    [3, 4, 5],
    [3, 4],
  ],
  [
    [3, 4],
    [3, 4, 5],
  ],
  [
    [1, 2, 3, 4],
    [1, 2, 3],
  ],
])('whoever was drawn before, %j, changes nothing for %j', (before, sizes) => {
  const total = sizes.reduce((sum, size) => sum + size, 0);
  meanOf(before, 2);
  const mean = meanOf(sizes, 2);
  expect(mean).toHaveLength(sizes.length);
  mean.forEach((count, i) => {
    expect(count).toBeCloseTo((2 * sizes[i]) / total, 12);
  });
});

/** Phase portraits against the rest points of the matrix game that has the same payoffs. */
import { expect, test } from 'vitest';
import { buildPhasePortrait, type Shares } from '../../src/game/phase-portrait.ts';
import { findReplicatorRests } from '../../src/game/replicator.ts';

// Payoffs a + b h are those of a matrix whose first column is a + b and whose others are a.
const games: [name: string, a: Shares, b: Shares][] = [
  ['honesty feeds on itself', [0, 0.6, 0.4], [1, 0, 0]],
  ['cheats feed on honesty', [0.5, 0, 0.2], [0, 1, 0.5]],
  ['honesty always wins', [2, 0, 1], [0, 0.5, -0.5]],
  ['one cheat beats the other only among cheats', [0, 0.3, 0.5], [1, 0.5, -0.4]],
];

test.each(games)('rests where the matrix game rests: %s', (_, a, b) => {
  const { rests } = buildPhasePortrait((h) => [0, 1, 2].map((i) => a[i]! + b[i]! * h) as unknown as Shares);
  const matrix = a.map((value, i) => [value + b[i]!, value, value]);
  const known = findReplicatorRests(matrix).rests.map(({ shares, eigenvalues }) => {
    const signs = eigenvalues.map(({ re }) => (Math.abs(re) < 1e-9 ? 0 : Math.sign(re)));
    const mixed = signs.includes(1) && signs.includes(-1);
    const stability = mixed ? 'saddle' : signs.includes(0) ? 'neutral' : signs.includes(1) ? 'unstable' : 'stable';
    return `${shares.map((share) => share.toFixed(9)).join(' ')} ${stability}`;
  });
  const found = rests.map(
    ({ shares, stability }) => `${shares.map((share) => share.toFixed(9)).join(' ')} ${stability}`,
  );
  expect(found.sort()).toEqual(known.sort());
});

test('paths stay on the simplex and end at what attracts', () => {
  const { rests, paths } = buildPhasePortrait((h) => [h, 0.6, 0.4]);
  const ends = rests.filter(({ stability }) => stability === 'stable').map(({ shares }) => shares);
  expect(ends).toEqual([
    [1, 0, 0],
    [0, 1, 0],
  ]);
  expect(paths).toHaveLength(21);
  for (const path of paths) {
    for (const shares of path) {
      expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 4);
      expect(Math.min(...shares)).toBeGreaterThanOrEqual(0);
    }
    const last = path.at(-1)!;
    expect(Math.min(...ends.map((end) => Math.hypot(...end.map((share, i) => share - last[i]!))))).toBeLessThan(0.05);
  }
});

test('strategies that earn alike leave lines at rest', () => {
  const { lines } = buildPhasePortrait((h) => [h, 0.5, 0.5]);
  expect(lines).toEqual([
    [
      [0, 1, 0],
      [0, 0, 1],
    ],
    [
      [0.5, 0.5, 0],
      [0.5, 0, 0.5],
    ],
  ]);
});

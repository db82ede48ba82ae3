/** How nodes are drawn: all alike, distinct, never the asserter; and what is left when some leave. */
import { describe, expect, test } from 'vitest';
import { binomial, hypergeometric } from '../../src/game/tree.ts';
import { createStream } from '../../src/kernel/stream.ts';
import { Fleet } from '../../src/market/nodes/fleet.ts';

const DRAWS = 20_000;

/** Members, who are looked at, and the others. */
const twoCrowds = (nodeCount: number, members: number) => [
  { size: members, side: 'focal', member: true } as const,
  { size: nodeCount - members, side: 'others', member: false } as const,
];

function openFleet(nodeCount: number, groupSize: number): Fleet {
  const fleet = new Fleet();
  fleet.reset(twoCrowds(nodeCount, groupSize));
  return fleet;
}

/** Draws over and over; each draw is the list of nodes. */
function drawMany(fleet: Fleet, asserter: number, count: number, share: number | undefined): number[][] {
  const uniforms = createStream('fleet', 0, 'test');
  const drawn = new Int32Array(count + 1);
  return Array.from({ length: DRAWS }, () => {
    if (!fleet.drawOthers(asserter, count, share, uniforms, drawn, 1)) throw new Error('too few nodes');
    return [...drawn.subarray(1)];
  });
}

/**
 * Pearson's statistic against probabilities, as a distance from its mean in its own standard deviations (k - 1 degrees
 * of freedom: mean k - 1, variance 2(k - 1)). Beyond 8 by chance: below 1 in 100 000 for the few categories used here,
 * by the chi-square tail at k = 3 .. 20.
 */
function measureMisfit(observed: readonly number[], probabilities: readonly number[]): number {
  const total = observed.reduce((sum, n) => sum + n, 0);
  let statistic = 0;
  let categories = 0;
  probabilities.forEach((probability, i) => {
    if (probability === 0) {
      expect(observed[i]).toBe(0);
      return;
    }
    categories++;
    statistic += (observed[i] - total * probability) ** 2 / (total * probability);
  });
  return (statistic - (categories - 1)) / Math.sqrt(2 * (categories - 1));
}

function tally(values: readonly number[], size: number): number[] {
  const counts = Array.from({ length: size }, () => 0);
  for (const value of values) counts[value]++;
  return counts;
}

test('any node is drawn alike', () => {
  const fleet = openFleet(12, 3);
  const uniforms = createStream('fleet', 1, 'test');
  const counts = tally(
    Array.from({ length: DRAWS }, () => fleet.drawAny(uniforms)),
    12,
  );
  expect(
    measureMisfit(
      counts,
      Array.from({ length: 12 }, () => 1 / 12),
    ),
  ).toBeLessThan(8);
});

describe.each([
  ['a member asserts', 1],
  ['an outsider asserts', 7],
])('without replacement, when %s', (_, asserter) => {
  const draws = drawMany(openFleet(10, 4), asserter, 3, undefined);

  test('validators are distinct and never the asserter', () => {
    expect(draws.filter((nodes) => new Set(nodes).size < 3 || nodes.includes(asserter))).toEqual([]);
  });

  test.each([0, 1, 2])('slot %i is any other node alike', (slot) => {
    const counts = tally(
      draws.map((nodes) => nodes[slot]),
      10,
    );
    const probabilities = Array.from({ length: 10 }, (_, node) => (node === asserter ? 0 : 1 / 9));
    expect(measureMisfit(counts, probabilities)).toBeLessThan(8);
  });

  test('the number of members is hypergeometric', () => {
    const counts = tally(
      draws.map((nodes) => nodes.filter((node) => node < 4).length),
      4,
    );
    expect(measureMisfit(counts, hypergeometric(9, asserter < 4 ? 3 : 4, 3))).toBeLessThan(8);
  });
});

describe.each([
  ['a member asserts', 1],
  ['an outsider asserts', 7],
])('independently with r = 0.35, when %s', (_, asserter) => {
  const draws = drawMany(openFleet(10, 4), asserter, 3, 0.35);

  test('validators are distinct and never the asserter', () => {
    expect(draws.filter((nodes) => new Set(nodes).size < 3 || nodes.includes(asserter))).toEqual([]);
  });

  test('the number of members is binomial', () => {
    const counts = tally(
      draws.map((nodes) => nodes.filter((node) => node < 4).length),
      4,
    );
    expect(measureMisfit(counts, binomial(3, 0.35))).toBeLessThan(8);
  });

  test('members are alike among themselves, and so are outsiders', () => {
    const first = tally(
      draws.map(([node]) => node),
      10,
    );
    const members = asserter < 4 ? 3 : 4;
    const share = (node: number) => (node === asserter ? 0 : node < 4 ? 0.35 / members : 0.65 / (10 - 1 - members));
    expect(
      measureMisfit(
        first,
        Array.from({ length: 10 }, (_, node) => share(node)),
      ),
    ).toBeLessThan(8);
  });
});

describe('nodes that leave', () => {
  test('are never drawn again, and the rest are still alike', () => {
    const fleet = openFleet(8, 3);
    // Node 6 takes the place of node 4 in its list, and node 2 that of node 1, before they leave too.
    for (const node of [1, 7, 4, 4, 6, 2]) fleet.leave(node, 1);
    expect(fleet.present).toBe(3);
    expect([0, 1, 2, 3, 4, 5, 6, 7].filter((node) => fleet.isPresent(node))).toEqual([0, 3, 5]);
    const uniforms = createStream('fleet', 2, 'test');
    const counts = tally(
      Array.from({ length: DRAWS }, () => fleet.drawAny(uniforms)),
      8,
    );
    expect(measureMisfit(counts, [1 / 3, 0, 0, 1 / 3, 0, 1 / 3, 0, 0])).toBeLessThan(8);
  });

  test('may still settle a job they asserted: the others can all be drawn', () => {
    const fleet = openFleet(4, 1);
    fleet.leave(2, 1);
    const drawn = new Int32Array(3);
    const uniforms = createStream('fleet', 3, 'test');
    expect(fleet.drawOthers(2, 3, undefined, uniforms, drawn, 0)).toBe(true);
    expect(new Set(drawn)).toEqual(new Set([0, 1, 3]));
  });

  test('leave too few to draw from, and nobody is drawn', () => {
    const fleet = openFleet(4, 2);
    fleet.leave(3, 1);
    const drawn = new Int32Array(3).fill(-1);
    const uniforms = createStream('fleet', 4, 'test');
    expect(fleet.drawOthers(0, 3, undefined, uniforms, drawn, 0)).toBe(false);
    // Independent draws must be able to fill every slot with either kind.
    expect(fleet.drawOthers(0, 2, 0.5, uniforms, drawn, 0)).toBe(false);
    expect([...drawn]).toEqual([-1, -1, -1]);
    expect(fleet.drawOthers(0, 2, undefined, uniforms, drawn, 0)).toBe(true);
  });

  test('come back with a reset', () => {
    const fleet = openFleet(4, 2);
    fleet.leave(0, 1);
    fleet.reset(twoCrowds(4, 2));
    expect(fleet.present).toBe(4);
    expect(fleet.isPresent(0)).toBe(true);
  });
});

/**
 * Validators drawn each by itself report what adding up all ways to draw them says, however many they are and whichever
 * way is left out.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { binomial } from '../../src/game/tree.ts';
import { mergeReports, type Scene } from '../../src/mechanisms/posp/merge.ts';
import { INDEPENDENT_MIN } from '../../src/mechanisms/posp/merge-independent.ts';
import type { ByKind, MergedReports } from '../../src/mechanisms/posp/reports.ts';
import { evenly } from '../laws/evenly.ts';

const weight = fc.oneof(fc.constant(0), fc.constant(1), evenly(1e-6, 1));
const shares = fc
  .tuple(weight, weight, weight, weight)
  .filter((weights) => weights.some((one) => one > 0))
  .map((weights) => {
    const sum = weights.reduce((total, one) => total + one, 0);
    return weights.map((one) => one / sum) as ByKind;
  });
const drawn = fc.record({
  one: shares,
  two: shares,
  memberShare: fc.oneof(fc.constantFrom(0, 1), evenly(1e-6, 1 - 1e-6)),
  size: fc.integer({ min: INDEPENDENT_MIN, max: 255 }),
  without: fc.constantFrom(undefined, 0 as const, 1 as const),
});

interface Drawn {
  one: ByKind;
  two: ByKind;
  memberShare: number;
  size: number;
  without?: 0 | 1 | undefined;
}

/** The ways to draw, but for those that are left out; beside them the same in fewer words. */
function buildScene({ memberShare, size, without, one, two }: Drawn) {
  const ways = Array.from({ length: size + 1 }, (_, members) => members).slice(
    without === 1 ? 1 : 0,
    without === 0 ? size : size + 1,
  );
  const all = binomial(size, memberShare);
  const computes = (share: number): ByKind => [share, share, share, share];
  const scene: Scene = {
    drawn: ways.map((members) => all[members]!),
    reporters: [
      { focal: true, counts: ways, shares: one, computing: computes(0) },
      { focal: false, counts: ways.map((members) => size - members), shares: two, computing: computes(1) },
    ],
  };
  const brief: Scene = { ...scene, drawn: { memberShares: [memberShare, 1 - memberShare], size, without } };
  return { scene, brief };
}

const numbersOf = ({ probability, everyone, focal, others }: MergedReports): number[] => [
  probability,
  ...[everyone, ...focal.counts, focal.computed, ...others.counts, others.computed].map((per) => per * probability),
];

test('in closed form as way by way', () => {
  let compared = 0;
  fc.assert(
    fc.property(drawn, (draw) => {
      const { scene, brief } = buildScene(draw);
      const [told, added] = [mergeReports([brief]), mergeReports([scene])];
      const ofClass = (list: MergedReports[], sum: MergedReports) =>
        list.find(({ focal, others }) =>
          [0, 1, 2, 3].every(
            (kind) =>
              focal.counts[kind]! + others.counts[kind]! > 0 === sum.focal.counts[kind]! + sum.others.counts[kind]! > 0,
          ),
        );
      for (const sum of added) {
        // A chance too small for all its ways to be told from nothing has lost digits where ways are added up.
        if (sum.probability < 1e-200) continue;
        const other = ofClass(told, sum);
        const expected = numbersOf(sum);
        numbersOf(other!).forEach((value, i) => {
          expect(Math.abs(value - expected[i]!)).toBeLessThanOrEqual(1e-11 * expected[i]! + 1e-300);
        });
        compared++;
      }
    }),
    { numRuns: 400, seed: 17 },
  );
  expect(compared).toBeGreaterThan(400);
});

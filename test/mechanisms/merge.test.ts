/**
 * Validators drawn each by itself report what adding up all ways to draw them says, however many they are and whichever
 * way is left out.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type BlendedScene, binomial } from '../../src/game/tree.ts';
import type { Action } from '../../src/market/mechanism.ts';
import { type ByKind, type MergedReports, mergeReports } from '../../src/mechanisms/posp/merge.ts';
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
  group: shares,
  outside: shares,
  memberShare: fc.oneof(fc.constantFrom(0, 1), evenly(1e-6, 1 - 1e-6)),
  size: fc.integer({ min: 2, max: 255 }),
  without: fc.constantFrom(undefined, 0 as const, 1 as const),
});

/** The ways to draw, but for those that are left out; beside them the same in fewer words. */
function buildScene({
  memberShare,
  size,
  without,
}: {
  memberShare: number;
  size: number;
  without?: 0 | 1 | undefined;
}) {
  const ways = Array.from({ length: size + 1 }, (_, grouped) => grouped).slice(
    without === 1 ? 1 : 0,
    without === 0 ? size : size + 1,
  );
  const chances = binomial(size, memberShare);
  const scene: BlendedScene<Action> = {
    probabilities: ways.map((grouped) => chances[grouped]!),
    crowds: [
      { player: 'group/validator', sizes: ways, mix: [{ probability: 1, action: 'recompute' }] },
      {
        player: 'outsider/validator',
        sizes: ways.map((grouped) => size - grouped),
        mix: [{ probability: 1, action: 'vouch' }],
      },
    ],
  };
  return {
    scene,
    brief: { ...scene, independent: { chances: [memberShare, 1 - memberShare] as const, size, without } },
  };
}

const numbersOf = ({ probability, everyone, group, outside }: MergedReports): number[] => [
  probability,
  ...[everyone, ...group.counts, group.computed, ...outside.counts, outside.computed].map((per) => per * probability),
];

test('in closed form as way by way', () => {
  let compared = 0;
  fc.assert(
    fc.property(drawn, ({ group, outside, ...draw }) => {
      const { scene, brief } = buildScene(draw);
      const report = (action: Action) => ({
        shares: action === 'vouch' ? outside : group,
        computes: action === 'vouch',
      });
      const [told, added] = [brief, scene].map((one) => mergeReports([one], report)) as [
        MergedReports[],
        MergedReports[],
      ];
      const ofClass = (list: MergedReports[], sum: MergedReports) =>
        list.find(({ group: g, outside: o }) =>
          [0, 1, 2, 3].every(
            (kind) => g.counts[kind]! + o.counts[kind]! > 0 === sum.group.counts[kind]! + sum.outside.counts[kind]! > 0,
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

/** Bounds on the best plan of a decision process, by another algorithm. */
import seedrandom from 'seedrandom';
import { describe, expect, test } from 'vitest';
import { boundLife, boundMean } from '../../src/game/decision-bounds.ts';
import { buildProcess, type DecisionProcess } from '../../src/game/decision-process.ts';
import { iteratePolicies } from './policy-iteration.ts';

describe('bounds', () => {
  test('hold for every process, by another algorithm', () => {
    for (let i = 0; i < 60; i++) {
      const process = drawProcess(i, 0.97);
      const exact = iteratePolicies(process);
      const { low, high } = boundLife(process);
      expect(low).toBeLessThanOrEqual(exact + 1e-9);
      expect(high).toBeGreaterThanOrEqual(exact - 1e-9);
      expect(high - low).toBeLessThan(1e-9);
      // However early it stops, it does not say more than it knows.
      const early = boundLife(process, { sweepsMax: 0 });
      expect(early.low).toBeLessThanOrEqual(exact + 1e-9);
      expect(early.high).toBeGreaterThanOrEqual(exact - 1e-9);
    }
  });

  test('on a long-run mean hold for the plan that is named, and meet', () => {
    for (let i = 0; i < 40; i++) {
      const process = drawProcess(i, 1);
      const { low, high, plan } = boundMean(process);
      expect(high - low).toBeLessThan(1e-9);
      // The mean is what a life is worth that is discounted less and less, by how much.
      const slow = { ...process, weights: process.weights.map((weight) => weight * (1 - 1e-6)) };
      expect(iteratePolicies(slow) * 1e-6).toBeCloseTo((low + high) / 2, 4);
      expect(plan).toHaveLength(process.states.length);
    }
  });

  test('no life is bounded in which nothing is discounted', () => {
    expect(() => boundLife(drawProcess(1, 1))).toThrow('below 1');
  });
});

/** A process of up to 12 states and up to 4 actions in each. */
function drawProcess(seed: number, discount: number): DecisionProcess<number> {
  const draw = seedrandom(`processes ${seed}`);
  const count = 2 + Math.floor(draw() * 11);
  return buildProcess(
    0,
    (state) =>
      Array.from({ length: 1 + Math.floor(draw() * 4) }, (_, i) => {
        const shares = Array.from({ length: count }, () => draw());
        const sum = shares.reduce((total, share) => total + share, 0);
        const outcomes = shares.map((share, next) => ({ state: next, weight: (discount * share) / sum }));
        return { name: `${state}-${i}`, income: draw() * 10 - 5, outcomes };
      }),
    (state) => state,
  );
}

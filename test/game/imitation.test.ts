import { describe, expect, it } from 'vitest';
import { computeFixationProbability, type ImitationRule, type PayoffDifference } from '../../src/game/imitation.ts';

/** Payoff of A less that of B where everybody meets everybody else once, on average per meeting. */
function buildPayoffDifference([[a, b], [c, d]]: number[][], size: number): PayoffDifference {
  return (k) => (a * (k - 1) + b * (size - k) - c * k - d * (size - k - 1)) / (size - 1);
}

const rules: ImitationRule[] = [
  { kind: 'pairwise', intensity: 0.7 },
  { kind: 'moran', intensity: 0.7 },
];

describe('fixation', () => {
  it.each(rules)('is 1/Z without selection, $kind', (rule) => {
    expect(computeFixationProbability(() => 0, 25, rule)).toBeCloseTo(1 / 25, 15);
  });

  it.each(rules)('is (1 - s) / (1 - s^Z), s = e^(-intensity d), for a constant advantage d, $kind', (rule) => {
    for (const d of [-0.3, 0.05, 2]) {
      const s = Math.exp(-rule.intensity * d);
      expect(computeFixationProbability(() => d, 20, rule)).toBeCloseTo((1 - s) / (1 - s ** 20), 13);
    }
  });

  it('solves the absorption equations of the chain, by another route', () => {
    // A coordination game; phi(k) = chance to end all-A from k, phi(k) = (up phi(k+1) + down phi(k-1)) / (up + down).
    const difference = buildPayoffDifference(
      [
        [3, 0],
        [2, 2],
      ],
      12,
    );
    const intensity = 0.8;
    let phi = Array.from({ length: 13 }, (_, k) => k / 12);
    for (let sweep = 0; sweep < 20_000; sweep += 1) {
      phi = phi.map((value, k) => {
        if (k === 0 || k === 12) return value;
        const up = 1 / (1 + Math.exp(-intensity * difference(k)));
        return up * phi[k + 1] + (1 - up) * phi[k - 1];
      });
    }
    expect(computeFixationProbability(difference, 12, { kind: 'pairwise', intensity })).toBeCloseTo(phi[1], 12);
  });

  it.each([
    { invaded: 0.3, favoured: true },
    { invaded: 0.37, favoured: false },
  ])(
    'follows the one-third rule under weak selection: unstable share $invaded (Nowak et al. 2004)',
    ({ invaded, favoured }) => {
      // A beats B above the share `invaded`: payoffs 1 - invaded for AA and invaded for BB, nothing otherwise.
      const difference = buildPayoffDifference(
        [
          [1 - invaded, 0],
          [0, invaded],
        ],
        2000,
      );
      const rho = computeFixationProbability(difference, 2000, { kind: 'moran', intensity: 1e-6 });
      expect(rho > 1 / 2000).toBe(favoured);
    },
  );

  it('survives selection too strong for plain products', () => {
    const rule: ImitationRule = { kind: 'pairwise', intensity: 1000 };
    expect(computeFixationProbability(() => -5, 500, rule)).toBe(0);
    expect(computeFixationProbability(() => 5, 500, rule)).toBe(1);
  });

  it('refuses populations of one', () => {
    expect(() => computeFixationProbability(() => 0, 1, rules[0])).toThrow(RangeError);
  });
});

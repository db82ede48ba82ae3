/** Who resolves a mismatch, and how often rightly. Reports are counted as confirms, flags, backs, strays. */
import { describe, expect, test } from 'vitest';
import { computeOutvotedProbability, type Dispute, listRulings } from '../../src/mechanisms/posp/arbitration.ts';

const dispute: Dispute = {
  reports: [0, 1, 1, 0],
  assertedFalse: true,
  member: true,
  colludingShare: 0.3,
  arbitration: 'perfect',
  arbitrationCost: 5,
  verificationCost: 2,
  falseAlarm: 0.1,
  miss: 0.25,
  recheckCount: 2,
};

/** Probability that the asserter is refuted, that a lie is acquitted by vote, and the expected cost. */
function sum(rulings: ReturnType<typeof listRulings>) {
  const total = (weigh: (ruling: (typeof rulings)[number]) => number) =>
    rulings.reduce((partial, ruling) => partial + ruling.probability * weigh(ruling), 0);
  expect(total(() => 1)).toBeCloseTo(1, 12);
  return {
    refuted: total(({ ruling }) => Number(ruling.refuted)),
    falseVerdict: total(({ ruling }) => Number(ruling.falseVerdict)),
    cost: total(({ cost }) => cost),
  };
}

describe('a perfect arbiter', () => {
  test('upholds a flag, be it right or a false alarm: it repeats the comparison and does not see the truth', () => {
    expect(sum(listRulings(dispute))).toEqual({ refuted: 1, falseVerdict: 0, cost: 2 });
    expect(sum(listRulings({ ...dispute, assertedFalse: false }))).toEqual({ refuted: 1, falseVerdict: 0, cost: 2 });
  });

  test('compares for itself where only made-up outputs differ, with every recheck', () => {
    const made = { ...dispute, reports: [1, 0, 0, 1] };
    expect(sum(listRulings(made)).refuted).toBeCloseTo(0.75 ** 2, 12);
    expect(sum(listRulings({ ...made, assertedFalse: false })).refuted).toBeCloseTo(0.1 ** 2, 12);
  });
});

test('a referee recomputes: it refutes lies and acquits false alarms, at its own cost', () => {
  const referee = { ...dispute, arbitration: 'referee' as const };
  expect(sum(listRulings(referee))).toEqual({ refuted: 1, falseVerdict: 0, cost: 5 });
  expect(sum(listRulings({ ...referee, assertedFalse: false }))).toEqual({ refuted: 0, falseVerdict: 0, cost: 5 });
});

describe('a panel of five', () => {
  const panel = { ...dispute, arbitration: { majority: 5 } };

  test('is outvoted by colluders with the upper half of a binomial, and costs five recomputations', () => {
    const { refuted, falseVerdict, cost } = sum(listRulings(panel));
    expect(falseVerdict).toBeCloseTo(0.16308, 12);
    expect(refuted).toBeCloseTo(1 - 0.16308, 12);
    expect(cost).toBeCloseTo(10, 12);
  });

  test('does nothing for a stranger, nor for the truth', () => {
    expect(sum(listRulings({ ...panel, member: false })).falseVerdict).toBe(0);
    expect(sum(listRulings({ ...panel, assertedFalse: false })).falseVerdict).toBe(0);
  });
});

test.each([
  [1, 0.3, 0.3],
  [3, 0.3, 0.216],
  [5, 0.3, 0.16308],
  [3, 0, 0],
  [3, 1, 1],
  [999, 0.5, 0.5],
])('a panel of %i with colluding share %f is outvoted with %f', (panel, share, exact) => {
  expect(computeOutvotedProbability(panel, share)).toBeCloseTo(exact, 12);
});

/** The upper half of a binomial in fractions of whole numbers: colludingShare = k / n. */
function outvotedExactly(panel: number, k: bigint, n: bigint): number {
  let [ways, above, total] = [1n, 0n, 0n];
  for (let colluders = 0; colluders <= panel; colluders++) {
    const weight = ways * k ** BigInt(colluders) * (n - k) ** BigInt(panel - colluders);
    total += weight;
    if (2 * colluders > panel) above += weight;
    ways = (ways * BigInt(panel - colluders)) / BigInt(colluders + 1);
  }
  return Number((above * 10n ** 40n) / total) / 1e40;
}

describe.each([1, 3, 7, 9, 51, 127, 999])('a panel of %i', (panel) => {
  test('is outvoted as often as exact arithmetic says, from the rarest to the surest', () => {
    for (const k of [1, 400, 500, 501, 963]) {
      const exact = outvotedExactly(panel, BigInt(k), 1000n);
      // Each term is a product of at most 999 rounded ratios.
      const tolerance = 1e-12 * exact + 1e-39;
      expect(Math.abs(computeOutvotedProbability(panel, k / 1000) - exact)).toBeLessThanOrEqual(tolerance);
    }
  });

  test('leaves every ruling a probability, at any share', () => {
    for (const share of [0, 5e-324, 1e-300, 1e-9, 0.1, 0.4, 0.49999999999999994, 0.5, 0.9, 1 - 2 ** -53, 1]) {
      const majority = listRulings({ ...dispute, colludingShare: share, arbitration: { majority: panel } });
      for (const { probability } of majority) {
        expect(probability).toBeGreaterThanOrEqual(0);
        expect(probability).toBeLessThanOrEqual(1);
      }
      expect(majority.reduce((total, { probability }) => total + probability, 0)).toBeCloseTo(1, 14);
    }
  });
});

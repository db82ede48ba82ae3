import { describe, expect, it } from 'vitest';
import {
  buildCara,
  buildCrra,
  computeCareerValue,
  computeCertaintyEquivalent,
  riskNeutral,
  type Utility,
} from '../../src/game/preferences.ts';
import { findRoots } from '../../src/game/root.ts';

const utilities: [string, Utility][] = [
  ['risk neutral', riskNeutral],
  ['CARA 0.1', buildCara(0.1)],
  ['CARA -0.2', buildCara(-0.2)],
  ['CRRA 1', buildCrra(1, 20)],
  ['CRRA 0.5', buildCrra(0.5, 20)],
  ['CRRA 3', buildCrra(3, 20)],
];

describe('utilities', () => {
  it.each(utilities)('%s: inverse undoes value, derivative is its slope, both normalised at zero', (_, utility) => {
    expect(utility.value(0)).toBe(0);
    expect(utility.derivative(0)).toBe(1);
    for (const income of [-10, -1, 0.2, 1.2, 15]) {
      expect(utility.inverse(utility.value(income))).toBeCloseTo(income, 11);
      const h = 1e-5;
      const slope = (utility.value(income + h) - utility.value(income - h)) / (2 * h);
      // Central differences are off by u''' h^2 / 6 and by rounding 1e-15 / h.
      expect(Math.abs(slope - utility.derivative(income))).toBeLessThan(1e-8 * Math.max(1, utility.derivative(income)));
    }
  });

  it('tends to risk neutrality as aversion vanishes', () => {
    expect(buildCara(1e-12).value(7)).toBeCloseTo(7, 10);
    expect(buildCrra(0, 20).value(7)).toBeCloseTo(7, 12);
    expect(buildCrra(1 + 1e-9, 20).value(7)).toBeCloseTo(buildCrra(1, 20).value(7), 7);
    expect(buildCara(0).value(7)).toBe(7);
  });

  it('makes ruin infinitely bad, unless it cannot happen', () => {
    const log = buildCrra(1, 20);
    expect(log.value(-20)).toBe(Number.NEGATIVE_INFINITY);
    expect(log.value(-30)).toBe(Number.NEGATIVE_INFINITY);
    const gamble = (chance: number) => [
      { probability: 1 - chance, income: 5 },
      { probability: chance, income: -20 },
    ];
    expect(computeCertaintyEquivalent(log, gamble(0.001))).toBe(-20);
    expect(computeCertaintyEquivalent(log, gamble(0))).toBeCloseTo(5, 12);
  });

  it('values an even chance below its mean when averse: CARA closed form', () => {
    // E[exp(-a x)] for +-1 is cosh a, so the certainty equivalent is -ln(cosh a) / a.
    const gamble = [
      { probability: 0.5, income: 1 },
      { probability: 0.5, income: -1 },
    ];
    expect(computeCertaintyEquivalent(buildCara(2), gamble)).toBeCloseTo(-Math.log(Math.cosh(2)) / 2, 13);
    expect(computeCertaintyEquivalent(riskNeutral, gamble)).toBe(0);
  });

  it('refuses parameters and gambles that make no sense', () => {
    expect(() => buildCara(Number.NaN)).toThrow(RangeError);
    expect(() => buildCrra(1, 0)).toThrow(RangeError);
    expect(() => buildCrra(Number.POSITIVE_INFINITY, 1)).toThrow(RangeError);
    expect(() => computeCertaintyEquivalent(riskNeutral, [{ probability: 0.4, income: 1 }])).toThrow(RangeError);
  });
});

describe('detection that deters, by where cheating stops paying', () => {
  const [reward, slash, cost] = [1.2, 10, 1];
  const threshold = (utility: Utility) =>
    findRoots(
      (detection) => {
        const honest = computeCertaintyEquivalent(utility, [{ probability: 1, income: reward - cost }]);
        const cheat = computeCertaintyEquivalent(utility, [
          { probability: 1 - detection, income: reward },
          { probability: detection, income: -slash },
        ]);
        return honest - cheat;
      },
      0,
      1,
    ).roots;

  it('is C / (R + S) when risk neutral', () => {
    expect(threshold(riskNeutral)[0].value).toBeCloseTo(5 / 56, 12);
  });

  it('is (e^0.1 - 1) / (e^1.12 - 1) for CARA 0.1', () => {
    expect(threshold(buildCara(0.1))[0].value).toBeCloseTo(Math.expm1(0.1) / Math.expm1(1.12), 12);
    expect(threshold(buildCara(0.1))[0].value).toBeCloseTo(0.05093382279, 10);
  });

  it('is ln(21.2/20.2) / ln(21.2/10) for log utility at wealth 20', () => {
    expect(threshold(buildCrra(1, 20))[0].value).toBeCloseTo(Math.log(21.2 / 20.2) / Math.log(2.12), 12);
    expect(threshold(buildCrra(1, 20))[0].value).toBeCloseTo(0.06430335735, 10);
  });
});

describe('careers that a ban may end', () => {
  const [reward, cost, discount] = [1.2, 1, 0.99];
  const honestValue = computeCareerValue({ income: reward - cost, exitProbability: 0, discount, reentryCost: null });
  /** Detection at which one career of cheating, then honesty if allowed back, is worth as much as honesty. */
  const threshold = (slash: number, reentryCost: number | null) =>
    findRoots(
      (detection) => {
        const income = reward - detection * (reward + slash);
        const terms = { income, exitProbability: detection, discount, reentryCost };
        const cheating = computeCareerValue(reentryCost === null ? terms : { ...terms, freshValue: honestValue });
        return honestValue - cheating;
      },
      0,
      1,
    ).roots;

  it('is worth income / (1 - discount) without exits', () => {
    expect(honestValue).toBeCloseTo(20, 12);
  });

  it.each([
    { slash: 0, exact: 1 / 21 },
    { slash: 10, exact: 1 / 31 },
  ])('deters at 1 / (R + S + 19.8) when the ban is for ever, S = $slash', ({ slash, exact }) => {
    expect(threshold(slash, null)[0].value).toBeCloseTo(exact, 12);
  });

  it.each([
    { slash: 0, exact: 1 / 6.2 },
    { slash: 10, exact: 1 / 16.2 },
  ])('deters only at 1 / (R + S + 5) when a fresh identity costs 5, S = $slash', ({ slash, exact }) => {
    expect(threshold(slash, 5)[0].value).toBeCloseTo(exact, 12);
  });

  it('ignores a way back that costs more than it is worth', () => {
    expect(threshold(0, 19.9)[0].value).toBeCloseTo(1 / 21, 12);
  });

  it('solves its own recursion when it comes back to the same career', () => {
    const terms = { income: 0.7, exitProbability: 0.1, discount: 0.95, reentryCost: 3 };
    const value = computeCareerValue(terms);
    expect(value).toBeCloseTo(0.7 + 0.95 * 0.9 * value + 0.1 * (0.95 * value - 3), 12);
    const dear = computeCareerValue({ ...terms, reentryCost: 100 });
    expect(dear).toBeCloseTo(computeCareerValue({ ...terms, reentryCost: null }), 12);
  });

  it('is the one-shot income when nothing follows', () => {
    expect(computeCareerValue({ income: 0.7, exitProbability: 0.3, discount: 0, reentryCost: null })).toBe(0.7);
  });

  it('refuses values that are infinite or terms out of range', () => {
    const terms = { income: 1, exitProbability: 0, discount: 1, reentryCost: null };
    expect(() => computeCareerValue(terms)).toThrow(RangeError);
    expect(() => computeCareerValue({ ...terms, exitProbability: 0.1, reentryCost: 1 })).toThrow(RangeError);
    expect(() => computeCareerValue({ ...terms, exitProbability: 1.1 })).toThrow(RangeError);
    expect(() => computeCareerValue({ ...terms, discount: 0.5, reentryCost: -1 })).toThrow(RangeError);
  });
});

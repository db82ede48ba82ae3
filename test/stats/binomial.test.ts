import { describe, expect, it } from 'vitest';
import { incompleteBeta } from '../../src/stats/beta.ts';
import { atLeast, boundQuantile, clopperPearson } from '../../src/stats/binomial.ts';

/** Chance of exactly so many successes, term by term in logarithms: another route than the beta function. */
function exactly(successes: number, trials: number, chance: number): number {
  let logarithm = successes * Math.log(chance) + (trials - successes) * Math.log1p(-chance);
  for (let i = 1; i <= successes; i++) logarithm += Math.log((trials - successes + i) / i);
  return Math.exp(logarithm);
}

function summed(successes: number, trials: number, chance: number): number {
  let sum = 0;
  for (let k = successes; k <= trials; k++) sum += exactly(k, trials, chance);
  return sum;
}

describe('the incomplete beta function', () => {
  it('is a polynomial at whole arguments', () => {
    // 1 - (1 - x)^4 - 4 x (1 - x)^3
    expect(incompleteBeta(0.5, 2, 3)).toBeCloseTo(1 - 0.5 ** 4 - 4 * 0.5 ** 4, 14);
    expect(incompleteBeta(0.25, 1, 7)).toBeCloseTo(1 - 0.75 ** 7, 14);
    expect(() => incompleteBeta(1.5, 1, 1)).toThrow(RangeError);
  });
});

describe('binomial chances', () => {
  it.each([
    [3, 20, 0.1],
    [17, 20, 0.9],
    [990, 1000, 0.98],
    [1, 5000, 1e-5],
  ])('at least %d of %d at %d is the sum of its terms', (successes, trials, chance) => {
    expect(atLeast(successes, trials, chance) / summed(successes, trials, chance)).toBeCloseTo(1, 9);
  });

  it('keep their digits for a hundred thousand trials', () => {
    // By symmetry, half of what is left when the middle term is taken out, and the middle term.
    const middle = exactly(50_000, 100_000, 0.5);
    expect(atLeast(50_000, 100_000, 0.5)).toBeCloseTo(0.5 + middle / 2, 9);
  });
});

describe('interval of a probability', () => {
  it('is what closed forms say at the ends', () => {
    const none = clopperPearson(0, 20, 0.025);
    expect(none.low).toBe(0);
    expect(none.high).toBeCloseTo(1 - 0.025 ** (1 / 20), 12);
    const all = clopperPearson(20, 20, 0.025);
    expect(all.low).toBeCloseTo(0.025 ** (1 / 20), 12);
    expect(all.high).toBe(1);
    expect(clopperPearson(0, 0, 0.025)).toEqual({ low: 0, high: 1 });
  });

  it('leaves exactly the tail on either side', () => {
    // Clopper and Pearson's table for 7 of 20 at 95 %: 0.154 to 0.592.
    const { low, high } = clopperPearson(7, 20, 0.025);
    expect([low, high].map((end) => end.toFixed(3))).toEqual(['0.154', '0.592']);
    expect(summed(7, 20, low)).toBeCloseTo(0.025, 10);
    expect(1 - summed(8, 20, high)).toBeCloseTo(0.025, 10);
  });

  it('misses with at most its error, whatever the probability', () => {
    for (const chance of [0.001, 0.02, 0.3, 0.5, 0.93]) {
      let [below, above] = [0, 0];
      for (let k = 0; k <= 60; k++) {
        const { low, high } = clopperPearson(k, 60, 0.025);
        if (high < chance) below += exactly(k, 60, chance);
        if (low > chance) above += exactly(k, 60, chance);
      }
      expect(Math.max(below, above)).toBeLessThanOrEqual(0.025);
    }
  });
});

describe('order statistics that bound a quantile', () => {
  it.each([
    [20, 0.5],
    [100, 0.95],
    [1000, 0.05],
    [4096, 0.99],
  ])('of %d values and level %d are as close as the error allows', (count, level) => {
    const tail = 0.025;
    const { low, high } = boundQuantile(count, level, tail);
    const fewer = (rank: number) => 1 - summed(rank, count, level);
    expect(fewer(low)).toBeLessThanOrEqual(tail);
    expect(fewer(low + 1)).toBeGreaterThan(tail);
    expect(summed(high, count, level)).toBeLessThanOrEqual(tail);
    expect(summed(high - 1, count, level)).toBeGreaterThan(tail);
  });

  it('are none where there are too few values', () => {
    expect(boundQuantile(10, 0.95, 0.025).high).toBe(11);
    expect(boundQuantile(10, 0.05, 0.025).low).toBe(0);
    expect(boundQuantile(0, 0.5, 0.025)).toEqual({ low: 0, high: 1 });
  });
});

import { describe, expect, it } from 'vitest';
import {
  boundCounted,
  boundUnseen,
  countRare,
  poissonQuantile,
  poissonUpperLimit,
} from '../../src/analysis/sample/rare-events.ts';

describe('Poisson limits', () => {
  it('Garwood’s table: 0, 1, 3 and 10 events at 2.5 % a side', () => {
    expect([0, 1, 3, 10].map((seen) => poissonUpperLimit(seen, 0.025).toFixed(4))).toEqual([
      '3.6889',
      '5.5716',
      '8.7673',
      '18.3904',
    ]);
  });

  it('quantiles are the smallest counts that carry the probability', () => {
    expect(poissonQuantile(0, 0.999)).toBe(0);
    // exp(-1) = 0.368, two more terms make 0.920, the next 0.981.
    expect(poissonQuantile(1, 0.92)).toBe(3);
    expect(poissonQuantile(1, 0.919)).toBe(2);
    expect(poissonQuantile(20, 0.975)).toBe(29);
  });
});

describe('outcomes too rare for a normal law', () => {
  it('are bounded by the Poisson limit of their number', () => {
    const rare = [{ expected: 0.5, amount: -100 }];
    // P(N > 2) = 0.0144, P(N > 1) = 0.09: at 2.5 % at most two are seen, 1.5 above the mean.
    expect(boundCounted(countRare(rare), 0.025)).toBeCloseTo(150, 9);
  });

  it('count for their mean where none is likely to be seen', () => {
    expect(boundCounted(countRare([{ expected: 0.001, amount: -150 }]), 0.025)).toBeCloseTo(0.15, 12);
  });

  it('are none where thirty of the largest amount are expected', () => {
    expect(boundCounted(countRare([{ expected: 30, amount: 7 }]), 0.025)).toBe(0);
    expect(boundCounted(countRare([{ expected: 29, amount: 7 }]), 0.025)).toBeGreaterThan(0);
  });

  it('leave alone many small amounts beside a rare large one', () => {
    const small = { expected: 1e6, amount: 1 };
    expect(boundCounted(countRare([small]), 0.01)).toBe(0);
    const bound = boundCounted(countRare([small, { expected: 0.2, amount: 1000 }]), 0.01);
    // One in five: at 1 % at most two.
    expect(bound).toBeCloseTo(1800, 9);
  });

  it('of both signs may fall on one side, their means on the other', () => {
    const both = [
      { expected: 0.5, amount: 10 },
      { expected: 0.5, amount: -10 },
    ];
    expect(boundCounted(countRare(both), 0.025)).toBeCloseTo(10 * (3 + 1), 9);
  });

  it('that rounding left of nothing are no outcomes', () => {
    const dust = [
      { expected: 100, amount: 1 },
      { expected: 1, amount: 1e-14 },
    ];
    expect(boundCounted(countRare(dust), 0.025)).toBe(0);
    expect(boundCounted(countRare([{ expected: 5, amount: 0 }]), 0.025)).toBe(0);
  });
});

describe('where only the largest payment is known', () => {
  it('one that was never seen may come as often as Garwood’s limit allows', () => {
    expect(boundUnseen(53, 0, 0.025)).toBeCloseTo(3.6889 * 53, 2);
  });

  it('noise of its own size leaves what a Poisson limit exceeds the normal one by', () => {
    // Three seen: 8.7673 at most, of which the normal law allows for 3 + 1.96 √3.
    expect(boundUnseen(10, 10 * Math.sqrt(3), 0.025)).toBeCloseTo(10 * (8.7673 - 3 - 1.95996 * Math.sqrt(3)), 2);
  });

  it('thirty of them speak for themselves, and so does what cannot move anything', () => {
    expect(boundUnseen(1, Math.sqrt(30), 0.025)).toBe(0);
    expect(boundUnseen(1, Math.sqrt(29.9), 0.025)).toBeGreaterThan(1);
    expect(boundUnseen(0, 0, 0.025)).toBe(0);
  });

  it('ruin is told by no sample in which it is not', () => {
    expect(boundUnseen(Number.POSITIVE_INFINITY, 1, 0.025)).toBe(Number.POSITIVE_INFINITY);
  });
});

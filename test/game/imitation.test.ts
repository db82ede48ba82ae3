import { describe, expect, it } from 'vitest';
import {
  buildPayoffDifference,
  computeFixationProbability,
  computeRareMutantShares,
  computeStationaryCounts,
  type ImitationRule,
} from '../../src/game/imitation.ts';

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
    expect(() =>
      buildPayoffDifference(
        [
          [1, 2],
          [3, 4],
        ],
        1,
      ),
    ).toThrow(RangeError);
  });
});

describe('rare mutants (Fudenberg, Imhof 2006)', () => {
  it('weighs two strategies by how easily each is invaded', () => {
    const shares = computeRareMutantShares([
      [0, 0.02],
      [0.06, 0],
    ]);
    expect(shares[0]).toBeCloseTo(0.75, 15);
  });

  it('gives rock, paper and scissors a third each', () => {
    for (const share of computeRareMutantShares([
      [0, 0.3, 1e-9],
      [1e-9, 0, 0.3],
      [0.3, 1e-9, 0],
    ])) {
      expect(share).toBeCloseTo(1 / 3, 14);
    }
  });

  it('balances inflow and outflow of every strategy', () => {
    const fixation = [
      [0, 0.1, 0.02, 0.3],
      [0.05, 0, 0.2, 0.01],
      [0.4, 1e-8, 0, 0.2],
      [1e-6, 0.03, 0.07, 0],
    ];
    const shares = computeRareMutantShares(fixation);
    for (let i = 0; i < 4; i += 1) {
      const out = fixation[i].reduce((sum, rate) => sum + rate, 0) * shares[i];
      const inflow = shares.reduce((sum, share, j) => sum + share * fixation[j][i], 0);
      expect(inflow).toBeCloseTo(out, 15);
    }
  });

  it('refuses strategies that never give way', () => {
    expect(() =>
      computeRareMutantShares([
        [0, 0],
        [0, 0],
      ]),
    ).toThrow(RangeError);
  });
});

describe('imitation with mutation', () => {
  it.each(rules)('is stationary: no count gains or loses probability, $kind', (rule) => {
    const [size, mutation] = [15, 0.05];
    const difference = buildPayoffDifference(
      [
        [3, 0],
        [2, 2],
      ],
      size,
    );
    const shares = computeStationaryCounts(difference, size, rule, mutation);
    // The chain written out anew, one step from every k.
    const up = (k: number) => {
      const e = k === 0 ? 0 : Math.exp(rule.intensity * difference(k));
      const copied = rule.kind === 'pairwise' ? (k / (size - 1)) * (e / (1 + e)) : (k * e) / (k * e + size - k);
      return ((size - k) / size) * ((1 - mutation) * (k === 0 ? 0 : copied) + mutation / 2);
    };
    const down = (k: number) => {
      const e = k === size ? 0 : Math.exp(-rule.intensity * difference(k));
      const copied =
        rule.kind === 'pairwise' ? ((size - k) / (size - 1)) * (e / (1 + e)) : ((size - k) * e) / ((size - k) * e + k);
      return (k / size) * ((1 - mutation) * (k === size ? 0 : copied) + mutation / 2);
    };
    for (let k = 0; k < size; k += 1) expect(shares[k] * up(k)).toBeCloseTo(shares[k + 1] * down(k + 1), 15);
    expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 14);
  });

  it('tends to the rare-mutant shares as mutation vanishes', () => {
    const size = 10;
    const rule: ImitationRule = { kind: 'pairwise', intensity: 0.5 };
    const difference = buildPayoffDifference(
      [
        [3, 0],
        [2, 2],
      ],
      size,
    );
    const counts = computeStationaryCounts(difference, size, rule, 1e-9);
    const taken = computeFixationProbability(difference, size, rule);
    const lost = computeFixationProbability((k) => -difference(size - k), size, rule);
    expect(counts[size]).toBeCloseTo(
      computeRareMutantShares([
        [0, taken],
        [lost, 0],
      ])[1],
      6,
    );
  });
});

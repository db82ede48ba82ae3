import { describe, expect, it } from 'vitest';
import { pairResidues } from '../../src/analysis/sample/paired-residues.ts';
import { boundCounted, countRare } from '../../src/analysis/sample/rare-events.ts';

const variance = (residues: readonly { expected: number; amount: number }[]) =>
  residues.reduce((sum, { expected, amount }) => sum + expected * amount * amount, 0);

describe('the difference of two arms on the same draws', () => {
  // Of 1600 jobs 80 lose 11.9 in one arm, 80.16 in the other.
  const own = [
    { expected: 80, amount: -11.3, draw: 'checked' },
    { expected: 1520, amount: 0.6, draw: 'checked' },
  ];
  const other = [
    { expected: 80.16, amount: -11.3, draw: 'checked' },
    { expected: 1519.84, amount: 0.6, draw: 'checked' },
  ];

  it('has the one job that ends otherwise, which is rare though losses are not', () => {
    const paired = pairResidues(own, other);
    const [job] = paired.filter(({ amount }) => amount !== 0);
    expect(job!.expected).toBeCloseTo(0.16, 9);
    expect(job!.amount).toBeCloseTo(11.9, 9);
    expect(boundCounted(countRare(own), 0.025) + boundCounted(countRare(other), 0.025)).toBe(0);
    // At most one where 0.16 are expected.
    expect(boundCounted(countRare(paired), 0.025)).toBeCloseTo(11.9 * (1 - 0.16), 6);
  });

  it('has no less noise than the difference of the two, and none between equals', () => {
    const paired = variance(pairResidues(own, other));
    expect(Math.sqrt(paired)).toBeGreaterThanOrEqual(Math.abs(Math.sqrt(variance(own)) - Math.sqrt(variance(other))));
    expect(variance(pairResidues(own, [...own].reverse()))).toBe(0);
  });

  it('pairs only what nature draws alike', () => {
    const draws = [
      { expected: 10, amount: -1, draw: 'a' },
      { expected: 10, amount: 1, draw: 'b' },
    ];
    const swapped = draws.map(({ amount, ...rest }) => ({ ...rest, amount: -amount }));
    expect(variance(pairResidues(draws, swapped))).toBe(80);
    // Draws that differ between the arms are no nature's: the whole laws are paired.
    const moved = swapped.map((residue) => ({ ...residue, draw: 'a' }));
    expect(variance(pairResidues(draws, [...moved, { expected: 0.5, amount: 0, draw: 'b' }]))).toBeLessThan(2);
  });

  it('pairs what only one of them has with nothing', () => {
    const batches = [...own, { expected: 5, amount: 2, draw: 'batch' }];
    expect(variance(pairResidues(batches, own))).toBeCloseTo(20, 9);
  });
});

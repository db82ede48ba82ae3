import { describe, expect, test } from 'vitest';
import { estimateAdvantage, estimateIncome } from '../../src/analysis/sample/estimate.ts';
import type { Precision } from '../../src/analysis/sample/precision.ts';
import { expectAfter } from '../../src/analysis/sample/prospect.ts';
import { buildSettings } from '../fixtures/settings.ts';
import { arm } from './samples.ts';

const settings = buildSettings({ run: { controlVariates: false } });
const rows = (incomes: readonly number[], jobs: readonly number[] = incomes.map(() => 10)) =>
  arm(incomes.map((asserterIncome, i) => ({ jobs: 40, focalJobs: jobs[i]!, asserterIncome })));

const honest = rows([2, 3, 2, 3]);
const cheats = rows([1, 5, 4, 9]);
/** Its focal nodes got other jobs, so that it is no pair of the honest arm. */
const stray = rows([1, 5, 4, 9], [8, 11, 9, 13]);
const tied = estimateAdvantage(honest, honest, 'asserter', settings);
const cases = [
  ['one arm', estimateIncome(cheats, 'asserter', settings), [cheats]],
  ['two arms that share their draws', estimateAdvantage(honest, cheats, 'asserter', settings), [honest, cheats]],
  ['two arms by themselves', estimateAdvantage(honest, stray, 'asserter', settings), [honest, stray]],
  ['a tie', tied, [honest, honest]],
] as const;

const precisionOf = ({ standardError, degrees, unseen, skewness }: Precision) => ({
  standardError,
  degrees,
  unseen,
  skewness,
});

describe.each(cases)('an estimate of %s', (_, estimate, laws) => {
  test('is plain data: a copy of it, as another thread gets it, says the same', () => {
    const copy = structuredClone(estimate);
    expect(copy).toEqual(estimate);
    expect(expectAfter(copy, 3, laws, settings)).toEqual(expectAfter(estimate, 3, laws, settings));
  });

  test('is expected to be what it is after the replications it has', () => {
    expect(precisionOf(expectAfter(estimate, 1, laws, settings))).toEqual(precisionOf(estimate));
  });

  test('has half the error after four times the replications, and three times as many degrees more', () => {
    const { standardError, degrees } = expectAfter(estimate, 4, laws, settings);
    expect(standardError).toBeCloseTo(estimate.standardError / 2, 12);
    expect(degrees - estimate.degrees).toBe(estimate === tied ? 0 : 12);
  });
});

import { describe, expect, it } from 'vitest';
import {
  computeCovariance,
  estimateAdvantage,
  estimateIncome,
  type PairedEstimate,
} from '../../src/analysis/sample/estimate.ts';
import { Looks } from '../../src/analysis/sample/looks.ts';
import { halfWidthOf, partsOf } from '../../src/analysis/sample/precision.ts';
import { boundOf } from '../../src/analysis/sample/unseen.ts';
import { buildSettings } from '../fixtures/settings.ts';
import { arm, record } from './samples.ts';

const settings = buildSettings();
const looks = new Looks(4, 4, 0.95);
const plain = buildSettings({ run: { controlVariates: false } });

describe('income per focal job', () => {
  it('is the ratio of the sums, not the mean of the ratios', () => {
    const evidence = arm([
      { jobs: 10, focalJobs: 1, asserterIncome: 1, focalSlashEvents: 40 },
      { jobs: 10, focalJobs: 3, asserterIncome: 9, focalSlashEvents: 40 },
    ]);
    expect(estimateIncome(evidence, 'asserter', plain).mean).toBe(2.5);
  });
});

describe('what honesty earns over a deviation', () => {
  const honest = { jobs: 40, focalJobs: 10, asserterIncome: 2 };
  /** A cheat that saves 5 per job and loses 100 per challenge. */
  const cheats = (challenged: number, jobs = 10) => ({
    jobs: 40,
    focalJobs: jobs,
    focalChallengedJobs: challenged,
    focalSlashEvents: 100,
    focalSlashes: 100,
    slashed: 1000,
    asserterIncome: 5 * jobs - 100 * challenged,
  });
  const expected = { jobs: 1, focalJobs: 0.25, focalChallengedJobs: 0.05, asserterIncome: 0.25 * 5 - 5 };

  it('takes the luck of the challenges out exactly where nothing else is random', () => {
    const challenges = [1, 3, 2, 0, 2, 4];
    const own = arm(challenges.map(() => honest));
    const other = arm(
      challenges.map((count) => cheats(count)),
      expected,
    );
    const { mean, degrees, standardError, reduction } = estimateAdvantage(own, other, 'asserter', settings);
    // 0.2 per job against 5 - 100 × 0.2 per job.
    expect(mean).toBeCloseTo(0.2 - (5 - 20), 9);
    expect(degrees).toBe(4);
    expect(standardError).toBe(2e-9);
    expect(reduction.controlVariates).toBeGreaterThan(1e6);
  });

  it('does so to second order when the number of jobs is random too', () => {
    const draws = [
      [1, 8],
      [3, 12],
      [2, 15],
      [0, 6],
      [2, 11],
      [4, 9],
      [1, 13],
    ] as const;
    const own = arm(draws.map(([, jobs]) => ({ ...honest, focalJobs: jobs, asserterIncome: 0.2 * jobs })));
    const other = arm(
      draws.map(([count, jobs]) => cheats(count, jobs)),
      expected,
    );
    expect(estimateAdvantage(own, other, 'asserter', settings).mean).toBeCloseTo(0.2 - (5 - 20), 6);
  });

  it('keeps the plain difference when controls are switched off', () => {
    const challenges = [1, 3, 2, 0];
    const own = arm(challenges.map(() => honest));
    const other = arm(
      challenges.map((count) => cheats(count)),
      expected,
    );
    const { mean, standardError, degrees } = estimateAdvantage(own, other, 'asserter', plain);
    expect(mean).toBeCloseTo(0.2 - (50 - 150) / 10, 12);
    expect(degrees).toBe(3);
    // Four values 10 × challenges with variance 100 × 5 / 3.
    expect(standardError).toBeCloseTo(Math.sqrt((100 * 5) / 3 / 4), 9);
  });

  it('is exactly nothing for arms that are the same game', () => {
    const rows = [honest, honest, honest];
    const same = { jobs: 1, focalJobs: 0.25, asserterIncome: 0.05 };
    const tie = estimateAdvantage(arm(rows, same), arm(rows, same), 'asserter', settings);
    expect(tie.mean).toBe(0);
    expect(halfWidthOf(tie, looks)).toBe(0);
  });

  it('is not believed to be nothing where samples merely look alike', () => {
    const rows = [honest, honest, honest, honest];
    // Without a round nobody knows what was not seen; with one that differs, the difference was too rare.
    const blind = estimateAdvantage(arm(rows), arm(rows.map((row) => ({ ...row }))), 'asserter', settings);
    expect(halfWidthOf(blind, looks)).toBeGreaterThan(1);
    const own = { jobs: 1, focalJobs: 0.25, asserterIncome: 0.05 };
    const rare = { ...own, focalChallengedJobs: 1e-6, asserterIncome: 0.05 - 1e-4 };
    const other = {
      ...arm(
        rows.map((row) => ({ ...row })),
        rare,
      ),
      outcomes: () => [
        { probability: 0.25 - 1e-6, record: arm([{ jobs: 1, focalJobs: 1, asserterIncome: 0.2 }]).sample.total() },
        { probability: 0.75, record: arm([{ jobs: 1 }]).sample.total() },
        {
          probability: 1e-6,
          record: arm([
            { jobs: 1, focalJobs: 1, focalChallengedJobs: 1, challengedJobs: 1, asserterIncome: -99.8 },
          ]).sample.total(),
        },
      ],
    };
    const guarded = estimateAdvantage(arm(rows, own), other, 'asserter', settings);
    expect(guarded.mean).toBeCloseTo(0, 12);
    // 160 jobs × 1e-6 × 100 credits, over 40 focal jobs: the exact advantage is covered.
    expect(halfWidthOf(guarded, looks)).toBeGreaterThanOrEqual(1e-4 / 0.25);
  });

  it('is not believed more exactly than half of what the law of a job leaves', () => {
    // Every cheat was caught in three replications, by coincidence: half of them escape.
    const caught = { jobs: 1, focalJobs: 1, challengedJobs: 1, focalChallengedJobs: 1, asserterIncome: -95 };
    const other = {
      ...arm(
        [1, 3, 2].map((count) => cheats(count)),
        expected,
      ),
      outcomes: () => [
        { probability: 0.5, record: record(caught) },
        { probability: 0.5, record: record({ ...caught, asserterIncome: 5 }) },
      ],
    };
    const { standardError } = estimateAdvantage(arm([honest, honest, honest]), other, 'asserter', settings);
    // 120 jobs, each 50 credits off either way, over 30 focal jobs: 18 credits, of which half are believed.
    expect(standardError).toBeCloseTo((50 * Math.sqrt(120)) / 30 / 2, 6);
  });

  it('uses the replications both arms have', () => {
    const own = arm([honest, honest, honest]);
    const other = arm([1, 3].map((count) => cheats(count)));
    expect(estimateAdvantage(own, other, 'asserter', settings).replications).toBe(2);
  });
});

describe('covariance of two estimates', () => {
  const build = (influence: number[], standardError: number): PairedEstimate => ({
    mean: 0,
    standardError,
    degrees: 3,
    unseen: { kind: 'nothing' },
    skewness: 0,
    reach: 0,
    prospect: { of: 'tie' },
    replications: influence.length,
    influence: Float64Array.from(influence),
    reduction: { commonRandomNumbers: 1, controlVariates: 1, sampling: 1 },
  });

  it('is the product of the standard errors for the same noise', () => {
    expect(computeCovariance(build([1, -1, 2, -2], 3), build([2, -2, 4, -4], 5))).toBeCloseTo(15, 12);
    expect(computeCovariance(build([1, -1, 2, -2], 3), build([-1, 1, -2, 2], 5))).toBeCloseTo(-15, 12);
    expect(computeCovariance(build([0, 0], 0), build([1, -1], 1))).toBe(0);
  });

  it('shrinks where one has more replications than the other', () => {
    // Var 1 per replication: 4 against 16 replications covary as 1 / 16.
    const few = build([1, -1, 1, -1], 1 / 2);
    const many = build([1, -1, 1, -1, ...Array.from({ length: 12 }, (_, i) => (i % 2 ? 1 : -1))], 1 / 4);
    expect(computeCovariance(few, many)).toBeCloseTo(1 / 16, 12);
  });

  it('a lopsided law widens an interval by the first term of Edgeworth’s expansion', () => {
    const even = partsOf(build([1, -1, 1, -1], 2), 0.025).spread;
    const lopsided = partsOf({ ...build([1, -1, 1, -1], 2), skewness: 0.1 }, 0.025).spread;
    // With 3 degrees the quantile is 3.1824: 0.1 × (2 × 10.128 + 1) / 6 standard errors more.
    expect(lopsided - even).toBeCloseTo(((0.1 * (2 * 3.18245 ** 2 + 1)) / 6) * 2, 4);
  });

  it('an allowance takes half of the error that an interval may spend', () => {
    const unseen = { kind: 'reach', reach: 1, standardError: 1 } as const;
    const estimate = { ...build([1, -1, 1, -1], 1), unseen };
    expect(partsOf(estimate, 0.02).allowance).toBe(boundOf(unseen, 0.01));
    expect(partsOf(estimate, 0.02).spread).toBeGreaterThan(partsOf(build([1, -1, 1, -1], 1), 0.02).spread);
  });
});

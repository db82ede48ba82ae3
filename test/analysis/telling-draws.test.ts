/** Which draws of nature are taken out of an estimate: those that vary beside the jobs they are taken per. */
import { describe, expect, it } from 'vitest';
import type { JobOutcome } from '../../src/analysis/round/lottery.ts';
import { chooseControls } from '../../src/analysis/sample/telling-draws.ts';
import { type RecordColumn, recordColumnNames } from '../../src/market/record.ts';
import { record } from './samples.ts';

const names = ['focalChallengedJobs', 'focalColludingJobs', 'focalValidations'] as const;

/** A tenth of all jobs are of focal nodes; `p` of them are challenged, `r` of those meet their own kind alone. */
function draws(p: number, r: number): JobOutcome[] {
  const focal = { jobs: 1, focalJobs: 1 };
  const met = { ...focal, challengedJobs: 1, focalChallengedJobs: 1 };
  return [
    { probability: 0.9 * (1 - p), record: record({ jobs: 1 }) },
    { probability: 0.9 * p, record: record({ jobs: 1, challengedJobs: 1 }) },
    { probability: 0.1 * (1 - p), record: record(focal) },
    { probability: 0.1 * p * (1 - r), record: record(met) },
    { probability: 0.1 * p * r, record: record({ ...met, focalColludingJobs: 1 }) },
  ];
}

function choose(outcomes: readonly JobOutcome[], jobs: number, sampling: 'natural' | 'split' | 'tilted' = 'natural') {
  const exact = new Float64Array(recordColumnNames.length);
  for (const { probability, record: row } of outcomes) {
    for (let i = 0; i < exact.length; i++) exact[i]! += probability * row[i]!;
  }
  return chooseControls(names, { exact, outcomes, sampling, jobs });
}

const challenged: RecordColumn[] = ['focalChallengedJobs'];
const both: RecordColumn[] = ['focalChallengedJobs', 'focalColludingJobs'];

describe('a draw is taken out', () => {
  it.each([
    ['comes out', 0.001],
    ['fails to', 0.999],
  ])('where it %s ten times in the mean', (_, p) => {
    expect(choose(draws(p, 0), 99_000)).toEqual([]);
    expect(choose(draws(p, 0), 101_000)).toEqual(challenged);
  });

  it('where it is told from the draws before it', () => {
    // One in a thousand challenges of members meets an outsider, which is one job in twenty thousand.
    expect(choose(draws(0.5, 0.999), 190_000)).toEqual(challenged);
    expect(choose(draws(0.5, 0.999), 210_000)).toEqual(both);
    expect(choose(draws(0.5, 1), 1e12)).toEqual(challenged);
  });

  it('though it hardly differs from a draw that is left out itself', () => {
    expect(choose(draws(0.99999, 0.5), 1e5)).toEqual(['focalColludingJobs']);
    expect(choose(draws(1, 0.5), 1e5)).toEqual(['focalColludingJobs']);
    expect(choose(draws(1, 1), 1e5)).toEqual([]);
  });

  it('where each of many ways is rare and all together are not', () => {
    const rare = Array.from({ length: 50 }, (_, k) => ({
      probability: 0.001,
      record: record({ jobs: 1, challengedJobs: 1, focalValidations: k + 1 }),
    }));
    const outcomes = [{ probability: 0.95, record: record({ jobs: 1, focalJobs: 1 }) }, ...rare];
    expect(choose(outcomes, 190)).toEqual([]);
    expect(choose(outcomes, 210)).toEqual(['focalValidations']);
  });

  it('by the challenges that are played, where they are sampled', () => {
    // Played both ways, jobs have no luck of the challenge, and all of the draw that follows it.
    expect(choose(draws(1e-6, 0.5), 1000, 'split')).toEqual(['focalColludingJobs']);
    // A tenth of a tenth is challenged.
    expect(choose(draws(1e-6, 0.5), 990, 'tilted')).toEqual([]);
    expect(choose(draws(1e-6, 0.5), 2100, 'tilted')).toEqual(both);
  });

  it('by its mean, where that is all that is known, and not where nothing is', () => {
    const known = (challenges: number) => ({
      exact: record({ jobs: 1, focalJobs: 0.1, focalChallengedJobs: challenges }),
      outcomes: null,
      sampling: 'natural' as const,
      jobs: 1010,
    });
    expect(chooseControls(challenged, known(0.01))).toEqual(challenged);
    expect(chooseControls(challenged, known(0.009))).toEqual([]);
    expect(chooseControls(challenged, known(0.09))).toEqual(challenged);
    expect(chooseControls(challenged, known(0.091))).toEqual([]);
    expect(chooseControls(challenged, { ...known(0.01), exact: null })).toEqual([]);
  });
});

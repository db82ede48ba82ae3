import { describe, expect, it } from 'vitest';
import { listOutcomes } from '../../src/analysis/round/lottery.ts';
import { listFlightResidues } from '../../src/analysis/sample/flight-residues.ts';
import { asserterArm, buildSettings } from '../fixtures/settings.ts';

describe('what is unexplained where a batch is slashed once', () => {
  // Every job is challenged, so that no control explains anything; one in four cheats is caught.
  const [reward, slash, caught] = [1.2, 10, 0.25];
  const settings = buildSettings({
    mechanism: { challengeProbability: 1, slashAmount: slash, accounting: 'alone' },
    market: { reward, jobsInFlight: 3, detector: { falseAlarm: 0, miss: 1 - caught } },
  });
  const outcomes = listOutcomes(settings, asserterArm('skip-work'))!;
  const residues = listFlightResidues(outcomes, {
    role: 'asserter',
    settings,
    jobs: 300,
    controls: [],
    sampling: 'natural',
  });

  it('has the variance of whole batches, from every way a batch of three can go', () => {
    // 300 jobs, a tenth of them of focal nodes: ten batches. Incomes of a batch by refuted jobs, with their chances.
    const ways = [0, 1, 2, 3].map((count) => ({
      chance: [1, 3, 3, 1][count]! * caught ** count * (1 - caught) ** (3 - count),
      income: (3 - count) * reward - (count > 0 ? slash : 0),
    }));
    const mean = ways.reduce((sum, { chance, income }) => sum + chance * income, 0);
    const variance = ways.reduce((sum, { chance, income }) => sum + chance * (income - mean) ** 2, 0);
    const own = residues.reduce((sum, { expected, amount }) => sum + expected * amount * amount, 0);
    expect(own).toBeCloseTo(10 * variance, 6);
  });

  it('has mean zero', () => {
    const mean = residues.reduce((sum, { expected, amount }) => sum + expected * amount, 0);
    expect(mean).toBeCloseTo(0, 9);
  });
});

/**
 * No way of reducing noise may move an estimate: over many small studies the mean of the estimates is the exact
 * advantage within four standard errors (a false alarm in 16 000 per comparison).
 */
import { describe, expect, it } from 'vitest';
import { exactAdvantage, exactFocalRecord, exactRecord } from '../../src/analysis/round/exact.ts';
import { listOutcomes } from '../../src/analysis/round/lottery.ts';
import { listPayments } from '../../src/analysis/round/payments.ts';
import { valuationOf } from '../../src/analysis/round/valuation.ts';
import { estimateAdvantage, type PairedEstimate } from '../../src/analysis/sample/estimate.ts';
import { ArmSample } from '../../src/analysis/sample/samples.ts';
import { planArm } from '../../src/engine/arm-plan.ts';
import { simulateRun } from '../../src/engine/simulate.ts';
import type { Role } from '../../src/findings/findings.ts';
import type { Arm, RunSettings, Settings } from '../../src/market/settings.ts';
import { asserterArm, buildSettings, honestArm } from '../fixtures/settings.ts';

const studies = 150;

/** Estimates of small independent studies of skipping the work. */
function estimate(settings: Settings, count = studies, replications = 6): PairedEstimate[] {
  const evidence = (arm: Arm, first: number) => {
    const sample = new ArmSample();
    for (let i = 0; i < replications; i++) sample.add(simulateRun(settings, arm, 'unbiased', first + i));
    const { sampling } = planArm(settings, arm);
    return {
      sample,
      exact: exactRecord(settings, arm),
      focal: exactFocalRecord(settings, arm),
      outcomes: () => listOutcomes(settings, arm),
      payments: (role: Role) => listPayments(settings, arm, valuationOf(settings, role).terms),
      sampling,
    };
  };
  return Array.from({ length: count }, (_, study) => {
    const first = study * replications;
    return estimateAdvantage(
      evidence(honestArm, first),
      evidence(asserterArm('skip-work'), first),
      'asserter',
      settings,
    );
  });
}

function summarise(values: readonly number[]): { mean: number; error: number; variance: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
  return { mean, variance, error: Math.sqrt(variance / values.length) };
}

const build = (run: Partial<RunSettings>, p = 0.1, slashAmount = 10, falseAlarm = 0.02): Settings =>
  buildSettings({
    mechanism: { challengeProbability: p, slashAmount, draw: 'independent', accounting: 'gross' },
    market: { detector: { miss: 0.3, falseAlarm }, stake: 2e6 },
    coalition: { size: 4, fraction: 0.2 },
    run: { jobs: 200, ...run },
  });

const ways: [string, Partial<RunSettings>][] = [
  ['nothing', { controlVariates: false, commonRandomNumbers: false, sampling: 'natural' }],
  ['common random numbers', { controlVariates: false, sampling: 'natural' }],
  ['control variates', { sampling: 'natural' }],
  ['control variates on independent arms', { commonRandomNumbers: false, sampling: 'natural' }],
  ['challenges drawn more often', { controlVariates: false, sampling: 'tilted' }],
  ['challenges drawn more often, with controls', { sampling: 'tilted' }],
  ['challenges played both ways', { controlVariates: false, sampling: 'split' }],
  ['challenges played both ways, with controls', { sampling: 'split' }],
];

describe('with every way of reducing noise the estimate stays where it was', () => {
  it.each(ways)('%s', (_, run) => {
    // 5 % is below the rate of tilted draws, so that they are weighed back.
    const settings = build(run, 0.05);
    const { mean, error } = summarise(estimate(settings).map((found) => found.mean));
    const exact = exactAdvantage(settings, 'asserter', 'honest', 'skip-work', 'coalition')!;
    expect(error).toBeGreaterThan(0);
    expect(Math.abs(mean - exact)).toBeLessThan(4 * error);
  });

  it.each(['tilted', 'split'] as const)('at one challenge in 100 000 and a slash of a million: %s', (sampling) => {
    // False alarms of the honest arm, which is always played in time, would be too rare to be seen.
    const settings = build({ sampling }, 1e-5, 1e6, 0);
    const { mean, error } = summarise(estimate(settings).map((found) => found.mean));
    const exact = exactAdvantage(settings, 'asserter', 'honest', 'skip-work', 'coalition')!;
    expect(Math.abs(mean - exact)).toBeLessThan(4 * error);
    // Not vacuous: natural sampling would see a challenge of a focal node in 1 of 4 such studies.
    expect(error).toBeLessThan(0.1 * Math.abs(exact));
  });
});

describe('and its variance shrinks', () => {
  const variance = (run: Partial<RunSettings>, p = 0.05) =>
    summarise(estimate(build(run, p), studies, 16).map((found) => found.mean)).variance;

  it('by controls, and by playing rare challenges both ways', () => {
    const [shared, controlled, split] = [
      variance({ controlVariates: false, sampling: 'natural' }),
      variance({ sampling: 'natural' }),
      variance({ sampling: 'split' }),
    ];
    expect(controlled).toBeLessThan(shared / 1.5);
    expect(split).toBeLessThan(shared / 2);
  });

  it('by common random numbers, where design points are compared', () => {
    const gap = (commonRandomNumbers: boolean) => {
      const [low, high] = [0.05, 0.06].map((p) =>
        estimate(build({ controlVariates: false, sampling: 'natural', commonRandomNumbers }, p), studies, 16),
      );
      return summarise(low!.map(({ mean }, i) => high![i]!.mean - mean)).variance;
    };
    expect(gap(true)).toBeLessThan(gap(false) / 2);
  });

  it('as much as the exact second moment says', () => {
    const settings = build({ controlVariates: false, sampling: 'split' });
    const factor = estimate(settings, 1)[0]!.reduction.sampling;
    const measured =
      variance({ controlVariates: false, sampling: 'natural' }, 0.1) /
      variance({ controlVariates: false, sampling: 'split' }, 0.1);
    // Two variances of 150 values: the ratio's standard deviation is 16 % of it; honest play adds its own noise.
    expect(measured / factor).toBeGreaterThan(0.3);
    expect(measured / factor).toBeLessThan(1.64);
  });
});

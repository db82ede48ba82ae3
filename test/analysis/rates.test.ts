import { describe, expect, it } from 'vitest';
import { Looks } from '../../src/analysis/sample/looks.ts';
import { listRates } from '../../src/analysis/sample/rates.ts';
import { buildSettings } from '../fixtures/settings.ts';
import { arm } from './samples.ts';

const settings = buildSettings({ market: { computeCost: 2 } });
const looks = new Looks(4, 4, 0.95);
const times = <Item>(count: number, item: Item) => Array.from({ length: count }, () => ({ ...item }));

describe('rates', () => {
  it('are shares of what they are shares of', () => {
    const honest = arm(times(4, { jobs: 100, challengedJobs: 20, falseSlashedJobs: 1, verificationCost: 60 }));
    const cheating = arm(
      times(4, {
        jobs: 100,
        cheatedJobs: 10,
        detectedJobs: 3,
        undetectedJobs: 7,
        challengedJobs: 20,
        falseVerdicts: 2,
        arbitrations: 8,
      }),
    );
    const rates = listRates(honest, cheating, settings, looks);
    expect(rates.challenged).toMatchObject({ value: 0.2, count: 400, per: 'job' });
    expect(rates.detected).toMatchObject({ value: 0.3, count: 40, per: 'cheated job' });
    expect(rates.falseVerdict).toMatchObject({ value: 0.25, count: 32, per: 'arbitration' });
    // 60 credits over 100 jobs of 2 credits each.
    expect(rates.verificationOverhead.value).toBeCloseTo(0.3, 12);
  });

  it('of no events have Wilson’s interval, not none', () => {
    const rates = listRates(arm(times(4, { jobs: 1000 })), undefined, settings, looks);
    expect(rates.falseSlash.value).toBe(0);
    // z² / (n + z²) with z = 1.96 and n = 4000.
    expect(rates.falseSlash.halfWidth).toBeCloseTo(3.8415 / 4003.84, 7);
    expect(rates.detected).toMatchObject({ value: null, halfWidth: null, count: 0 });
  });

  it('of weighed counts that are not whole do not break', () => {
    const honest = arm(times(4, { jobs: 99.9, challengedJobs: 99.9 }));
    expect(listRates(honest, undefined, settings, looks).challenged.value).toBe(1);
  });

  it('of cost are no better known than the number of checks, where replications agree by coincidence', () => {
    const rows = [41, 41.0000001, 41, 41].map((cost) => ({
      jobs: 100,
      challengedJobs: 41,
      verificationCost: 2 * cost,
    }));
    const exact = { jobs: 1, challengedJobs: 0.5, verificationCost: 1 };
    const { halfWidth, value } = listRates(arm(rows, exact), undefined, settings, looks).verificationOverhead;
    // Of 400 jobs 164: a standard error of 0.0246 in 0.41.
    expect(value).toBeCloseTo(0.41, 6);
    expect(halfWidth).toBeGreaterThan(1.9 * 0.0246);
    expect(halfWidth).toBeLessThan(2.1 * 0.0246);
  });

  it('of cost without spread are believed only where the round says the same', () => {
    const rows = times(4, { jobs: 100, challengedJobs: 100, verificationCost: 200 });
    const sure = listRates(arm(rows, { jobs: 1, challengedJobs: 1, verificationCost: 2 }), undefined, settings, looks);
    expect(sure.verificationOverhead).toMatchObject({ value: 1, halfWidth: 0, exact: 1 });
    const unseen = times(4, { jobs: 100 });
    const rare = listRates(arm(unseen, { jobs: 1, verificationCost: 1e-6 }), undefined, settings, looks);
    expect(rare.verificationOverhead).toMatchObject({ value: 0, halfWidth: null });
    expect(listRates(arm(unseen), undefined, settings, looks).verificationOverhead.halfWidth).toBeNull();
  });

  it('of a cost behind few checks have the Poisson limit of their number', () => {
    const rows = [0, 1, 0, 2].map((checks) => ({ jobs: 100, challengedJobs: checks, verificationCost: 2 * checks }));
    const { value, halfWidth } = listRates(arm(rows), undefined, settings, looks).verificationOverhead;
    expect(value).toBeCloseTo(3 / 400, 12);
    // Three seen: up to 8.77 at 2.5 % a side.
    expect(halfWidth).toBeGreaterThanOrEqual((8.767 - 3) / 400);
  });
});

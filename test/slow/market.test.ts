/** The market's long proofs by simulation: millions of jobs, minutes of time. */
import { describe, expect, test } from 'vitest';
import { simulateRun } from '../../src/engine/simulate.ts';
import { incomeOf } from '../../src/market/money/income.ts';
import { columnIndex as at } from '../../src/market/record.ts';
import type { Accounting, Arm } from '../../src/market/settings.ts';
import * as registry from '../../src/mechanisms/index.ts';
import { claimWindow } from '../fixtures/claim-window.ts';
import { asserterArm, buildSettings, honestArm } from '../fixtures/settings.ts';
import { spotAudit } from '../fixtures/spot-audit.ts';
import { alarm, compareWithRound } from '../laws/agreement.ts';
import { arms, drawSettings } from '../laws/drawn-settings.ts';
import { measureStation } from '../oracles/service.ts';

describe('four ways to account for a coalition, n = 2, r = 0.3, R_A = 1.2, R_V = 2.4, S = 8: honesty and cheating earn alike at', () => {
  const REPLICATIONS = 40;
  const JOBS = 100_000;

  // Four million jobs per arm, half of them focal: advantages per focal job resolved to about 0.003 credits.
  test.each([
    ['alone', 250 / 2093],
    ['netted', 125 / 1024],
    ['gross', 250 / 2039],
    ['committed', 250 / 2879],
  ] as const)('%s: p* = %f', (accounting: Accounting, p) => {
    const settings = buildSettings({
      mechanism: {
        challengeProbability: p,
        validatorCount: 2,
        validatorReward: 2.4,
        slashAmount: 8,
        draw: 'independent',
        accounting,
      },
      coalition: { size: 10, fraction: 0.3 },
      run: { jobs: JOBS },
    });
    const earn = (arm: Arm, replication: number) => {
      const record = simulateRun(settings, arm, 'accounting', replication);
      return incomeOf(record, 'asserter', settings) / record[at.focalJobs];
    };
    const advantages = Array.from(
      { length: REPLICATIONS },
      (_, replication) => earn(honestArm, replication) - earn(asserterArm('skip-work'), replication),
    );
    const mean = advantages.reduce((sum, value) => sum + value, 0) / REPLICATIONS;
    const squares = advantages.reduce((sum, value) => sum + (value - mean) ** 2, 0);
    const standardError = Math.sqrt(squares / (REPLICATIONS * (REPLICATIONS - 1)));
    expect(standardError).toBeLessThan(0.004);
    // 39 degrees of freedom: beyond 4 standard errors once in 3700.
    expect(Math.abs(mean)).toBeLessThan(4 * standardError);
  });
});

describe('the market as a Jackson network', () => {
  test('200 nodes at lambda = 0.7, mu = 1, p = 0.1: 4.7826 s in system', () => {
    const { sojourn } = measureStation({
      nodes: 200,
      load: 0.7,
      p: 0.1,
      jobs: 250_000,
      warmUp: 30_000,
      replications: 32,
    });
    expect(sojourn.standardError).toBeLessThan(0.02);
    expect(Math.abs(sojourn.mean - 1.1 / 0.23)).toBeLessThan(4 * sojourn.standardError);
  });

  test('its utilisation is 0.77', () => {
    const { utilization } = measureStation({
      nodes: 10,
      load: 0.7,
      p: 0.1,
      jobs: 700_000,
      warmUp: 0,
      replications: 16,
    });
    // The market empties in some 40 s of 100 000 at the end, which lowers the share by less than 0.04 %.
    expect(utilization.standardError).toBeLessThan(0.0005);
    expect(Math.abs(utilization.mean - 0.77)).toBeLessThan(4 * utilization.standardError + 0.0004 * 0.77);
  });
});

describe('the market records what the round expects, at twelve more drawn points per arm', () => {
  const mechanisms = [...Object.values(registry), spotAudit, claimWindow].filter(
    ({ create, round }) => create !== undefined && round !== undefined,
  );

  test.each(mechanisms.map((mechanism) => [mechanism.kind, mechanism] as const))('%s', (_, mechanism) => {
    let comparisons = 0;
    for (const [index, arm] of arms.entries()) {
      for (const settings of drawSettings(mechanism, 12, 1000 + index, 5000)) {
        comparisons += compareWithRound(mechanism, settings, arm, 'long', 8);
      }
    }
    expect(comparisons * mechanisms.length).toBeLessThan(alarm.comparisons);
  });
});

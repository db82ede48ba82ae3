/** Challenges, alarms and times to detection in the market, as their distributions say. */
import { describe, expect, test } from 'vitest';
import { builtIn } from '../../src/catalogue/catalogue.ts';
import { moneyOf } from '../../src/catalogue/money.ts';
import { trafficOf } from '../../src/catalogue/traffic.ts';
import { binomial } from '../../src/game/tree.ts';
import type { Listener } from '../../src/market/events.ts';
import { Market } from '../../src/market/market.ts';
import { columnIndex as at, type RecordColumn } from '../../src/market/record.ts';
import type { Arm, Settings } from '../../src/market/settings.ts';
import { stage } from '../../src/market/stage.ts';
import { asserterArm, buildSettings, honestArm } from '../fixtures/settings.ts';

const market = new Market();

function run(settings: Settings, arm: Arm, replication: number, listener?: Listener): Float64Array {
  const cast = stage(settings, arm, builtIn);
  const asked = {
    settings,
    cast,
    traffic: trafficOf(settings),
    money: moneyOf(settings),
    seed: 'counts',
    replication,
    listener,
  };
  return market.run(builtIn.mechanisms.get('posp')!, asked);
}

/** A column in each of many short runs. */
function observe(settings: Settings, column: RecordColumn, runs: number): number[] {
  return Array.from({ length: runs }, (_, replication) => run(settings, honestArm, replication)[at[column]]);
}

/** Pearson's statistic in standard deviations from its mean, cells of fewer than 8 expected put together. */
function measureMisfit(values: readonly number[], probabilities: readonly number[]): number {
  let statistic = 0;
  let cells = 0;
  let [seen, expected] = [0, 0];
  probabilities.forEach((probability, k) => {
    seen += values.filter((value) => value === k).length;
    expected += values.length * probability;
    if (expected < 8 && k < probabilities.length - 1) return;
    statistic += expected > 0 ? (seen - expected) ** 2 / expected : 0;
    cells++;
    [seen, expected] = [0, 0];
  });
  return (statistic - (cells - 1)) / Math.sqrt(2 * (cells - 1));
}

describe('over 2000 runs of 40 jobs', () => {
  const RUNS = 2000;
  const JOBS = 40;

  // A chi-square of about ten degrees of freedom is 6 of its standard deviations above its mean once in 40 000.
  test('challenges are Binomial(40, 0.15)', () => {
    const settings = buildSettings({ mechanism: { challengeProbability: 0.15 }, run: { jobs: JOBS } });
    const counts = observe(settings, 'challengedJobs', RUNS);
    expect(measureMisfit(counts, binomial(JOBS, 0.15))).toBeLessThan(6);
  });

  test('false alarms of one validator are Binomial(40, p a)', () => {
    const settings = buildSettings({
      mechanism: { challengeProbability: 0.5 },
      market: { detector: { falseAlarm: 0.1, miss: 0 } },
      run: { jobs: JOBS },
    });
    const counts = observe(settings, 'falseSlashedJobs', RUNS);
    expect(measureMisfit(counts, binomial(JOBS, 0.05))).toBeLessThan(6);
  });

  test('jobs of a focal group of 5 in 20 are Binomial(40, 1/4)', () => {
    const settings = buildSettings({ coalition: { size: 5 }, run: { jobs: JOBS } });
    const counts = observe(settings, 'focalJobs', RUNS);
    expect(measureMisfit(counts, binomial(JOBS, 0.25))).toBeLessThan(6);
  });
});

describe('a node that always cheats', () => {
  /** Whether each cheated job was caught, in the order of the jobs. */
  function watchCheats(settings: Settings, arm: Arm): boolean[] {
    const lied = new Set<number>();
    const caught = new Set<number>();
    const listener: Listener = {
      wants: ['asserted', 'settled'],
      hear: (event) => {
        if (event.kind === 'asserted' && event.isFalse) lied.add(event.job);
        if (event.kind === 'settled' && event.isRefuted) caught.add(event.job);
      },
    };
    run(settings, arm, 0, listener);
    return [...lied].sort((a, b) => a - b).map((job) => caught.has(job));
  }

  const probability = 0.04;
  const settings = buildSettings({
    mechanism: { challengeProbability: probability, validatorCount: 2, draw: 'independent' },
    // With r = 1/2 and two validators, a challenge detects with 3/4: D = 0.03.
    coalition: { size: 10, fraction: 0.5 },
    run: { jobs: 120_000 },
  });
  const detection = 0.03;
  const outcomes = watchCheats(settings, asserterArm('skip-work'));
  const gaps: number[] = [];
  let since = 0;
  for (const caught of outcomes) {
    since++;
    if (!caught) continue;
    gaps.push(since);
    since = 0;
  }

  test('is caught after a geometric number of jobs: mean 1/D', () => {
    expect(gaps.length).toBeGreaterThan(1500);
    const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
    const standardError = Math.sqrt(1 - detection) / detection / Math.sqrt(gaps.length);
    expect(Math.abs(mean - 1 / detection)).toBeLessThan(4 * standardError);
  });

  test.each([1, 10, 33, 99, 150])('is still undetected after %i jobs with (1 - D)^T', (jobs) => {
    const share = (1 - detection) ** jobs;
    const survived = gaps.filter((gap) => gap > jobs).length / gaps.length;
    expect(Math.abs(survived - share)).toBeLessThan(4 * Math.sqrt((share * (1 - share)) / gaps.length));
  });
});

test('37 false alarms in 4 000 000 checks, a published production figure, at a hundred times the rate', () => {
  // The count stays Poisson with mean 37: beyond 4 standard errors about once in 10 000.
  const rate = 9.25e-4;
  const settings = buildSettings({
    mechanism: { challengeProbability: 1 },
    market: { detector: { falseAlarm: rate, miss: 0 } },
    run: { jobs: 40_000 },
  });
  const alarms = run(settings, honestArm, 0)[at.falseSlashedJobs];
  expect(Math.abs(alarms - 37)).toBeLessThan(4 * Math.sqrt(37));
});

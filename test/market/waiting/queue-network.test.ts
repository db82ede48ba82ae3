/** The queues alone against the market that holds them, and against what queueing theory knows. */
import { describe, expect, it } from 'vitest';
import { Looks } from '../../../src/analysis/sample/looks.ts';
import { listTimeRates, TimeSample } from '../../../src/analysis/sample/time-sample.ts';
import { flowAt } from '../../../src/catalogue/traffic.ts';
import { simulateRun } from '../../../src/engine/simulate.ts';
import type { Settings } from '../../../src/market/settings.ts';
import { planTime } from '../../../src/market/waiting/time-plan.ts';
import { timeAt } from '../../../src/market/waiting/time-record.ts';
import { Summary } from '../../../src/stats/summary.ts';
import { buildSettings, honestArm } from '../../fixtures/settings.ts';
import { measureStation, type Station } from '../../oracles/service.ts';

const runs = 12;

function timed(settings: Settings): Settings {
  const { jobs, warmUpJobs, method } = planTime(settings, flowAt(settings));
  return { ...settings, run: { jobs, warmUpJobs, time: method } };
}

function measure(settings: Settings, method: 'market' | 'queue-by-queue' = 'market') {
  const plan = planTime(settings, flowAt(settings));
  expect(plan.method).toBe(method);
  const rows = Array.from({ length: runs }, (_, run) => simulateRun(timed(settings), honestArm, 'queues', run));
  const each = (figure: (row: Float64Array) => number) => {
    const { mean, variance } = Summary.of(rows.map(figure));
    return { mean, standardError: Math.sqrt(variance / runs) };
  };
  return {
    sojourn: each((row) => row[timeAt.seconds]! / row[timeAt.jobs]!),
    noise: each((row) => row[timeAt.noise]! / row[timeAt.jobs]!),
    utilisation: each((row) => row[timeAt.busySeconds]! / row[timeAt.nodeSeconds]!),
  };
}

function expectAlike(own: { mean: number; standardError: number }, other: { mean: number; standardError: number }) {
  const error = Math.hypot(own.standardError, other.standardError);
  expect(Math.abs(own.mean - other.mean)).toBeLessThan(4 * error);
}

describe('the queues of a market, and nothing else of it', () => {
  const stations: [string, Omit<Station, 'jobs' | 'warmUp' | 'replications'>][] = [
    ['with a check for every second job', { nodes: 8, load: 0.4, p: 0.5, validators: 1 }],
    [
      'with three checks for every job, of another length',
      {
        nodes: 12,
        load: 0.3,
        p: 1,
        validators: 3,
        service: { kind: 'gamma', shape: 0.5, scale: 2 },
        verification: { kind: 'deterministic', value: 0.4 },
      },
    ],
    ['on machines of twice the speed', { nodes: 5, load: 1, p: 0.3, validators: 1, speed: 2 }],
  ];

  it.each(stations)('take as long as in the market itself: %s', (_, station) => {
    const { nodes, load, p, validators = 1, service, verification, speed = 1 } = station;
    const settings = buildSettings({
      mechanism: { challengeProbability: p, validatorCount: validators },
      market: {
        nodeCount: nodes,
        jobsPerSecond: load * nodes,
        serviceSeconds: service ?? { kind: 'exponential', mean: 1 },
        speed: { kind: 'deterministic', value: speed },
        ...(verification && { verificationSeconds: verification }),
      },
    });
    const alone = measure(settings);
    const whole = measureStation({ ...station, jobs: 16_000, warmUp: 4000, replications: runs });
    expectAlike(alone.sojourn, whole.sojourn);
    expect(Math.abs(alone.noise.mean)).toBeLessThan(4 * alone.noise.standardError);
    // The market's own share of busy time has its empty beginning in it.
    expect(alone.utilisation.mean).toBeGreaterThan(whole.utilization.mean - 0.02);
  });

  it('take as long as a network of Jackson says, and less by the shorter of two queues', () => {
    const settings = buildSettings({
      mechanism: { challengeProbability: 0.25, validatorCount: 1 },
      market: { nodeCount: 6, jobsPerSecond: 0.6 * 6, serviceSeconds: { kind: 'exponential', mean: 1 } },
    });
    const { sojourn, utilisation } = measure(settings);
    expectAlike(sojourn, { mean: 1.25 / (1 - 0.75), standardError: 0 });
    expectAlike(utilisation, { mean: 0.75, standardError: 0 });
    const shorter = { ...settings, market: { ...settings.market, dispatch: { kind: 'shorter-of-two' } } };
    expect(measure(shorter).sojourn.mean).toBeLessThan(0.8 * sojourn.mean);
  });

  it('say nothing where a node is too slow for what it gets', () => {
    const settings = buildSettings({
      mechanism: { challengeProbability: 0 },
      market: { nodeCount: 10, jobsPerSecond: 5, speed: { kind: 'uniform', low: 0.4, high: 1.6 } },
    });
    expect(planTime(settings, flowAt(settings)).obstacle).toMatch(
      /^the slowest nodes get as much work as they can do or more/,
    );
    const sample = new TimeSample();
    for (let run = 0; run < 2; run++) sample.add(simulateRun(timed(settings), honestArm, 'slow', run));
    const looks = new Looks(2, 2, 0.95);
    expect(listTimeRates(sample, settings, looks).latencySeconds.value).toBeNull();
  });
});

describe('a queue that begins in its steady state', () => {
  it.each([
    ['exponential', { kind: 'exponential', mean: 2 }],
    ['deterministic', { kind: 'deterministic', value: 2 }],
    ['gamma', { kind: 'gamma', shape: 0.5, scale: 4 }],
    ['log-normal', { kind: 'log-normal', median: 1, sigma: 0.8 }],
    ['uniform', { kind: 'uniform', low: 0.5, high: 3 }],
    ['weibull', { kind: 'weibull', shape: 0.7, scale: 2 }],
    ['empirical', { kind: 'empirical', values: [0.2, 1, 5], weights: [3, 2, 1] }],
  ] as const)('stays in it, by the mean of Pollaczek and Khinchine: %s', (_, serviceSeconds) => {
    const settings = buildSettings({
      mechanism: { challengeProbability: 0 },
      market: { nodeCount: 10, jobsPerSecond: 2.5, serviceSeconds },
    });
    const { sojourn, utilisation } = measure(settings, 'queue-by-queue');
    const sample = new TimeSample();
    const exact = listTimeRates(sample, settings, new Looks(2, 2, 0.95));
    expectAlike(sojourn, { mean: exact.latencySeconds.exact!, standardError: 0 });
    expectAlike(utilisation, { mean: exact.utilisation.exact!, standardError: 0 });
  });
});

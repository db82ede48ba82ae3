/**
 * The market as a network of queues, against closed forms.
 *
 * With Poisson arrivals sent to nodes at random, exponential service and validators drawn from the other nodes, the
 * market is a Jackson network: each node behaves as M/M/1 with load lambda(1 + p n)/mu. Without challenges a node is
 * M/G/1 whatever the service (Pollaczek-Khinchine).
 *
 * Means over 24 replications are allowed 4 standard errors of their own; with 23 degrees of freedom such a t exceeds 4
 * once in 1800. Seeds are fixed.
 */
import { describe, expect, test } from 'vitest';
import { type Measurement, measureStation } from './service.ts';

function expectMean({ mean, standardError }: Measurement['sojourn'], exact: number, resolution: number): void {
  // The measurement must be able to fail: its error stays below the resolution asked for.
  expect(standardError / exact).toBeLessThan(resolution);
  expect(Math.abs(mean - exact), `${mean} against ${exact}`).toBeLessThan(4 * standardError);
}

const watched = { nodes: 40, jobs: 24_000, warmUp: 4000, replications: 24 };

describe('time in system', () => {
  test('M/M/1 at lambda = 0.7, mu = 1: 1/(mu - lambda) = 3.33 s', () => {
    const { sojourn } = measureStation({ ...watched, load: 0.7, p: 0 });
    expectMean(sojourn, 1 / 0.3, 0.015);
  });

  test('M/D/1 at lambda = 0.7: 1 + rho/(2(1 - rho)) = 2.17 s', () => {
    const { sojourn } = measureStation({ ...watched, load: 0.7, p: 0, service: { kind: 'deterministic', value: 1 } });
    expectMean(sojourn, 1 + 0.7 / 0.6, 0.015);
  });

  test('M/G/1 with two kinds of jobs, 0.2 s and 2 s: Pollaczek-Khinchine', () => {
    const service = { kind: 'empirical', values: [0.2, 2], weights: [3, 1] } as const;
    const mean = 0.65;
    const secondMoment = (3 * 0.04 + 4) / 4;
    const exact = mean + secondMoment / (2 * (1 - mean));
    const { sojourn } = measureStation({
      ...watched,
      load: 1,
      p: 0,
      service: { kind: service.kind, values: [...service.values], weights: [...service.weights] },
    });
    expectMean(sojourn, exact, 0.02);
  });

  test('one validator at p = 0.1, lambda = 0.7, mu = 1: (1 + p)/(mu - lambda(1 + p)) = 4.78 s', () => {
    const { sojourn } = measureStation({ ...watched, load: 0.7, p: 0.1 });
    expectMean(sojourn, 1.1 / 0.23, 0.03);
  });

  test('three validators of idle nodes: 1 s of the asserter and 11/6 s of the slowest validator', () => {
    // One job at a time but for a chance of 3 in 1000, which lengthens the mean by far less than a standard error.
    const { sojourn } = measureStation({
      nodes: 100,
      load: 0.00001,
      p: 1,
      validators: 3,
      jobs: 4000,
      warmUp: 0,
      replications: 24,
    });
    expectMean(sojourn, 1 + 11 / 6, 0.01);
  });

  test('a validator with a service law of its own takes that time', () => {
    const { sojourn, slowest } = measureStation({
      nodes: 100,
      load: 0.00001,
      p: 1,
      service: { kind: 'deterministic', value: 1 },
      verification: { kind: 'deterministic', value: 0.25 },
      jobs: 500,
      warmUp: 0,
      replications: 2,
    });
    expect(sojourn.mean).toBeGreaterThan(1.2499999);
    expect(sojourn.mean).toBeLessThan(1.26);
    expect(slowest).toBeLessThan(2.5);
  });
});

describe('work', () => {
  test('a job keeps nodes busy for E[S](1 + p n)', () => {
    const { busyPerJob } = measureStation({ ...watched, jobs: 8000, load: 0.3, p: 0.25, validators: 3 });
    expectMean(busyPerJob, 1 + 0.25 * 3, 0.005);
  });

  test('nodes are busy for the share lambda(1 + p)/mu = 0.77 of the time', () => {
    // Few nodes and a long watch: emptying the market at the end takes some 30 s of 10 000 and lowers the share by less
    // than 0.3 %, which is added to what the standard errors allow.
    const { utilization } = measureStation({ nodes: 4, load: 0.7, p: 0.1, jobs: 28_000, warmUp: 0, replications: 24 });
    expect(utilization.standardError).toBeLessThan(0.003);
    expect(Math.abs(utilization.mean - 0.77)).toBeLessThan(4 * utilization.standardError + 0.003 * 0.77);
  });

  test('faster nodes take proportionally less time', () => {
    const slow = measureStation({ ...watched, load: 0.5, p: 0.2, jobs: 4000, warmUp: 0, replications: 2 });
    const fast = measureStation({ ...watched, load: 0.5, p: 0.2, jobs: 4000, warmUp: 0, replications: 2, speed: 4 });
    expect(fast.busyPerJob.mean / slow.busyPerJob.mean).toBeCloseTo(0.25, 10);
  });
});

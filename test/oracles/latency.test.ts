/** Rates of time as findings state them, against what queueing theory knows. */
import { describe, expect, test } from 'vitest';
import { exactTime } from '../../src/analysis/round/exact-time.ts';
import { Looks } from '../../src/analysis/sample/looks.ts';
import { listTimeRates, TimeSample } from '../../src/analysis/sample/time-sample.ts';
import { builtIn } from '../../src/catalogue/catalogue.ts';
import { flowAt } from '../../src/catalogue/traffic.ts';
import { simulateRun } from '../../src/engine/simulate.ts';
import type { Rate } from '../../src/findings/findings.ts';
import type { Settings } from '../../src/market/settings.ts';
import { planTime } from '../../src/market/waiting/time-plan.ts';
import { buildSettings, honestArm, type Overrides } from '../fixtures/settings.ts';
import { drawSettings } from '../laws/drawn-settings.ts';

const replications = 16;
const looks = new Looks(replications, replications, 0.95);

function measure(settings: Settings, seed = 'latency') {
  const { jobs, warmUpJobs, method } = planTime(settings, flowAt(settings));
  const sample = new TimeSample();
  for (let replication = 0; replication < replications; replication++) {
    sample.add(simulateRun({ ...settings, run: { jobs, warmUpJobs, time: method } }, honestArm, seed, replication));
  }
  return listTimeRates(sample, settings, looks);
}

// Bins of the counts are 0.4 % wide at most; an interval ends at the edge of one.
const RESOLUTION = 0.004;

/** Half-widths are 2.13 standard errors; what the bins add is no part of them. */
function expectWithinFourErrors({ value, halfWidth, exact: stated }: Rate, exact: number, resolution = 0): void {
  const error = halfWidth! / 2.1314;
  expect(error).toBeGreaterThan(0);
  expect(error).toBeLessThan(0.05 * exact);
  expect(Math.abs(value! - exact)).toBeLessThan(4 * error + resolution * exact);
  expect(stated).toBeCloseTo(exact, 10);
}

const watched: Overrides = {
  market: { nodeCount: 10, jobsPerSecond: 7, serviceSeconds: { kind: 'exponential', mean: 1 } },
};

describe('a market without challenges is a row of M/M/1 queues; at a load of 0.7', () => {
  const rates = measure(buildSettings({ ...watched, mechanism: { challengeProbability: 0 } }));

  test('a job stays 1 / (mu - lambda) = 3.33 s on average', () => {
    expectWithinFourErrors(rates.latencySeconds!, 1 / 0.3);
  });

  test.each([
    ['latencySecondsP50', 0.5],
    ['latencySecondsP95', 0.95],
    ['latencySecondsP99', 0.99],
  ] as const)('%s is that of an exponential time', (name, level) => {
    expectWithinFourErrors(rates[name]!, -Math.log(1 - level) / 0.3, RESOLUTION);
  });

  test('nodes are busy seven tenths of the time', () => {
    expect(rates.utilisation!.exact).toBeCloseTo(0.7, 12);
    expectWithinFourErrors(rates.utilisation!, 0.7);
  });
});

test.each([
  { kind: 'gamma', shape: 1, scale: 1 },
  { kind: 'weibull', shape: 1, scale: 1 },
] as const)('an exponential service is known as one by whatever name: $kind', (serviceSeconds) => {
  const exactly = (shape: number) => {
    const settings = buildSettings({
      market: { nodeCount: 10, jobsPerSecond: 7, serviceSeconds: { ...serviceSeconds, shape } },
      mechanism: { challengeProbability: 0 },
    });
    return exactTime('latencySecondsP50', settings);
  };
  expect(exactly(1)).toBeCloseTo(Math.LN2 / 0.3, 10);
  expect(exactly(2)).toBeNull();
});

test('an idle market takes the time of service, to the resolution of the bins', () => {
  const settings = buildSettings({
    ...watched,
    market: { jobsPerSecond: 1e-4 },
    mechanism: { challengeProbability: 0 },
  });
  const { latencySeconds, latencySecondsP99 } = measure(settings);
  expect(latencySeconds!.value).toBeCloseTo(1, 4);
  expect(Math.abs(latencySecondsP99!.value! - 1)).toBeLessThanOrEqual(latencySecondsP99!.halfWidth!);
});

test('wherever the load factor is said to be the utilisation, it is', () => {
  let compared = 0;
  for (const kind of ['posp', 'always-verify', 'no-verification']) {
    for (const settings of drawSettings(builtIn.mechanisms.get(kind)!, 4, 11, 5000)) {
      const { utilisation } = measure(settings, `load-${kind}`);
      if (utilisation!.exact === null) continue;
      const error = utilisation!.halfWidth! / 2.1314;
      expect(Math.abs(utilisation!.value! - utilisation!.exact), JSON.stringify(settings)).toBeLessThan(5 * error);
      compared++;
    }
  }
  expect(compared).toBeGreaterThan(6);
});

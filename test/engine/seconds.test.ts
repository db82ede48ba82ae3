/** Runs that last a time: as many jobs as arrive in it, the same in every arm, and nothing else about them is new. */
import { describe, expect, test } from 'vitest';
import { traceRun } from '../../src/cli/tell-run.ts';
import { simulateRun } from '../../src/engine/simulate.ts';
import { createStream } from '../../src/kernel/stream.ts';
import { columnIndex as at } from '../../src/market/record.ts';
import { countArrivals } from '../../src/market/work/arrivals.ts';
import { poisson } from '../../src/plugs/demand/index.ts';
import { asserterArm, buildSettings, honestArm } from '../fixtures/settings.ts';

const cheat = asserterArm('skip-work');
const rate = 10;
const arrivalsOf = (seed: string, replication: number) =>
  poisson.create({}, (purpose) => createStream(seed, replication, purpose), rate);
const lasting = (seconds: number) => buildSettings({ run: { jobs: seconds * rate, seconds } });

describe('a run that lasts a time', () => {
  test('plays the jobs that arrive in it, and no other', () => {
    for (const replication of [0, 1, 2, 3]) {
      const story = traceRun(buildSettings({ run: { jobs: 400 } }), cheat, 'time', replication);
      const times = story.split('\n').flatMap((line) => {
        const [, time] = / *([\d.]+) .*job \d+ arrives/.exec(line) ?? [];
        return time === undefined ? [] : [Number(time)];
      });
      const before = times.filter((time) => time < 20).length;
      expect(before).toBeGreaterThan(100);
      expect(countArrivals(arrivalsOf('time', replication), rate, 20)).toBe(before);
      expect(simulateRun(lasting(20), cheat, 'time', replication)[at.jobs]).toBe(before);
    }
  });

  test('is the run of as many jobs, in time and without', () => {
    for (const arm of [honestArm, cheat]) {
      const jobs = countArrivals(arrivalsOf('same', 7), rate, 30);
      const counted = simulateRun(buildSettings({ run: { jobs } }), arm, 'same', 7);
      expect(simulateRun(lasting(30), arm, 'same', 7)).toEqual(counted);
    }
  });

  test('has a Poisson number of jobs', () => {
    const counts = Array.from({ length: 1000 }, (_, i) => countArrivals(arrivalsOf('poisson', i), rate, 20));
    const mean = counts.reduce((sum, count) => sum + count, 0) / counts.length;
    const variance = counts.reduce((sum, count) => sum + (count - mean) ** 2, 0) / (counts.length - 1);
    expect(Math.abs(mean - 200)).toBeLessThan(4 * Math.sqrt(200 / 1000));
    // The variance of a sample variance is about 2 σ⁴ / n.
    expect(Math.abs(variance - 200)).toBeLessThan(4 * 200 * Math.sqrt(2 / 1000));
  });

  test('is cut into batches of its own jobs', () => {
    const settings = lasting(100);
    const cut = { ...settings, run: { ...settings.run, batches: 4 } };
    const records = simulateRun(cut, cheat, 'batches', 0);
    const width = records.length / 4;
    const jobs = [0, 1, 2, 3].map((batch) => records[batch * width + at.jobs]!);
    expect(jobs.reduce((sum, count) => sum + count, 0)).toBe(countArrivals(arrivalsOf('batches', 0), rate, 100));
    expect(Math.max(...jobs) - Math.min(...jobs)).toBeLessThanOrEqual(1);
  });
});

/** How long runs are when nobody says: long enough for queues to forget how they began, and written down. */
import { describe, expect, it } from 'vitest';
import { armKeyOf } from '../../src/engine/identity.ts';
import { planScenario } from '../../src/plan/load-scenario.ts';
import { describeLengths } from '../../src/study/time.ts';
import { honestArm } from '../fixtures/settings.ts';

const market = (dispatch: string, load: number, more = '') => `
title: How long is a run
mechanism: { kind: posp, challengeProbability: 0.1, slashAmount: 10 }
market: { nodeCount: 100, jobsPerSecond: ${100 * load}, computeCost: 1, reward: 1.2, stake: 100, dispatch: ${dispatch}, serviceSeconds: { kind: exponential, mean: 1 } }
players: { asserter: [honest, skip-work] }
${more}`;

function planned(text: string) {
  const loaded = planScenario('auto.yaml', text);
  if ('problems' in loaded) throw new Error(loaded.problems.map(({ message }) => message).join('; '));
  return loaded;
}

const jobsOf = (text: string) => planned(text).points[0]!.settings.run.jobs;

describe('run.jobs: auto', () => {
  it('is the default, and 20 000 jobs where no job minds how long others wait', () => {
    expect(planned(market('uniform', 0.5)).scenario.run.jobs).toBe('auto');
    for (const load of [0.3, 0.8, 0.9]) expect(jobsOf(market('uniform', load))).toBe(20_000);
  });

  it('doubles where queues choose, until a run is ten relaxation times long', () => {
    // 1 / (1 - sqrt(1.1 load))^2 seconds, 100 load jobs in each of them.
    const needed = (load: number) => (10 * 100 * load) / (1 - Math.sqrt(1.1 * load)) ** 2;
    for (const load of [0.3, 0.7, 0.8, 0.88]) {
      const jobs = jobsOf(market('shorter-of-two', load));
      expect(Math.log2(jobs / 20_000) % 1).toBe(0);
      expect(jobs).toBeGreaterThanOrEqual(needed(load));
      expect(jobs === 20_000 || jobs / 2 < needed(load)).toBe(true);
    }
    expect(jobsOf(market('shorter-of-two', 0.9))).toBeLessThanOrEqual(10_000_000);
    // No length would do where queues grow without end.
    expect(jobsOf(market('shorter-of-two', 0.95))).toBe(20_000);
  });

  it('means the same run as its number', () => {
    const text = market('shorter-of-two', 0.88);
    const [auto, written] = [text, `${text}run: { jobs: ${jobsOf(text)} }\n`].map(
      (each) => planned(each).points[0]!.settings,
    );
    expect(auto!.run.jobs).toBeGreaterThan(20_000);
    expect(armKeyOf(auto!, honestArm, '1')).toBe(armKeyOf(written!, honestArm, '1'));
  });

  it('takes a number that is written', () => {
    expect(jobsOf(market('shorter-of-two', 0.88, 'run: { jobs: 3000 }'))).toBe(3000);
    expect(jobsOf(market('shorter-of-two', 0.88, 'run: { seconds: 60 }'))).toBe(5280);
  });
});

it('lengths of runs are told for those that leave records, and for those that measure time', () => {
  const shown = planned(market('uniform', 0.5));
  const claimed = planned(market('uniform', 0.88, 'claims: [{ kind: bound, of: latencySeconds, atMost: 90 }]'));
  const short = planned(market('uniform', 0.5, 'run: { jobs: 500 }'));
  // Ten relaxation times of 749 jobs, and 20 000 jobs.
  expect(describeLengths(shown.scenario, shown.points)).toEqual({ records: [20_000, 20_000], time: [27_490, 27_490] });
  const { records, time } = describeLengths(claimed.scenario, claimed.points);
  expect(records).toEqual([20_000, 20_000]);
  // Twenty relaxation times: ten are forgotten and ten watched.
  expect(time![0] / ((20 * 88) / (1 - Math.sqrt(0.968)) ** 2)).toBeCloseTo(1, 4);
  expect(describeLengths(short.scenario, short.points)).toEqual({ records: [500, 500], time: null });
});

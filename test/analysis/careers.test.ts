/** Careers of simulated nodes against the exact law, where there is one, and against pencil where there is none. */
import { describe, expect, test } from 'vitest';
import { computeFate } from '../../src/analysis/round/fate.ts';
import { CareerSample, planCareers, readCareers } from '../../src/analysis/sample/careers.ts';
import type { Careers, FateQuestion } from '../../src/claims/define.ts';
import { CareerBook } from '../../src/engine/careers.ts';
import { simulateRun, watchRun } from '../../src/engine/simulate.ts';
import type { Settings } from '../../src/market/settings.ts';
import { armOf } from '../../src/plan/arms.ts';
import { normalCdf } from '../../src/stats/interval.ts';
import { buildSettings } from '../fixtures/settings.ts';

// Four standard errors: six false alarms in a hundred thousand.
const tail = () => normalCdf(-4);

function follow(settings: Settings, question: FateQuestion, replications: number): Careers & { sample: CareerSample } {
  const plan = planCareers(settings, question);
  const sample = new CareerSample(plan);
  const arm = armOf(settings, 'asserter', question.strategy, 'coalition');
  for (let i = 0; i < replications; i++) sample.add(simulateRun(plan.settings, arm, 'careers', i), 1);
  return { ...readCareers(sample, tail, { isLast: false, honest: () => null }), sample };
}

describe('careers of simulated nodes hold the exact law', () => {
  const banned = (reentryCost: number | null) => ({ exit: { kind: 'banned' as const, reentryCost } });
  test.each([
    ['alone', buildSettings(), 300],
    ['in a coalition', buildSettings({ coalition: { size: 6, backing: 'committed' } }), 100],
    [
      'where dispatch looks at queues',
      buildSettings({ market: { dispatch: 'shorter-of-two', jobsPerSecond: 8 } }),
      200,
    ],
    ['banned for ever', buildSettings(banned(null)), 600],
    ['banned, and back for a price', buildSettings({ ...banned(0.7), mechanism: { challengeProbability: 0.05 } }), 600],
    ['banned, and away because coming back does not pay', buildSettings(banned(0.7)), 600],
  ])('%s', (_, settings, replications) => {
    const question = { strategy: 'skip-work', jobs: 5 };
    const law = computeFate(settings, question)!;
    const careers = follow(settings, question, replications);
    expect(careers.finished).toBeGreaterThanOrEqual(replications);
    for (const level of [0.05, 0.5, 0.95]) {
      const { low, high } = careers.quantile(level, 1);
      const exact = law.quantile(level);
      expect(exact.high).toBeGreaterThanOrEqual(low - 1e-6);
      expect(exact.low).toBeLessThanOrEqual(high + 1e-6);
    }
    for (const line of [0, law.honestMean, law.quantile(0.3).low]) {
      const { low, high } = careers.chanceAbove(line, 1);
      const exact = law.chanceAbove(line + 1e-6);
      expect(exact.low).toBeGreaterThanOrEqual(low);
      expect(exact.high).toBeLessThanOrEqual(high);
    }
    const ruin = careers.ruin(1);
    expect(law.ruin().low).toBeGreaterThanOrEqual(ruin.low);
    expect(law.ruin().high).toBeLessThanOrEqual(ruin.high);
  });
});

describe('careers where no law is known', () => {
  // A batch of four false results is refuted with probability 1 - 0.8^4, and slashed once.
  const inFlight = buildSettings({ market: { jobsInFlight: 4, stake: 10 } });
  const choose = [1, 4, 6, 4, 1];
  const batch = choose.map((ways, k) => ({
    chance: ways * 0.2 ** k * 0.8 ** (4 - k),
    income: 1.2 * (4 - k) - (k > 0 ? 10 : 0),
  }));

  test('jobs in flight are slashed once a batch, by pencil', () => {
    expect(computeFate(inFlight, { strategy: 'skip-work', jobs: 8 })).toBeNull();
    const careers = follow(inFlight, { strategy: 'skip-work', jobs: 8 }, 150);
    const two = batch.flatMap((a) => batch.map((b) => ({ chance: a.chance * b.chance, income: a.income + b.income })));
    for (const line of [-18, -12, -5, 0, 9]) {
      const exact = two.reduce((sum, { chance, income }) => sum + (income > line ? chance : 0), 0);
      const { low, high } = careers.chanceAbove(line, 1);
      expect(high - low).toBeLessThan(0.2);
      expect(exact).toBeGreaterThanOrEqual(low);
      expect(exact).toBeLessThanOrEqual(high);
    }
  });

  test('the stake is lost by the first job of a batch, and by no later one', () => {
    const { low, high } = follow(inFlight, { strategy: 'skip-work', jobs: 4 }, 150).ruin(1);
    expect(0.2).toBeGreaterThanOrEqual(low);
    expect(0.2).toBeLessThanOrEqual(high);
    expect(high - low).toBeLessThan(0.1);
  });

  test('one node of a run speaks where slashed nodes leave, all of them where they stay', () => {
    const question = { strategy: 'skip-work', jobs: 5 };
    const coalition = { size: 6 };
    const leaving = planCareers(buildSettings({ coalition, exit: { kind: 'ejected' } }), question);
    expect(leaving.settings.run.careers).toEqual({ jobs: 5, nodes: 1, each: 1, stride: 5 });
    const staying = planCareers(buildSettings({ coalition }), question);
    expect(staying.settings.run.careers).toEqual({ jobs: 5, nodes: 6, each: 10, stride: 5 });
  });

  test('a career that is cut off may have come to anything', () => {
    // A node has fifty jobs of a run's thousand.
    const settings = buildSettings({ market: { dispatch: 'shorter-of-two' } });
    const careers = follow(settings, { strategy: 'skip-work', jobs: 400 }, 20);
    expect(careers).toMatchObject({ finished: 0, unfinished: 40, jobsPerRun: 1000 });
    expect(careers.chanceAbove(0, 1)).toMatchObject({ low: 0, high: 1 });
    expect(careers.quantile(0.5, 1)).toMatchObject({ low: -Infinity, high: Infinity });
    expect(careers.jobsNeeded).toBeGreaterThan(20 * 400);
  });

  test('a career is the same in the order of settlement and in that of assertion', () => {
    // In time and at this load, challenged jobs are settled long after those asserted behind them.
    const careers = { jobs: 7, nodes: 2, each: 5, stride: 7 };
    const settings = buildSettings({ market: { jobsPerSecond: 14 }, run: { careers } });
    const cheat = armOf(settings, 'asserter', 'skip-work', 'coalition');
    for (let i = 0; i < 4; i++) {
      const book = new CareerBook(careers);
      watchRun(settings, cheat, 'order', i, () => book);
      const timeless = simulateRun(settings, cheat, 'order', i);
      expect(timeless.every((number) => !Number.isNaN(number))).toBe(true);
      expect(book.list(() => false)).toEqual(timeless);
    }
  });
});

/** A lone long run, decided from the means of its batches. */
import { describe, expect, it } from 'vitest';
import { simulateRun } from '../../src/engine/simulate.ts';
import { columnIndex as at, recordColumnNames } from '../../src/market/record.ts';
import { planScenario } from '../../src/plan/load-scenario.ts';
import { createMemoryArchive } from '../../src/study/passes.ts';
import { asserterArm, buildSettings, honestArm } from '../fixtures/settings.ts';
import { runColumns } from '../laws/agreement.ts';
import { study } from './scenarios.ts';

const lone = `
title: A lone run
seed: 5
mechanism: { kind: posp, challengeProbability: 0.3, slashAmount: 10 }
market: { nodeCount: 20, computeCost: 1, reward: 1.2, stake: 100, detector: { miss: 0.33, falseAlarm: 0.01 } }
players: { asserter: [honest, skip-work] }
run: { jobs: 8000 }
replications: 1
claims: [{ kind: dominant, role: asserter }, { kind: bound, of: latencySeconds, atMost: 3 }]
`;

describe('the records of a run cut into batches', () => {
  const options = { mechanism: { challengeProbability: 0.3, validatorCount: 2 }, coalition: { size: 5 } };
  const whole = buildSettings({ ...options, run: { jobs: 3000, warmUpJobs: 100 } });
  const cut = buildSettings({ ...options, run: { jobs: 3000, warmUpJobs: 100, batches: 7 } });

  it.each([
    ['in time', honestArm],
    ['job by job', asserterArm('skip-work')],
  ])('add up to that of the whole, %s', (_, arm) => {
    const [one, parts] = [whole, cut].map((settings) => simulateRun(settings, arm, 'cut', 0));
    const width = recordColumnNames.length;
    expect(parts!.length).toBe(7 * width);
    for (const [column, name] of recordColumnNames.entries()) {
      if (runColumns.includes(name)) continue;
      const sum = Array.from({ length: 7 }, (_, batch) => parts![batch * width + column]!).reduce((a, b) => a + b, 0);
      // Amounts are whole units until a record is made; sums of seven quotients differ in the last digits.
      expect(Math.abs(sum - one![column]!), name).toBeLessThanOrEqual(1e-12 * Math.abs(one![column]!) + 1e-9);
    }
    const jobs = Array.from({ length: 7 }, (_, batch) => parts![batch * width + at.jobs]!);
    expect(Math.min(...jobs)).toBeGreaterThan(300);
  });

  it('leave the first batch out of latency and load, and measure both in every other', () => {
    const parts = simulateRun(cut, honestArm, 'cut', 0);
    const column = (index: number) =>
      Array.from({ length: 7 }, (_, batch) => parts[batch * recordColumnNames.length + index]!);
    expect(column(at.sojournJobs)[0]).toBe(0);
    expect(Math.min(...column(at.sojournJobs).slice(1))).toBeGreaterThan(300);
    const load = column(at.busySeconds).map((busy, batch) => busy / column(at.nodeSeconds)[batch]!);
    // 0.5 jobs per second and node, and 0.6 as many checks.
    for (const share of load.slice(1)) expect(Math.abs(share - 0.8)).toBeLessThan(0.12);
  });
});

describe('a study of one run', () => {
  it('is decided, by intervals that hold the truth, and counts one replication', async () => {
    const { findings, failures, runs } = await study(lone);
    expect(failures).toEqual([]);
    expect(findings.claims.map(({ verdict }) => verdict)).toEqual(['true', 'true']);
    const [point] = findings.designPoints;
    expect(point!.replications).toBe(1);
    expect(point!.jobs).toBe(16_000);
    expect([...runs].map(({ replications, batches }) => [replications, batches])).toEqual([
      [32, 32],
      [32, 32],
    ]);
    expect(runs.count).toBe(2);
    const [{ mean, halfWidth, exact }] = point!.advantages as [(typeof findings.designPoints)[0]['advantages'][0]];
    expect(Math.abs(mean! - exact!)).toBeLessThan(1.5 * halfWidth!);
  });

  it('comes to the same findings on two workers, and simulates nothing that is kept already', async () => {
    const archive = createMemoryArchive();
    const first = await study(lone, { archive });
    expect((await study(lone, { workers: 2 })).findings).toEqual(first.findings);
    let simulated = 0;
    const counting = {
      ...archive,
      append: ({ rows }: { rows: Float64Array }) => {
        simulated += rows.length;
      },
    };
    expect((await study(lone, { archive: counting })).findings).toEqual(first.findings);
    expect(simulated).toBe(0);
    // A run of which a batch was lost is played again.
    let lost = true;
    const { key } = [...first.runs][0]!;
    const isLost = (arm: string, record: number) => lost && arm === key && record === 5;
    const mended = await study(lone, {
      archive: {
        has: (arm, record) => !isLost(arm, record) && archive.has(arm, record),
        get: (arm, record) => (isLost(arm, record) ? undefined : archive.get(arm, record)),
        append: ({ arm, rows }) => {
          expect([arm, rows.length]).toEqual([key, 32 * recordColumnNames.length]);
          lost = false;
        },
      },
    });
    expect(mended.findings).toEqual(first.findings);
  });

  it('stays undecided where runs have no steady state, and says so where batches are asked for', async () => {
    const banned = lone.replace('skip-work] }', 'skip-work], exit: banned, discount: 0.9 }');
    const { findings } = await study(banned);
    expect(findings.claims[0]!.verdict).toBe('undecided');
    const refusal = (text: string) => {
      const loaded = planScenario('lone.yaml', text);
      return 'problems' in loaded ? loaded.problems : [];
    };
    expect(refusal(banned.replace('jobs: 8000', 'jobs: 8000, batches: 16'))).toMatchObject([
      { line: 7, column: 29, path: 'run.batches', received: 16 },
    ]);
    expect(refusal(lone.replace('jobs: 8000', 'jobs: 10, batches: 16'))).toMatchObject([{ path: 'run.batches' }]);
    const learner = lone.replace('[honest, skip-work]', '[honest, epsilon-greedy]');
    expect(refusal(learner.replace('jobs: 8000', 'jobs: 8000, batches: 16'))).toMatchObject([{ path: 'run.batches' }]);
  });
});

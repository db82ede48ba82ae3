/** Claims about what becomes of a node where no exact law says: decided by careers, alike however the study is run. */
import { describe, expect, it } from 'vitest';
import { createMemoryArchive } from '../../src/study/passes.ts';
import { study } from './scenarios.ts';

// Batches of two: a cheat is caught in 1 - 0.9² = 0.19 of them, and one batch makes 2.4 or loses more than 27.
const batches = `
title: Lucky cheats
mechanism: { kind: posp, challengeProbability: 0.1, slashAmount: 30 }
market: { nodeCount: 20, computeCost: 1, reward: 1.2, stake: 30, jobsInFlight: 2 }
players: { asserter: [honest, skip-work] }
run: { jobs: 400 }
replications: { min: 4, max: 64 }
claims:
  - { kind: quantile, of: inProfit, strategy: skip-work, jobs: 2, atLeast: 0.75, atMost: 0.87 }
  - { kind: quantile, of: income, strategy: skip-work, jobs: 2, level: 0.95, atMost: 2 }
  - { kind: quantile, of: gain, strategy: skip-work, jobs: 2, level: 0.1, atLeast: 0 }
  - { kind: quantile, of: ruin, strategy: honest, jobs: 10, atMost: 0.04 }
  - { kind: quantile, of: income, strategy: skip-work, jobs: 4000, atMost: 0 }
  - { kind: quantile, of: income, strategy: skip-work, jobs: 2, atMost: 3, by: exact }
`;

describe('claims about careers', () => {
  it('are decided by simulation where the law is not known', async () => {
    const { findings, failures } = await study(batches);
    expect(failures).toEqual([]);
    const verdicts = findings.claims.map(({ verdict }) => verdict);
    expect(verdicts).toEqual(['true', 'false', 'false', 'true', 'undecided', 'undecided']);
    const [chance, , , ruin, long] = findings.claims.map(({ because }) => because);
    expect(chance).toMatch(/is between 0\.7\d+ and 0\.8\d+ at the only design point, by [\d,]+ simulated careers$/);
    expect(ruin).toMatch(/is between 0 and 0\.0\d+/);
    expect(long).toContain('raise run.jobs to');
    // Careers are jobs that were simulated too.
    expect(findings.jobs).toBeGreaterThan(findings.designPoints[0]!.jobs);
  });

  it('come to the same with any number of workers, and when the study is opened again', async () => {
    const archive = createMemoryArchive();
    const once = await study(batches, { archive });
    const [again, three] = await Promise.all([study(batches, { archive }), study(batches, { workers: 3 })]);
    expect(again.findings).toEqual(once.findings);
    expect(three.findings).toEqual(once.findings);
  });

  it('of nodes that learn are told by the market alone', async () => {
    const { findings } = await study(`
title: Learners
mechanism: { kind: posp, challengeProbability: 0.5, slashAmount: 30 }
market: { nodeCount: 20, computeCost: 1, reward: 1.2, stake: 1000 }
players: { asserter: [honest, epsilon-greedy] }
run: { jobs: 800 }
replications: { min: 8, max: 64 }
claims:
  - { kind: quantile, of: ahead, strategy: epsilon-greedy, jobs: 30, atMost: 0.3 }
`);
    expect(findings.claims[0]).toMatchObject({ verdict: 'true' });
  });

  it('stop with the study, and leave the verdict open', async () => {
    const stopped = await study(batches, { signal: AbortSignal.abort() });
    expect(stopped.interrupted).toBe(true);
    expect(stopped.findings.claims.every(({ verdict }) => verdict === 'undecided')).toBe(true);
  });
});

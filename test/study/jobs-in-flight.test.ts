import { expect, it } from 'vitest';
import { study } from './scenarios.ts';

// Every cheat is caught, and m of them are slashed once: cheating loses S / m = 1 / m per job, honesty C - R_A = 0.1.
it.each(['natural', 'auto'])('jobs in flight that are all caught are slashed once a batch (%s)', async (sampling) => {
  const { findings, failures } = await study(`
title: Certain detection
mechanism: { kind: posp, challengeProbability: 1, slashAmount: 1 }
market: { nodeCount: 20, computeCost: 1, reward: 0.9, stake: 100, jobsInFlight: 1 }
players: { asserter: [honest, skip-work] }
sweep: { market.jobsInFlight: [1, 4, 20] }
run: { jobs: 2000, sampling: ${sampling} }
replications: { min: 4, max: 16 }
claims:
  - { kind: dominant, role: asserter, where: market.jobsInFlight <= 4 }
  - { kind: dominant, role: asserter, where: market.jobsInFlight == 20 }
  - { kind: dominant, role: asserter, by: exact, where: market.jobsInFlight <= 4 }
  - { kind: dominant, role: asserter, by: exact, where: market.jobsInFlight == 20 }
`);
  expect(failures).toEqual([]);
  expect(findings.claims.map(({ verdict }) => verdict)).toEqual(['true', 'false', 'true', 'false']);
  for (const { at, advantages } of findings.designPoints) {
    const pencil = 1 / Number(at['market.jobsInFlight']) - 0.1;
    expect(advantages[0]!.exact).toBeCloseTo(pencil, 12);
    expect(advantages[0]!.mean).toBeCloseTo(pencil, 9);
  }
});

/** Single long runs, decided from the means of their batches: intervals against exact truth, three hundred times over. */
import { describe, expect, test } from 'vitest';
import type { DesignPointFindings } from '../../src/findings/findings.ts';
import { runScenario } from '../../src/study/open-scenario.ts';

const STUDIES = 300;

// A lone run of 8000 jobs is cut into 32 batches of 250. Two nodes; one cheat in ten passes unseen.
const scenario = (seed: number) => `
title: One run
seed: batches ${seed}
mechanism: { kind: posp, challengeProbability: 0.9, slashAmount: 0.2, validatorReward: 1.2 }
market:
  nodeCount: 2
  jobsPerSecond: 0.6
  computeCost: 1
  reward: 1.2
  stake: 100
  serviceSeconds: { kind: exponential, mean: 1 }
  detector: { miss: 0.1 }
players: { asserter: [honest, skip-work] }
run: { jobs: 8000, sampling: natural }
replications: 1
claims: [{ kind: dominant, role: asserter }]
`;

/** How often intervals hold what is true. */
async function measure(): Promise<Map<string, { covered: number; width: number }>> {
  const tally = new Map<string, { covered: number; width: number }>();
  const note = (name: string, middle: number | null, halfWidth: number | null, exact: number | null) => {
    const known = tally.get(name) ?? { covered: 0, width: 0 };
    const isCovered = Math.abs(middle! - exact!) <= halfWidth!;
    tally.set(name, {
      covered: known.covered + (isCovered ? 1 / STUDIES : 0),
      width: known.width + halfWidth! / STUDIES,
    });
  };
  for (let seed = 0; seed < STUDIES; seed++) {
    const { findings } = await runScenario({ file: 'batches.yaml', text: scenario(seed) });
    const [point] = findings.designPoints as [DesignPointFindings];
    for (const { over, mean, halfWidth, exact } of point.advantages) note(over, mean, halfWidth, exact);
    for (const name of ['challenged', 'verificationOverhead']) {
      const { value, halfWidth, exact } = point.rates[name]!;
      note(name, value, halfWidth, exact);
    }
  }
  return tally;
}

describe('one run of 32 batches', () => {
  test('covers what is true', async () => {
    const tally = await measure();
    // Four standard errors. More than 95 % is no fault: correlation of load is believed even where it is chance.
    for (const [name, { covered }] of tally)
      expect(covered, name).toBeGreaterThan(0.95 - 4 * Math.sqrt((0.95 * 0.05) / STUDIES));
    console.log(tally);
  });
});

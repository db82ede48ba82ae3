/** Small scenarios for studies in tests, and a way to run one to its findings. */
import { planScenario } from '../../src/plan/load-scenario.ts';
import { createPool } from '../../src/run/pool.ts';
import { formatProblem } from '../../src/scenario/problems/problems.ts';
import type { Overrides } from '../../src/scenario/read/override.ts';
import { createResolver } from '../../src/scenario/resolve.ts';
import { digestScenario } from '../../src/scenario/schema/digest.ts';
import { createMemoryArchive } from '../../src/study/passes.ts';
import { runStudy, type StudyOutcome, type StudyRequest } from '../../src/study/study.ts';

/** Noise that no control can take out: one cheat in three is missed, and honest work is accused now and then. */
export const noisy = `
title: A noisy study
seed: 5
mechanism: { kind: posp, challengeProbability: 0.2, slashAmount: 10 }
market: { nodeCount: 20, computeCost: 1, reward: 1.2, stake: 100, detector: { miss: 0.33, falseAlarm: 0.01 } }
players: { asserter: [honest, skip-work] }
sweep: { mechanism.challengeProbability: [0.02, 0.05, 0.13, 0.3, 0.9] }
run: { jobs: 400 }
replications: { min: 4, max: 32 }
claims:
  - { kind: dominant, role: asserter, where: mechanism.challengeProbability > 0.1 }
  - { kind: threshold, of: mechanism.challengeProbability, role: asserter, between: [0.1, 0.2] }
`;

/** A scenario text ready for a study. */
export function prepare(text: string, overrides: Overrides = {}): Omit<StudyRequest, 'archive' | 'pool'> {
  const loaded = planScenario('test.yaml', text, overrides);
  if ('problems' in loaded) throw new Error(loaded.problems.map(formatProblem).join('\n'));
  const { scenario, points, baselines } = loaded;
  const resolver = createResolver(scenario);
  return { scenario, points, baselines, resolve: (at) => resolver(at).settings, digest: digestScenario(scenario) };
}

/** Runs a scenario text in memory, in this thread unless more workers are asked for. */
export async function study(
  text: string,
  more: Partial<StudyRequest> & { overrides?: Overrides; workers?: number } = {},
): Promise<StudyOutcome> {
  const { overrides, workers = 1, ...request } = more;
  const pool = createPool({ workers });
  try {
    return await runStudy({ ...prepare(text, overrides), archive: createMemoryArchive(), pool, ...request });
  } finally {
    await pool.close();
  }
}

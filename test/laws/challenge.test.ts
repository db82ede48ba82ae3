/** Challenges in time: how many, of whom, and the two limits in which nobody or everybody is challenged. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { simulateRun } from '../../src/engine/simulate.ts';
import { columnIndex as at } from '../../src/market/record.ts';
import type { Arm, Settings } from '../../src/market/settings.ts';
import { asserterArm, buildSettings, honestArm, validatorArm } from '../fixtures/settings.ts';
import { evenly } from './evenly.ts';

const JOBS = 1000;

function withProbability(p: number): Settings {
  return buildSettings({
    mechanism: { challengeProbability: p, validatorCount: 2, bountyShare: 0.5 },
    market: { detector: { falseAlarm: 0.1, miss: 0.1 } },
    coalition: { size: 6 },
    run: { jobs: JOBS },
  });
}

const arms: Arm[] = [
  honestArm,
  asserterArm('skip-work'),
  validatorArm('contradict'),
  asserterArm('skip-work', 'all-deviating'),
];

test('a higher challenge probability challenges the same jobs and more of them', () => {
  const probability = evenly(0, 1);
  fc.assert(
    fc.property(probability, probability, (a, b) => {
      const challenged = (p: number) => simulateRun(withProbability(p), honestArm, 'law', 0)[at.challengedJobs];
      expect(challenged(Math.min(a, b))).toBeLessThanOrEqual(challenged(Math.max(a, b)));
    }),
    { seed: 1, numRuns: 40 },
  );
});

test('what an asserter does cannot depend on how likely the challenge is', () => {
  const cheated = (p: number) =>
    simulateRun(withProbability(p), asserterArm('cheat-sometimes'), 'law', 0)[at.cheatedJobs];
  const counts = [0, 0.3, 1].map(cheated);
  expect(new Set(counts).size).toBe(1);
  expect(counts[0]).toBeGreaterThan(0);
});

describe.each(arms.map((arm) => [`${arm.against}/${arm.role}/${arm.strategy}`, arm] as const))('%s', (_, arm) => {
  test('with p = 0 runs as without verification, to the last bit', () => {
    const never = withProbability(0);
    const none = { ...never, mechanism: { kind: 'no-verification' } };
    expect(simulateRun(never, arm, 'limit', 1)).toEqual(simulateRun(none, arm, 'limit', 1));
    expect(simulateRun(never, arm, 'limit', 1)[at.challengedJobs]).toBe(0);
  });

  test('with p = 1 runs as always verifying, to the last bit', () => {
    const certain = withProbability(1);
    const { challengeProbability: _p, ...mechanism } = certain.mechanism;
    const always = { ...certain, mechanism: { ...mechanism, kind: 'always-verify' } };
    expect(simulateRun(certain, arm, 'limit', 1)).toEqual(simulateRun(always, arm, 'limit', 1));
    expect(simulateRun(certain, arm, 'limit', 1)[at.challengedJobs]).toBe(JOBS);
  });
});

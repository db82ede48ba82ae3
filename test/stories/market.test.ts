/**
 * What happens in a market, told line by line: tiny scenarios, meant to be read.
 *
 * A change of behaviour reads as a changed story. Times are in seconds, rounded to a thousandth; a job takes one second
 * to compute, made-up results take no time. R_A = R_V = 1.2, S = 10 of a stake of 20.
 */
import { expect, test } from 'vitest';
import { traceRun } from '../../src/cli/tell-run.ts';
import { asserterArm, buildSettings, honestArm, type Overrides, validatorArm } from '../fixtures/settings.ts';

const small = { nodeCount: 4, jobsPerSecond: 1, stake: 20 };

function tell(overrides: Overrides, arm: Parameters<typeof traceRun>[1], seed: string): string {
  return `\n${traceRun(buildSettings(overrides), arm, seed, 0)}\n`;
}

test('nobody checks: every job is served in turn and accepted', () => {
  const overrides: Overrides = {
    mechanism: { kind: 'no-verification' },
    market: { ...small, nodeCount: 3 },
    run: { jobs: 3 },
  };
  expect(tell(overrides, honestArm, '4')).toBe(`
     0.063  job 0 arrives and goes to node 2
     0.923  job 1 arrives and goes to node 1
     0.996  job 2 arrives and goes to node 1
     1.063  node 2 asserts its result for job 0
     1.063  job 0 is accepted
     1.923  node 1 asserts its result for job 1
     1.923  job 1 is accepted
     2.923  node 1 asserts its result for job 2
     2.923  job 2 is accepted
`);
});

test('an honest node is challenged: both validators recompute, and the job is accepted', () => {
  const overrides: Overrides = {
    mechanism: { challengeProbability: 0.5, validatorCount: 2 },
    market: small,
    run: { jobs: 3 },
  };
  expect(tell(overrides, honestArm, '74')).toBe(`
     0.138  job 0 arrives and goes to node 2
     0.305  job 1 arrives and goes to node 3
     1.138  node 2 asserts its result for job 0
     1.138  job 0 is challenged: validators 3, 1
     1.305  node 3 asserts its result for job 1
     1.305  job 1 is accepted
     1.731  job 2 arrives and goes to node 0
     2.138  node 1 confirms the result of job 0 (recompute)
     2.305  node 3 confirms the result of job 0 (recompute)
     2.305  job 0 is accepted
     2.731  node 0 asserts its result for job 2
     2.731  job 2 is challenged: validators 2, 1
     3.731  node 2 confirms the result of job 2 (recompute)
     3.731  node 1 confirms the result of job 2 (recompute)
     3.731  job 2 is accepted
`);
});

test('a cheat is caught: its validator recomputes what it skipped', () => {
  const overrides: Overrides = { mechanism: { challengeProbability: 1 }, market: small, run: { jobs: 3 } };
  expect(tell(overrides, asserterArm('skip-work'), '168')).toBe(`
     0.489  job 0 arrives and goes to node 0
     0.489  node 0 asserts a false result for job 0
     0.489  job 0 is challenged: validators 1
     1.489  node 1 flags the result of job 0 (recompute)
     1.489  job 0 is refuted; node 0 loses 10
     3.275  job 1 arrives and goes to node 0
     3.275  node 0 asserts a false result for job 1
     3.275  job 1 is challenged: validators 3
     4.275  node 3 flags the result of job 1 (recompute)
     4.275  job 1 is refuted; node 0 loses 10
     5.260  job 2 arrives and goes to node 1
     6.260  node 1 asserts its result for job 2
     6.260  job 2 is challenged: validators 0
     7.260  node 0 confirms the result of job 2 (recompute)
     7.260  job 2 is accepted
`);
});

test('a coalition backs its member only when no outsider was drawn', () => {
  const overrides: Overrides = {
    mechanism: { challengeProbability: 1, validatorCount: 2 },
    market: { ...small, nodeCount: 5 },
    coalition: { size: 4 },
    run: { jobs: 2 },
  };
  expect(tell(overrides, asserterArm('skip-work'), '2')).toBe(`
     0.088  job 0 arrives and goes to node 2
     0.088  node 2 asserts a false result for job 0
     0.088  job 0 is challenged: validators 4, 3
     1.088  node 4 flags the result of job 0 (recompute)
     1.088  node 3 flags the result of job 0 (recompute)
     1.088  job 0 is refuted; node 2 loses 10
     2.918  job 1 arrives and goes to node 2
     2.918  node 2 asserts a false result for job 1
     2.918  job 1 is challenged: validators 0, 1
     2.918  node 0 backs the result of job 1 (report-false)
     2.918  node 1 backs the result of job 1 (report-false)
     2.918  job 1 is accepted
`);
});

test('a committed coalition backs its member beside an outsider, and pays for it', () => {
  const overrides: Overrides = {
    mechanism: { challengeProbability: 1, validatorCount: 2 },
    market: { ...small, nodeCount: 5 },
    coalition: { size: 4, backing: 'committed' },
    run: { jobs: 2 },
  };
  expect(tell(overrides, asserterArm('skip-work'), '2')).toBe(`
     0.088  job 0 arrives and goes to node 2
     0.088  node 2 asserts a false result for job 0
     0.088  job 0 is challenged: validators 4, 3
     0.088  node 3 backs the result of job 0 (report-false)
     1.088  node 4 flags the result of job 0 (recompute)
     1.088  job 0 is refuted; node 2 loses 10
     1.088  node 3 loses 10 as a validator of job 0
     2.918  job 1 arrives and goes to node 2
     2.918  node 2 asserts a false result for job 1
     2.918  job 1 is challenged: validators 0, 1
     2.918  node 0 backs the result of job 1 (report-false)
     2.918  node 1 backs the result of job 1 (report-false)
     2.918  job 1 is accepted
`);
});

test('two false alarms: honest nodes lose their stake, because the arbiter repeats the comparison', () => {
  const overrides: Overrides = {
    mechanism: { challengeProbability: 1 },
    market: { ...small, detector: { falseAlarm: 0.4, miss: 0 } },
    run: { jobs: 3 },
  };
  expect(tell(overrides, honestArm, '273')).toBe(`
     0.223  job 0 arrives and goes to node 3
     0.235  job 1 arrives and goes to node 3
     0.560  job 2 arrives and goes to node 2
     1.223  node 3 asserts its result for job 0
     1.223  job 0 is challenged: validators 1
     1.560  node 2 asserts its result for job 2
     1.560  job 2 is challenged: validators 1
     2.223  node 1 flags the result of job 0 (recompute)
     2.223  job 0 is refuted; node 3 loses 10
     2.223  node 3 asserts its result for job 1
     2.223  job 1 is challenged: validators 0
     3.223  node 1 confirms the result of job 2 (recompute)
     3.223  job 2 is accepted
     3.223  node 0 flags the result of job 1 (recompute)
     3.223  job 1 is refuted; node 3 loses 10
`);
});

test('a referee recomputes, and acquits those whom false alarms accused', () => {
  const overrides: Overrides = {
    mechanism: { challengeProbability: 1, arbitration: 'referee' },
    market: { ...small, detector: { falseAlarm: 0.4, miss: 0 } },
    run: { jobs: 3 },
  };
  expect(tell(overrides, honestArm, '273')).toBe(`
     0.223  job 0 arrives and goes to node 3
     0.235  job 1 arrives and goes to node 3
     0.560  job 2 arrives and goes to node 2
     1.223  node 3 asserts its result for job 0
     1.223  job 0 is challenged: validators 1
     1.560  node 2 asserts its result for job 2
     1.560  job 2 is challenged: validators 1
     2.223  node 1 flags the result of job 0 (recompute)
     2.223  job 0 is accepted
     2.223  node 3 asserts its result for job 1
     2.223  job 1 is challenged: validators 0
     3.223  node 1 confirms the result of job 2 (recompute)
     3.223  job 2 is accepted
     3.223  node 0 flags the result of job 1 (recompute)
     3.223  job 1 is accepted
`);
});

test('colluders outvote the panel: a lie is accepted and the honest validator loses its stake', () => {
  const overrides: Overrides = {
    mechanism: { challengeProbability: 1, arbitration: { majority: 3 } },
    market: { ...small, nodeCount: 6 },
    coalition: { size: 4 },
    run: { jobs: 2 },
  };
  expect(tell(overrides, asserterArm('skip-work'), '3')).toBe(`
     0.194  job 0 arrives and goes to node 2
     0.194  node 2 asserts a false result for job 0
     0.194  job 0 is challenged: validators 3
     0.194  node 3 backs the result of job 0 (report-false)
     0.194  job 0 is accepted
     1.637  job 1 arrives and goes to node 3
     1.637  node 3 asserts a false result for job 1
     1.637  job 1 is challenged: validators 5
     2.637  node 5 flags the result of job 1 (recompute)
     2.637  job 1 is accepted by a false verdict
     2.637  node 5 loses 10 as a validator of job 1
`);
});

test('planted errors: whoever copies what it is shown loses its stake', () => {
  const overrides: Overrides = {
    mechanism: { challengeProbability: 1, plantedErrorRate: 0.5, reveal: 'open' },
    market: small,
    coalition: { size: 3 },
    run: { jobs: 3 },
  };
  expect(tell(overrides, validatorArm('copy', 'all-honest'), '378')).toBe(`
     0.247  job 0 arrives and goes to node 3
     1.247  node 3 asserts its result for job 0
     1.247  job 0 is challenged with a planted error: validators 1
     1.247  node 1 backs the result of job 0 (copy)
     1.247  job 0 is accepted
     1.247  node 1 loses 10 as a validator of job 0
     1.498  job 1 arrives and goes to node 2
     2.498  node 2 asserts its result for job 1
     2.498  job 1 is challenged with a planted error: validators 0
     2.498  node 0 backs the result of job 1 (copy)
     2.498  job 1 is accepted
     2.498  node 0 loses 10 as a validator of job 1
     3.221  job 2 arrives and goes to node 1
     4.221  node 1 asserts its result for job 2
     4.221  job 2 is challenged: validators 0
     4.221  node 0 confirms the result of job 2 (copy)
     4.221  job 2 is accepted
`);
});

test('a banned node gets no more jobs', () => {
  const overrides: Overrides = {
    mechanism: { challengeProbability: 1 },
    market: small,
    exit: { kind: 'banned' },
    coalition: { size: 2 },
    run: { jobs: 4 },
  };
  expect(tell(overrides, asserterArm('skip-work', 'all-honest'), '284')).toBe(`
     0.625  job 0 arrives and goes to node 1
     0.625  node 1 asserts a false result for job 0
     0.625  job 0 is challenged: validators 2
     1.625  node 2 flags the result of job 0 (recompute)
     1.625  job 0 is refuted; node 1 loses 10
     1.625  node 1 leaves the market (banned)
     2.248  job 1 arrives and goes to node 0
     2.248  node 0 asserts a false result for job 1
     2.248  job 1 is challenged: validators 3
     3.248  node 3 flags the result of job 1 (recompute)
     3.248  job 1 is refuted; node 0 loses 10
     3.248  node 0 leaves the market (banned)
     4.152  job 2 arrives and goes to node 3
     4.374  job 3 arrives and goes to node 2
     5.152  node 3 asserts its result for job 2
     5.152  job 2 is challenged: validators 2
     5.374  node 2 asserts its result for job 3
     5.374  job 3 is challenged: validators 3
     6.374  node 3 confirms the result of job 3 (recompute)
     6.374  job 3 is accepted
     6.374  node 2 confirms the result of job 2 (recompute)
     6.374  job 2 is accepted
`);
});

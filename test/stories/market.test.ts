/**
 * What happens in a market, told line by line: tiny scenarios, meant to be read.
 *
 * A change of behaviour reads as a changed story. Times are in seconds, rounded to a thousandth; a job takes one second
 * to compute, made-up results take no time. R_A = R_V = 1.2, S = 10 of a stake of 20.
 */
import { expect, test } from 'vitest';
import { traceRun } from '../../src/run/simulate.ts';
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
  expect(tell(overrides, honestArm, '3')).toBe(`
     1.814  job 0 arrives and goes to node 1
     2.221  job 1 arrives and goes to node 2
     2.315  job 2 arrives and goes to node 2
     2.814  node 1 asserts its result for job 0
     2.814  job 0 is accepted
     3.221  node 2 asserts its result for job 1
     3.221  job 1 is accepted
     4.221  node 2 asserts its result for job 2
     4.221  job 2 is accepted
`);
});

test('an honest node is challenged: both validators recompute, and the job is accepted', () => {
  const overrides: Overrides = {
    mechanism: { challengeProbability: 0.5, validatorCount: 2 },
    market: small,
    run: { jobs: 3 },
  };
  expect(tell(overrides, honestArm, '2')).toBe(`
     2.725  job 0 arrives and goes to node 1
     2.734  job 1 arrives and goes to node 3
     3.725  node 1 asserts its result for job 0
     3.725  job 0 is challenged: validators 2, 0
     3.734  node 3 asserts its result for job 1
     3.734  job 1 is accepted
     4.565  job 2 arrives and goes to node 2
     4.725  node 2 confirms the result of job 0 (recompute)
     4.725  node 0 confirms the result of job 0 (recompute)
     4.725  job 0 is accepted
     5.725  node 2 asserts its result for job 2
     5.725  job 2 is challenged: validators 0, 3
     6.725  node 0 confirms the result of job 2 (recompute)
     6.725  node 3 confirms the result of job 2 (recompute)
     6.725  job 2 is accepted
`);
});

test('a cheat is caught: its validator recomputes what it skipped', () => {
  const overrides: Overrides = { mechanism: { challengeProbability: 1 }, market: small, run: { jobs: 3 } };
  expect(tell(overrides, asserterArm('skip-work'), '1')).toBe(`
     1.412  job 0 arrives and goes to node 0
     1.412  node 0 asserts a false result for job 0
     1.412  job 0 is challenged: validators 2
     2.412  node 2 flags the result of job 0 (recompute)
     2.412  job 0 is refuted; node 0 loses 10
     3.190  job 1 arrives and goes to node 0
     3.190  node 0 asserts a false result for job 1
     3.190  job 1 is challenged: validators 2
     4.190  node 2 flags the result of job 1 (recompute)
     4.190  job 1 is refuted; node 0 loses 10
     4.300  job 2 arrives and goes to node 3
     5.300  node 3 asserts its result for job 2
     5.300  job 2 is challenged: validators 1
     6.300  node 1 confirms the result of job 2 (recompute)
     6.300  job 2 is accepted
`);
});

test('a coalition backs its member only when no outsider was drawn', () => {
  const overrides: Overrides = {
    mechanism: { challengeProbability: 1, validatorCount: 2 },
    market: { ...small, nodeCount: 5 },
    coalition: { size: 4 },
    run: { jobs: 2 },
  };
  expect(tell(overrides, asserterArm('skip-work'), '1')).toBe(`
     1.412  job 0 arrives and goes to node 1
     1.412  node 1 asserts a false result for job 0
     1.412  job 0 is challenged: validators 2, 4
     2.412  node 2 flags the result of job 0 (recompute)
     2.412  node 4 flags the result of job 0 (recompute)
     2.412  job 0 is refuted; node 1 loses 10
     3.190  job 1 arrives and goes to node 1
     3.190  node 1 asserts a false result for job 1
     3.190  job 1 is challenged: validators 3, 0
     3.190  node 3 backs the result of job 1 (report-false)
     3.190  node 0 backs the result of job 1 (report-false)
     3.190  job 1 is accepted
`);
});

test('a committed coalition backs its member beside an outsider, and pays for it', () => {
  const overrides: Overrides = {
    mechanism: { challengeProbability: 1, validatorCount: 2 },
    market: { ...small, nodeCount: 5 },
    coalition: { size: 4, backing: 'committed' },
    run: { jobs: 2 },
  };
  expect(tell(overrides, asserterArm('skip-work'), '1')).toBe(`
     1.412  job 0 arrives and goes to node 1
     1.412  node 1 asserts a false result for job 0
     1.412  job 0 is challenged: validators 2, 4
     1.412  node 2 backs the result of job 0 (report-false)
     2.412  node 4 flags the result of job 0 (recompute)
     2.412  job 0 is refuted; node 1 loses 10
     2.412  node 2 loses 10 as a validator of job 0
     3.190  job 1 arrives and goes to node 1
     3.190  node 1 asserts a false result for job 1
     3.190  job 1 is challenged: validators 3, 0
     3.190  node 3 backs the result of job 1 (report-false)
     3.190  node 0 backs the result of job 1 (report-false)
     3.190  job 1 is accepted
`);
});

test('two false alarms: honest nodes lose their stake, because the arbiter repeats the comparison', () => {
  const overrides: Overrides = {
    mechanism: { challengeProbability: 1 },
    market: { ...small, detector: { falseAlarm: 0.4, miss: 0 } },
    run: { jobs: 3 },
  };
  expect(tell(overrides, honestArm, '3')).toBe(`
     1.814  job 0 arrives and goes to node 2
     2.221  job 1 arrives and goes to node 3
     2.315  job 2 arrives and goes to node 3
     2.814  node 2 asserts its result for job 0
     2.814  job 0 is challenged: validators 3
     3.221  node 3 asserts its result for job 1
     3.221  job 1 is challenged: validators 2
     4.221  node 2 flags the result of job 1 (recompute)
     4.221  job 1 is refuted; node 3 loses 10
     4.221  node 3 asserts its result for job 2
     4.221  job 2 is challenged: validators 2
     5.221  node 2 confirms the result of job 2 (recompute)
     5.221  job 2 is accepted
     5.221  node 3 flags the result of job 0 (recompute)
     5.221  job 0 is refuted; node 2 loses 10
`);
});

test('a referee recomputes, and acquits those whom false alarms accused', () => {
  const overrides: Overrides = {
    mechanism: { challengeProbability: 1, arbitration: 'referee' },
    market: { ...small, detector: { falseAlarm: 0.4, miss: 0 } },
    run: { jobs: 3 },
  };
  expect(tell(overrides, honestArm, '3')).toBe(`
     1.814  job 0 arrives and goes to node 2
     2.221  job 1 arrives and goes to node 3
     2.315  job 2 arrives and goes to node 3
     2.814  node 2 asserts its result for job 0
     2.814  job 0 is challenged: validators 3
     3.221  node 3 asserts its result for job 1
     3.221  job 1 is challenged: validators 2
     4.221  node 2 flags the result of job 1 (recompute)
     4.221  job 1 is accepted
     4.221  node 3 asserts its result for job 2
     4.221  job 2 is challenged: validators 2
     5.221  node 2 confirms the result of job 2 (recompute)
     5.221  job 2 is accepted
     5.221  node 3 flags the result of job 0 (recompute)
     5.221  job 0 is accepted
`);
});

test('colluders outvote the panel: a lie is accepted and the honest validator loses its stake', () => {
  const overrides: Overrides = {
    mechanism: { challengeProbability: 1, arbitration: { majority: 3 } },
    market: { ...small, nodeCount: 6 },
    coalition: { size: 4 },
    run: { jobs: 2 },
  };
  expect(tell(overrides, asserterArm('skip-work'), '1')).toBe(`
     1.412  job 0 arrives and goes to node 1
     1.412  node 1 asserts a false result for job 0
     1.412  job 0 is challenged: validators 3
     1.412  node 3 backs the result of job 0 (report-false)
     1.412  job 0 is accepted
     3.190  job 1 arrives and goes to node 1
     3.190  node 1 asserts a false result for job 1
     3.190  job 1 is challenged: validators 4
     4.190  node 4 flags the result of job 1 (recompute)
     4.190  job 1 is accepted by a false verdict
     4.190  node 4 loses 10 as a validator of job 1
`);
});

test('planted errors: whoever copies what it is shown loses its stake', () => {
  const overrides: Overrides = {
    mechanism: { challengeProbability: 1, plantedErrorRate: 0.5, reveal: 'open' },
    market: small,
    coalition: { size: 3 },
    run: { jobs: 3 },
  };
  expect(tell(overrides, validatorArm('copy', 'all-honest'), '1')).toBe(`
     1.412  job 0 arrives and goes to node 0
     2.412  node 0 asserts its result for job 0
     2.412  job 0 is challenged with a planted error: validators 2
     2.412  node 2 backs the result of job 0 (copy)
     2.412  job 0 is accepted
     2.412  node 2 loses 10 as a validator of job 0
     3.190  job 1 arrives and goes to node 0
     4.190  node 0 asserts its result for job 1
     4.190  job 1 is challenged with a planted error: validators 2
     4.190  node 2 backs the result of job 1 (copy)
     4.190  job 1 is accepted
     4.190  node 2 loses 10 as a validator of job 1
     4.300  job 2 arrives and goes to node 3
     5.300  node 3 asserts its result for job 2
     5.300  job 2 is challenged: validators 1
     5.300  node 1 confirms the result of job 2 (copy)
     5.300  job 2 is accepted
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
  expect(tell(overrides, asserterArm('skip-work', 'all-honest'), '1')).toBe(`
     1.412  job 0 arrives and goes to node 0
     1.412  node 0 asserts a false result for job 0
     1.412  job 0 is challenged: validators 2
     2.412  node 2 flags the result of job 0 (recompute)
     2.412  job 0 is refuted; node 0 loses 10
     2.412  node 0 leaves the market (banned)
     3.190  job 1 arrives and goes to node 1
     3.190  node 1 asserts a false result for job 1
     3.190  job 1 is challenged: validators 3
     4.190  node 3 flags the result of job 1 (recompute)
     4.190  job 1 is refuted; node 1 loses 10
     4.190  node 1 leaves the market (banned)
     4.300  job 2 arrives and goes to node 3
     4.501  job 3 arrives and goes to node 2
     5.300  node 3 asserts its result for job 2
     5.300  job 2 is challenged: validators 2
     5.501  node 2 asserts its result for job 3
     5.501  job 3 is challenged: validators 3
     6.501  node 3 confirms the result of job 3 (recompute)
     6.501  job 3 is accepted
     6.501  node 2 confirms the result of job 2 (recompute)
     6.501  job 2 is accepted
`);
});

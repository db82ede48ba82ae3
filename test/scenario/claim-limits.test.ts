/** Claims that nothing can refute, or nothing confirm, are problems of the file: line, column and the way out. */
import { describe, expect, test } from 'vitest';
import { planScenario } from '../../src/plan/load-scenario.ts';

/** The problem of a study with one claim in its sixth line; undefined where there is none. */
function problemOf(claim: string) {
  const text = `title: Limits
mechanism: { kind: posp, challengeProbability: 0.25, validatorCount: 2, slashAmount: 40 }
market: { nodeCount: 30, computeCost: 1, reward: 1.5, stake: 500, detector: { falseAlarm: 0.05, miss: 0.1 } }
players: { asserter: [honest, skip-work] }
sweep: { mechanism.challengeProbability: [0.125, 0.25], mechanism.validatorCount: [1, 2], market.reward: [1.5, 2] }
claims: [${claim}]
`;
  const loaded = planScenario('limits.yaml', text);
  if (!('problems' in loaded)) return undefined;
  expect(loaded.problems).toHaveLength(1);
  const [{ code, line, column, message }] = loaded.problems as [(typeof loaded.problems)[number]];
  expect(line).toBe(6);
  // The column is that of the value that is named, or of the list.
  const named = /^\[?([-\w.]+)/.exec(`claims: [${claim}]`.slice(column - 1))?.[1];
  expect(message).toContain(named);
  return `${code}: ${message}`;
}

test('an income of honest nodes may be claimed where nothing else is played', () => {
  const text = `title: Honest
mechanism: { kind: posp, challengeProbability: 0.25, slashAmount: 40 }
market: { nodeCount: 30, computeCost: 1, reward: 1.5, stake: 500 }
players: { asserter: [honest] }
`;
  const claim = 'kind: bound, of: income, strategy: honest, atLeast: 0';
  expect(planScenario('honest.yaml', `${text}claims: [{ ${claim} }]\n`)).not.toHaveProperty('problems');
});

describe('limits of rates', () => {
  test.each([
    [
      '{ kind: bound, of: falseSlash, atMost: 4 }',
      'vacuous-claim: claim 0 says that falseSlash is at most 4, which it always is: a share lies in [0, 1]; 4 % is 0.04',
    ],
    [
      '{ kind: bound, of: undetectedFraud, atMost: 12.5, by: exact }',
      'vacuous-claim: claim 0 says that undetectedFraud is at most 12.5, which it always is: a share lies in [0, 1]; 12.5 % is 0.125',
    ],
    [
      '{ kind: bound, of: detected, atLeast: -3 }',
      'vacuous-claim: claim 0 says that detected is at least -3, which it always is: a share lies in [0, 1]',
    ],
    [
      '{ kind: bound, of: utilisation, atMost: 75 }',
      'vacuous-claim: claim 0 says that utilisation is at most 75, which it always is: a share lies in [0, 1]; 75 % is 0.75',
    ],
    [
      '{ kind: bound, of: challenged, atMost: 1 }',
      'vacuous-claim: claim 0 says that challenged is at most 1, which it always is: a share lies in [0, 1]; give a limit inside',
    ],
    [
      '{ kind: bound, of: challenged, atLeast: 0, atMost: 1 }',
      'vacuous-claim: claim 0 says that challenged is at least 0, which it always is: a share lies in [0, 1]; give a limit inside',
    ],
    [
      '{ kind: bound, of: latencySeconds, atLeast: 0 }',
      'vacuous-claim: claim 0 says that latencySeconds is at least 0, which it always is: a time is at least 0 s; give a limit inside',
    ],
    [
      '{ kind: bound, of: verificationOverhead, atLeast: -1 }',
      'vacuous-claim: claim 0 says that verificationOverhead is at least -1, which it always is: the cost of checking is at least 0',
    ],
    [
      '{ kind: bound, of: latencySecondsP99, atMost: -2 }',
      'impossible-claim: claim 0 says that latencySecondsP99 is at most -2, which it never is: a time is at least 0 s',
    ],
    [
      '{ kind: bound, of: detected, atLeast: 90 }',
      'impossible-claim: claim 0 says that detected is at least 90, which it never is: a share lies in [0, 1]; 90 % is 0.9',
    ],
    [
      '{ kind: bound, of: falseSlash, atMost: -0.5 }',
      'impossible-claim: claim 0 says that falseSlash is at most -0.5, which it never is: a share lies in [0, 1]',
    ],
  ])('%s', (claim, problem) => {
    expect(problemOf(claim)).toBe(problem);
  });
});

describe('limits of what becomes of a node', () => {
  test.each([
    [
      '{ kind: quantile, of: inProfit, jobs: 50, atLeast: 99 }',
      'impossible-claim: claim 0 says that inProfit is at least 99, which it never is: a chance lies in [0, 1]; 99 % is 0.99',
    ],
    [
      '{ kind: quantile, of: ruin, jobs: 50, atMost: 1.5 }',
      'vacuous-claim: claim 0 says that ruin is at most 1.5, which it always is: a chance lies in [0, 1]; 1.5 % is 0.015',
    ],
    [
      '{ kind: quantile, of: ahead, strategy: skip-work, jobs: 50, level: 0.9, atMost: 0.5 }',
      'unread-path: claim 0 gives a level of 0.9, which nothing reads: ahead is a chance and has no quantiles; leave level out',
    ],
    [
      '{ kind: quantile, of: income, jobs: 50, level: 90, atLeast: 1 }',
      'out-of-range: claims.0.level is 90; a share lies in (0, 1)',
    ],
  ])('%s', (claim, problem) => {
    expect(problemOf(claim)).toBe(problem);
  });
});

describe('where a threshold is looked for', () => {
  const along = (of: string, between: string) => `{ kind: threshold, of: ${of}, role: asserter, between: ${between} }`;
  test.each([
    [
      along('mechanism.challengeProbability', '[0.5, 50]'),
      'out-of-range: claim 0 looks for a threshold of mechanism.challengeProbability between 0.5 and 50, where it cannot be: a probability lies in [0, 1]',
    ],
    [
      along('mechanism.challengeProbability', '[-1, 0.5]'),
      'out-of-range: claim 0 looks for a threshold of mechanism.challengeProbability between -1 and 0.5, where it cannot be: a probability lies in [0, 1]',
    ],
    [
      along('mechanism.challengeProbability', '[0.75, 0.25]'),
      'rule: claims.0.between.0 is 0.75; the lower end comes first: [0.25, 0.75]',
    ],
    [
      along('mechanism.challengeProbability', '[0.25, 0.25]'),
      'rule: claims.0.between.0 is 0.25; a range has two ends, the lower one first',
    ],
    [
      along('market.reward', '[-2, 2]'),
      'out-of-range: claim 0 looks for a threshold of market.reward between -2 and 2, where it cannot be: it must be at least 0 credits',
    ],
    [
      along('mechanism.validatorCount', '[1.25, 1.75]'),
      'impossible-claim: claim 0 looks for a threshold of mechanism.validatorCount between 1.25 and 1.75, and there is no whole number',
    ],
  ])('%s', (claim, problem) => {
    expect(problemOf(claim)).toBe(problem);
  });
});

test('limits that something can pass and something miss are claims', () => {
  for (const claim of [
    '{ kind: bound, of: falseSlash, atMost: 0.03 }',
    '{ kind: bound, of: detected, atLeast: 0, atMost: 0.5 }',
    '{ kind: bound, of: undetectedFraud, atMost: 0 }',
    '{ kind: bound, of: latencySeconds, atMost: 80 }',
    '{ kind: bound, of: verificationOverhead, atMost: 5 }',
    '{ kind: quantile, of: gain, jobs: 9, level: 0.5, atLeast: -30 }',
    '{ kind: quantile, of: ruin, jobs: 9, level: 0.95, atMost: 0.01 }',
    '{ kind: threshold, of: mechanism.challengeProbability, role: asserter, between: [0, 1] }',
    '{ kind: threshold, of: mechanism.validatorCount, role: asserter, between: [1, 1.5] }',
  ]) {
    expect(problemOf(claim)).toBeUndefined();
  }
});

/** Numbers of claims and of their clauses: the unit that belongs to what is claimed is read, any other is a problem. */
import { describe, expect, test } from 'vitest';
import { planScenario } from '../../src/plan/load-scenario.ts';

const study = (claim: string, reward = '1.5') => `title: Units
mechanism: { kind: posp, challengeProbability: 0.25, validatorCount: 2, slashAmount: 40 }
market: { nodeCount: 30, computeCost: 1, reward: ${reward}, stake: 500, serviceSeconds: 2, jobsPerSecond: 3 }
players: { asserter: [honest, skip-work], validator: [honest] }
sweep: { mechanism.challengeProbability: [0.125, 0.25], market.stake: [400, 500] }
claims: [${claim}]
`;

function read(claim: string, reward?: string) {
  const loaded = planScenario('units.yaml', study(claim, reward));
  if ('problems' in loaded)
    throw new Error(loaded.problems.map(({ line, message }) => `${line} ${message}`).join('\n'));
  return { ...loaded, claim: loaded.scenario.claims[0]! };
}

function problemsOf(claim: string, reward?: string): string[] {
  const loaded = planScenario('units.yaml', study(claim, reward));
  return 'problems' in loaded ? loaded.problems.map(({ line, message }) => `${line} ${message}`) : [];
}

describe('a limit in the unit of its figure', () => {
  test.each([
    ['bound, of: latencySeconds, atMost: 250 ms', 'atMost', 0.25],
    ['bound, of: latencySecondsP99, atMost: 2 minutes', 'atMost', 120],
    ['bound, of: utilisation, atMost: 75 %', 'atMost', 0.75],
    ['bound, of: falseSlash, atMost: 0.7 %', 'atMost', 0.007],
    ['bound, of: verificationOverhead, atMost: 5 %', 'atMost', 0.05],
    ['bound, of: income, atLeast: -5 USD', 'atLeast', -5],
    ['bound, of: income, per: hour, atLeast: 3 credits', 'atLeast', 3],
    ['bound, of: advantage, over: skip-work, atLeast: 2 credits/hour * 0.5 h', 'atLeast', 1],
    ['bound, of: undetectedFraud, per: year, atMost: 2.5', 'atMost', 2.5],
    ['quantile, of: gain, jobs: 9, atLeast: -30 credits', 'atLeast', -30],
    ['quantile, of: ruin, jobs: 9, atMost: 1 %', 'atMost', 0.01],
  ])('%s', (claim, key, value) => {
    expect(read(`{ kind: ${claim} }`).claim[key]).toBe(value);
  });
});

describe('a limit in another unit says what it would have to be', () => {
  const share = 'not a plain number or a percentage; write it as 0.05 or 5 %';
  const money = 'not an amount of money [credits]; write it as 5, 5 USD or 5 credits';
  const time = 'not a time [s]; write it as 0.25 or 250 ms';
  test.each([
    ['bound, of: falseSlash, atMost: 250 ms', `atMost cannot be read from "250 ms": that is a time, ${share}`],
    [
      'bound, of: detected, atLeast: 1 USD',
      `atLeast cannot be read from "1 USD": that is an amount of money, ${share}`,
    ],
    ['bound, of: income, atLeast: 5 %', `atLeast cannot be read from "5 %": a percentage is ${money}`],
    ['bound, of: income, atLeast: 5 s', `atLeast cannot be read from "5 s": that is a time, ${money}`],
    [
      'bound, of: income, per: hour, atLeast: 5 USD/hour',
      `atLeast cannot be read from "5 USD/hour": that is money per time, ${money}`,
    ],
    ['bound, of: latencySeconds, atMost: 5 %', `atMost cannot be read from "5 %": a percentage is ${time}`],
    ['bound, of: latencySeconds, atMost: 40/s', `atMost cannot be read from "40/s": that is a rate, ${time}`],
    [
      'bound, of: undetectedFraud, per: year, atMost: 5 %',
      'atMost cannot be read from "5 %": a percentage is not a plain number; write it as 2.5',
    ],
    ['quantile, of: income, jobs: 9, atLeast: 5 %', `atLeast cannot be read from "5 %": a percentage is ${money}`],
    ['quantile, of: inProfit, jobs: 9, atLeast: 5 s', `atLeast cannot be read from "5 s": that is a time, ${share}`],
    [
      'threshold, role: asserter, of: market.stake, between: [300, 5 %]',
      `between.1 cannot be read from "5 %": a percentage is ${money}`,
    ],
  ])('%s', (claim, problem) => {
    expect(problemsOf(`{ kind: ${claim} }`)).toEqual([`6 claims.0.${problem}`]);
  });

  test('money is in one money, in claims as elsewhere', () => {
    expect(problemsOf('{ kind: bound, of: income, atLeast: -5 credits }', '1.5 USD')).toEqual([
      '6 claims.0.atLeast is in credits, other amounts are in USD; use one of them throughout',
    ]);
  });
});

test('a limit of a figure is no money that moves: however fine, it needs no word about rounding', () => {
  expect(read('{ kind: bound, of: income, atLeast: -4e-11 }').warnings).toEqual([]);
});

describe('a clause in the unit of its parameter', () => {
  const where = (clause: string) => `{ kind: bound, of: income, atLeast: 0, where: ${clause} }`;
  const limitOf = (clause: string, reward?: string) => {
    const { condition } = read(where(clause), reward).claim;
    return condition?.kind === 'compare' && 'value' in condition.right ? condition.right.value : undefined;
  };

  test.each([
    ['market.stake >= 450 USD', 450],
    ['market.stake >= 0.45 kUSD', 450],
    ['market.stake >= 450', 450],
    ['market.stake >= 900 credits/hour * 0.5 hours', 450],
    ['mechanism.challengeProbability >= 12.5 %', 0.125],
    ['market.serviceSeconds <= 2500 ms', 2.5],
    ['market.jobsPerSecond >= 60/minute', 1],
    ['market.nodeCount >= 3', 3],
  ])('%s', (clause, value) => {
    expect(limitOf(clause)).toBe(value);
  });

  test('holds one unit to a number, on either side and beside other comparisons', () => {
    const clause = 'not 450 credits > market.stake and (mechanism.challengeProbability < 20 %)';
    const { condition } = read(where(clause)).claim;
    expect(JSON.stringify(condition)).toContain('"left":{"value":450}');
    expect(JSON.stringify(condition)).toContain('"right":{"value":0.2}');
  });

  test.each([
    [
      'market.stake >= 5 %',
      'a percentage is not an amount of money [credits]; write it as 5, 5 USD or 5 credits, after 16 characters',
    ],
    [
      'market.stake >= 250 ms',
      'that is a time, not an amount of money [credits]; write it as 5, 5 USD or 5 credits, after 16 characters',
    ],
    [
      '5 USD < mechanism.challengeProbability',
      'that is an amount of money, not a plain number or a percentage; write it as 0.05 or 5 %, after 0 characters',
    ],
    ['market.nodeCount >= 5 %', 'a percentage is not a plain whole number; write it as 3, after 20 characters'],
    ['market.serviceSeconds < 5 %', 'a percentage is not a time [s]; write it as 0.25 or 250 ms, after 24 characters'],
    ['market.jobsPerSecond < 3 s', 'that is a time, not a rate [1/s]; write it as 40 or 40/s, after 23 characters'],
    ['market.steak >= 5 USD', '"market.steak" is not a parameter; did you mean "market.stake"?'],
    ['mechanism.draw == 5 %', 'it compares a number with a word'],
  ])('%s is refused', (clause, reason) => {
    expect(problemsOf(where(`'${clause}'`))).toEqual([
      `6 claims.0.where cannot be read from ${JSON.stringify(clause)}: ${reason}`,
    ]);
  });

  test('is in the money of the file', () => {
    expect(limitOf('market.stake >= 450 USD', '1.5 USD')).toBe(450);
    expect(problemsOf(where('market.stake >= 450 credits'), '1.5 USD')).toEqual([
      '6 claims.0.where cannot be read from "market.stake >= 450 credits": it is in credits, other amounts are in USD; use one of them, after 16 characters',
    ]);
  });
});

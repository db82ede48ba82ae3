/** Parameters at the ends of what they can be: what comes out is a number, or nothing and a word. */
import { expect, test } from 'vitest';
import { solveScenario } from '../../src/analysis/solve/solve.ts';
import { findingsSchema } from '../../src/findings/schema.ts';
import { planScenario } from '../../src/plan/load-scenario.ts';
import { prepare, study } from './scenarios.ts';

const edge = `title: At the edge
mechanism: { kind: posp, challengeProbability: 0.4, slashAmount: 6 }
market: { nodeCount: 12, computeCost: 1, reward: 1.4, stake: 30 }
players: { asserter: [honest, skip-work], validator: [honest, guess] }
coalition: { size: 4 }
run: { jobs: 60, sampling: auto }
replications: 3
claims: [{ kind: bound, of: verificationOverhead, atMost: 3 }]
`;

const found = async (path: string, value: string, text = edge) => {
  const { findings, failures } = await study(text, { overrides: { set: [[path, value]] } });
  const [point] = findings.designPoints;
  const isReadAgain = findingsSchema.safeParse(JSON.parse(JSON.stringify(findings))).success;
  return { point: point!, claim: findings.claims[0]!, failures, isReadAgain };
};

test('twice the work nodes can do: no run is long enough, and the findings can be read again', async () => {
  const { point, failures, isReadAgain } = await found('market.jobsPerSecond', '1e300');
  expect(point.time).toMatchObject({ jobsPerRun: null, warmUpJobs: null, runs: 0 });
  expect(point.time!.why).toContain('there is no steady state');
  expect([failures, isReadAgain]).toEqual([[], true]);
});

test.each([
  ['0', '4'],
  ['5e-324', '5e-324'],
])('checks are told in costs of a job, and nobody can where a job costs %s', async (cost, checking) => {
  const text = edge.replace('stake:', `verificationCost: ${checking}, stake:`);
  const { point, claim, failures, isReadAgain } = await found('market.computeCost', cost, text);
  expect(point.rates.verificationOverhead).toMatchObject({ value: null, halfWidth: null, exact: null });
  expect(claim.verdict).toBe('undecided');
  expect(claim.because).toContain('a job costs nothing');
  expect([failures, isReadAgain]).toEqual([[], true]);
});

test.each([
  ['a chance no challenge is ever drawn by', 'mechanism.challengeProbability', '5e-324'],
  ['a slash of less than a unit of money', 'mechanism.slashAmount', '4e-10'],
  ['a stake of less than a unit of money', 'market.stake', '5e-324'],
])('simulation and round agree on %s', async (_, path, value) => {
  const { failures, isReadAgain } = await found(path, value);
  expect([failures, isReadAgain]).toEqual([[], true]);
});

test('a slash of a unit of money is counted on both sides', async () => {
  const { point, failures } = await found('mechanism.slashAmount', '1e-9');
  expect([failures, point.rates.detected.value! > 0]).toEqual([[], true]);
});

test('what is found out once in longer than a number can say is never found out', () => {
  const text = `title: Seldom
mechanism: { kind: spot-check, spotCheckRate: 5e-324, jobsPerWorker: 5, slashAmount: 4 }
market: { nodeCount: 12, computeCost: 1, reward: 1.4, stake: 30 }
players: { asserter: [honest, skip-work] }
`;
  const { detection } = solveScenario(prepare(text)).designPoints[0]!;
  expect(detection['skip-work']).toMatchObject({ meanJobs: null, quantiles: { '0.5': null, '0.99': null } });
});

test('a wealth of less than a unit of money is a problem', () => {
  const wealthy = (wealth: string) => {
    const text = edge.replace('guess]', `guess], utility: { crra: 0.5, wealth: ${wealth} }`);
    const loaded = planScenario('edge.yaml', text);
    return 'problems' in loaded ? loaded.problems.map(({ path }) => path) : [];
  };
  expect(wealthy('5e-324')).toEqual(['players.utility.wealth']);
  expect(wealthy('1e-9')).toEqual([]);
});

test('a love of risk that tells no loss from another is a problem', () => {
  const seeking = (crra: number) => {
    const text = edge.replace('guess]', `guess], utility: { crra: ${crra}, wealth: 90 }`);
    const loaded = planScenario('edge.yaml', text);
    return 'problems' in loaded ? loaded.problems.map(({ message }) => message) : [];
  };
  expect(seeking(-1000)).toEqual([expect.stringContaining('players.utility.crra is -1000')]);
  expect(seeking(-20)).toEqual([]);
});

test('a cost of a job that is no unit of money is no scale for what crowds learn', () => {
  const { failed, dynamics } = solveScenario(prepare(edge, { set: [['market.computeCost', '5e-324']] }))
    .designPoints[0]!;
  expect([failed, dynamics.length]).toEqual([undefined, 1]);
});

/**
 * "About N replications would tell" against the number that really tells: never more than ten times off, whatever it is
 * that keeps a claim open.
 */
import { expect, it } from 'vitest';
import { study } from './scenarios.ts';

const plain =
  'market: { nodeCount: 20, computeCost: 1, reward: 1.2, stake: 1000 }\nplayers: { asserter: [honest, skip-work] }';
const dominant = 'claims: [{ kind: dominant, role: asserter }]';

/** What is open after so few replications, and why. */
const open: [string, number, string][] = [
  [
    'noise that no control takes out',
    8,
    `mechanism: { kind: posp, challengeProbability: 0.13, slashAmount: 11 }
market: { nodeCount: 20, computeCost: 1, reward: 1.2, stake: 100, detector: { miss: 0.33, falseAlarm: 0.01 } }
players: { asserter: [honest, skip-work] }
run: { jobs: 400 }
${dominant}`,
  ],
  [
    'two replications, which leave no room for controls',
    2,
    `mechanism: { kind: posp, challengeProbability: 0.01, slashAmount: 110 }\n${plain}
run: { jobs: 2000, sampling: natural }
${dominant}`,
  ],
  [
    'too few challenges for their luck to be taken out',
    4,
    `mechanism: { kind: posp, challengeProbability: 0.002, slashAmount: 560 }\n${plain}
run: { jobs: 500, sampling: natural }
${dominant}`,
  ],
  [
    'rewards of a coalition, seldom and dear',
    2,
    `mechanism: { kind: posp, challengeProbability: 0.3, validatorCount: 2, slashAmount: 6, validatorReward: 30 }
coalition: { fraction: 0.2 }\n${plain}
run: { jobs: 300, sampling: natural }
${dominant}`,
  ],
  [
    'a rate of few events',
    8,
    `mechanism: { kind: posp, challengeProbability: 0.2, slashAmount: 10 }
market: { nodeCount: 20, computeCost: 1, reward: 1.2, stake: 100, detector: { falseAlarm: 0.0005 } }
players: { asserter: [honest, skip-work] }
run: { jobs: 300, sampling: natural }
claims: [{ kind: bound, of: falseSlash, atMost: 0.0006 }]`,
  ],
  [
    'ejections, of which no law is known',
    8,
    `mechanism: { kind: posp, challengeProbability: 0.1, slashAmount: 12 }
market: { nodeCount: 40, computeCost: 1, reward: 1.3, stake: 400, minimumStake: 10 }
players: { asserter: [honest, skip-work], exit: ejected }
run: { jobs: 300 }
${dominant}`,
  ],
];

it.each(open)('%s', async (title, replications, text) => {
  const write = (given: string) => `title: "${title}"\nseed: 3\nreplications: ${given}\n${text}\n`;
  const { findings } = await study(write(String(replications)));
  const [claim] = findings.claims;
  expect(claim!.verdict).toBe('undecided');
  const said = Number(/about ([\d,]+) replications/.exec(claim!.because)![1]!.replaceAll(',', ''));
  const { findings: decided } = await study(write(`{ min: ${replications}, max: 4096 }`));
  expect(decided.claims[0]!.verdict).not.toBe('undecided');
  const told = decided.designPoints[0]!.replications;
  expect(said / told).toBeGreaterThan(1 / 10);
  expect(said / told).toBeLessThan(10);
});

it.each([
  ['latencySeconds', '{ kind: exponential, mean: 1 }', 2.012],
  // c² = 4: 3.5 s in the mean; 95 % take at most 14.07 s.
  ['latencySeconds', '{ kind: log-normal, median: 0.4472136, sigma: 1.2686362 }', 3.55],
  ['latencySecondsP95', '{ kind: log-normal, median: 0.4472136, sigma: 1.2686362 }', 14.4],
])('how long jobs take: %s of %s', async (rate, service, limit) => {
  const text = `title: queues
seed: 3
mechanism: { kind: posp, challengeProbability: 0, slashAmount: 1 }
market: { nodeCount: 20, jobsPerSecond: 10, computeCost: 1, reward: 1.2, stake: 100, serviceSeconds: ${service} }
players: { asserter: [honest] }
replications: 2
run: { jobs: 100 }
claims: [{ kind: bound, of: ${rate}, atMost: ${limit} }]`;
  const { findings } = await study(text, { isOverBudget: () => true });
  expect(findings.claims[0]!.verdict).toBe('undecided');
  const said = Number(
    /about ([\d,]+) runs that measure time/.exec(findings.claims[0]!.because)![1]!.replaceAll(',', ''),
  );
  const { findings: decided } = await study(text);
  expect(decided.claims[0]!.verdict).toBe('true');
  const told = decided.designPoints[0]!.time!.runs;
  expect(said / told).toBeGreaterThan(1 / 10);
  expect(said / told).toBeLessThan(10);
});

it('runs that measure time are more where more replications are asked for', async () => {
  // A tie: nothing tells it.
  const text = (replications: string) => `title: queues
seed: 3
mechanism: { kind: posp, challengeProbability: 0, slashAmount: 1 }
market: { nodeCount: 20, jobsPerSecond: 2, computeCost: 1, reward: 1.2, stake: 100 }
players: { asserter: [honest] }
replications: ${replications}
run: { jobs: 100 }
claims: [{ kind: bound, of: latencySeconds, atMost: ${1 + 0.05 / 0.9} }]`;
  const runsOf = async (replications: string) => (await study(text(replications))).findings.designPoints[0]!.time!.runs;
  expect(await runsOf('{ min: 4, max: 1200 }')).toBe(300);
  expect(await runsOf('4')).toBe(256);
});

it('amounts that the ledger rounds away: that no number would tell', async () => {
  const { findings } = await study(`
title: amounts of a few units
mechanism: { kind: posp, challengeProbability: 0.5, slashAmount: 0, accounting: alone }
market: { nodeCount: 20, computeCost: 2.2e-9, reward: 4.1e-9, stake: 1e-3 }
players: { asserter: [honest, skip-work], validator: [honest] }
run: { jobs: 500 }
replications: 8
${dominant}
`);
  const { verdict, because } = findings.claims[0]!;
  expect(verdict).toBe('undecided');
  expect(because).toContain('write amounts in a smaller unit');
  expect(because).not.toMatch(/about .* replications/);
});

it('an exact tie: that no number would tell', async () => {
  // C = p (R + S) = 0.25 × 4, with a detector that misses: there is noise, and nothing behind it.
  const { findings } = await study(`
title: a tie
mechanism: { kind: posp, challengeProbability: 0.5, slashAmount: 2.8, accounting: alone }
market: { nodeCount: 20, computeCost: 1, reward: 1.2, stake: 100, detector: { miss: 0.5 } }
players: { asserter: [honest, skip-work] }
run: { jobs: 500 }
replications: 8
${dominant}
`);
  const { verdict, because } = findings.claims[0]!;
  expect(verdict).toBe('undecided');
  expect(because).toContain('the exact value is no further from it than rounding');
});

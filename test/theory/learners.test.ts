/**
 * Nodes that learn in the market itself, from nothing but their own settled income: they come to do what pays.
 *
 * The threshold of the market is p = C / (R_A + S) = 8.9 %. At 20 % a skipped job earns -1.04 on average and an honest
 * one 0.2; at 3 % a skipped job earns 0.864.
 */
import { describe, expect, test } from 'vitest';
import { solveStageGame } from '../../src/analysis/stage/stage-game.ts';
import { builtIn } from '../../src/catalogue/catalogue.ts';
import { simulateRun } from '../../src/engine/simulate.ts';
import { columnIndex as at } from '../../src/market/record.ts';
import type { Settings } from '../../src/market/settings.ts';
import { runScenario, solveFile } from '../../src/study/open-scenario.ts';
import { blindKit, plainSight } from '../fixtures/plays.ts';
import { asserterArm, buildSettings } from '../fixtures/settings.ts';

const learners = [
  ['epsilon-greedy', { exploration: 0.05 }, 0.05 / 2],
  ['exponential-weights', { rate: 0.05, exploration: 0.1 }, 0.1 / 2],
] as const;

/** Share of cheated jobs among those of ten learning nodes, after they had about 2000 jobs each. */
function learnt(
  kind: string,
  params: object,
  challengeProbability: number,
  replication: number,
  jobs = 300_000,
): number {
  const plain = buildSettings({
    mechanism: { challengeProbability },
    coalition: {},
    market: { nodeCount: 100, jobsPerSecond: 20 },
    run: { jobs, warmUpJobs: (2 * jobs) / 3 },
  });
  const learner = { kind, name: kind, ...params };
  const settings: Settings = {
    ...plain,
    players: { ...plain.players, asserter: [...plain.players.asserter, learner] },
  };
  const record = simulateRun(settings, asserterArm(kind), 'learning', replication);
  return record[at.cheatedJobs]! / record[at.focalJobs]!;
}

describe.each(learners)('%s', (kind, params, leastTried) => {
  test('comes to be honest above the threshold, but for what it tries', () => {
    const share = learnt(kind, params, 0.2, 0);
    // About 10 000 jobs count; what is only tried is binomial around the least that is tried.
    const noise = 4 * Math.sqrt(leastTried / 10_000);
    expect(share).toBeGreaterThan(leastTried - noise);
    expect(share).toBeLessThan(2 * leastTried);
  });

  test('comes to cheat below it', () => {
    const share = learnt(kind, params, 0.03, 0);
    expect(share).toBeGreaterThan(0.8);
    expect(share).toBeLessThanOrEqual(1 - leastTried + 4 * Math.sqrt(leastTried / 10_000));
  });

  test('learns again in every run, and nothing beyond its own node', () => {
    const [first, again] = [1, 1].map((replication) => learnt(kind, params, 0.2, replication, 30_000));
    expect(again).toBe(first);
    const { play, params: schema } = builtIn.strategies.get(kind)!;
    const learner = play!(schema.parse({}), blindKit(2));
    const choicesOf = (node: number) => [0.2, 0.5, 0.8].map((luck) => learner.chooses(node, plainSight, luck));
    const before = choicesOf(1);
    for (let i = 0; i < 100; i++) learner.settled!(0, { choice: 1, income: 1, refuted: false, slashed: false });
    expect(choicesOf(1)).toEqual(before);
    expect(choicesOf(0)).toEqual([1, 1, 1]);
  });
});

describe('in a scenario', () => {
  const text = `
title: Learners
mechanism: { kind: posp, challengeProbability: 0.2, slashAmount: 10 }
market: { nodeCount: 40, computeCost: 1, reward: 1.2, stake: 100 }
players: { asserter: [honest, skip-work, epsilon-greedy, exponential-weights], validator: [honest] }
replications: 4
run: { jobs: 4000 }
sweep: { mechanism.challengeProbability: [0.1, 0.2] }
`;

  test('a learner is simulated, and the exact side says that it cannot know', async () => {
    const { findings, failures } = await runScenario({ file: 'learners.yaml', text });
    expect(failures).toEqual([]);
    const exact = findings.designPoints[1]!.advantages.map(({ over, exact, mean }) => [
      over,
      exact === null,
      mean !== null,
    ]);
    expect(exact).toEqual([
      ['skip-work', false, true],
      ['epsilon-greedy', true, true],
      ['exponential-weights', true, true],
    ]);
    // Whoever learns to be honest loses less by it than by always cheating.
    const [always, greedy] = findings.designPoints[1]!.advantages;
    expect(greedy!.mean).toBeGreaterThan(0);
    expect(greedy!.mean).toBeLessThan(always!.mean!);
  });

  test('the exact solution leaves learners out', async () => {
    const { designPoints } = await solveFile({ file: 'learners.yaml', text });
    expect(designPoints[0]!.advantages.map(({ over }) => over)).toEqual(['skip-work']);
    expect(designPoints[0]!.games[0]!.strategies[0]).toEqual(['honest', 'skip-work']);
    expect(solveStageGame(buildSettings())!.strategies[0]).toContain('cheat-sometimes');
  });
});

/** Studies whose truth is known exactly, cheap enough for thousands of them. */
import { exactAdvantage } from '../../src/analysis/round/exact.ts';
import { binomial } from '../../src/game/tree.ts';
import { planScenario } from '../../src/plan/load-scenario.ts';

/**
 * A scenario in which honesty earns `advantage` more than skipping the work, per job and in units of C.
 *
 * Every job but one in ten is challenged, and one cheat in ten passes unseen: noise that no control can take out. Two
 * nodes, so that half of all jobs are focal.
 */
export function scenarioWith(advantage: number, seed: number, replications: string): string {
  return writeScenario(`${100 * advantage} %`, seed, replications, solveSlash(advantage));
}

function writeScenario(title: string, seed: number, replications: string, slashAmount: number): string {
  return `
title: Honesty earns ${title} of C more
seed: calibration ${title} ${seed}
mechanism: { kind: posp, challengeProbability: 0.9, slashAmount: ${slashAmount} }
market: { nodeCount: 2, jobsPerSecond: 1, computeCost: 1, reward: 1.1, stake: 100, detector: { miss: 0.1 } }
players: { asserter: [honest, skip-work] }
run: { jobs: 100, sampling: natural }
replications: ${replications}
claims: [{ kind: dominant, role: asserter }]
`;
}

let line: readonly [number, number] | undefined;

/** The slash that makes an advantage; the round is linear in it. */
function solveSlash(advantage: number): number {
  line ??= [exact(0), exact(1)];
  const [low, high] = line;
  return (advantage - low) / (high - low);
}

function exact(slashAmount: number): number {
  const loaded = planScenario('calibration.yaml', writeScenario('unknown', 0, '2', slashAmount));
  if ('problems' in loaded) throw new Error(JSON.stringify(loaded.problems));
  return exactAdvantage(loaded.points[0]!.settings, 'asserter', 'honest', 'skip-work', 'coalition')!;
}

/** Most of `trials` that events of this probability happen, but for one time in a thousand. */
export function mostOf(trials: number, probability: number): number {
  let tail = 1;
  return binomial(trials, probability).findIndex((chance) => {
    tail -= chance;
    return tail <= 0.001;
  });
}

/** Exact answers once the code is compiled: design points that share nothing, and a map. */
import { exactAdvantage } from '../../src/analysis/round/exact.ts';
import { solveScenario } from '../../src/analysis/solve/solve.ts';
import { planScenario } from '../../src/plan/load-scenario.ts';
import { createResolver } from '../../src/scenario/resolve.ts';
import type { Measurement } from '../harness/child.ts';
import { cpuMilliseconds } from '../harness/sample.ts';

const points = { warm: 8, timed: 15 };

/** Argument: validators. CPU time of a whole design point, the median of points that differ in their reward. */
export function solvePoint([validators]: readonly string[]): Measurement {
  const noise = Number(validators) > 1 ? ', detector: { falseAlarm: 0.00001, miss: 0.1 % }' : '';
  const times: number[] = [];
  let threshold = 0;
  for (let i = 0; i < points.warm + points.timed; i++) {
    // What is known of one point must be of no use for the next.
    const {
      scenario,
      points: planned,
      resolve,
    } = load(`
title: A point
mechanism: { kind: posp, challengeProbability: 0.01, slashAmount: 150, validatorCount: ${validators}, draw: independent }
market: { nodeCount: 4000, computeCost: 1, reward: ${1.2 + i / 1000}, stake: 1000${noise} }
coalition: { fraction: 0.1 }
players: { asserter: [honest, skip-work], validator: [honest, guess, collude] }
`);
    const before = cpuMilliseconds();
    const solved = solveScenario({ scenario, points: planned, resolve: (at) => resolve(at).settings });
    times.push(cpuMilliseconds() - before);
    threshold = solved.designPoints[0]!.thresholds[0]!.value ?? 0;
  }
  const timed = times.slice(points.warm).sort((a, b) => a - b);
  return { nanoseconds: 1e6 * timed[points.timed >> 1]!, threshold };
}

/**
 * Argument: values of challenge probability and of collusion. Each cell goes through the resolver and the round; on
 * every row the advantage must change its sign at the published threshold p* = C / ((1 - r)S + (1 - 2r)R).
 */
export function mapExactly([values]: readonly string[]): Measurement {
  const side = Number(values);
  const { resolve } = load(`
title: Exact map
mechanism: { kind: posp, challengeProbability: 0.01, slashAmount: 150, validatorReward: 1.2, draw: independent }
market: { nodeCount: 1000, computeCost: 1, reward: 1.2, stake: 1000 }
coalition: { fraction: 0.1 }
players: { asserter: [honest, skip-work], validator: [honest, collude] }
`);
  const before = cpuMilliseconds();
  let wrong = 0;
  for (let row = 0; row < side; row++) {
    const r = 0.01 + (0.48 * row) / (side - 1);
    const threshold = 1 / ((1 - r) * 150 + (1 - 2 * r) * 1.2);
    for (let column = 0; column < side; column++) {
      const p = 0.0001 + (0.03 * column) / (side - 1);
      const { settings } = resolve({ 'mechanism.challengeProbability': p, 'coalition.fraction': r });
      const advantage = exactAdvantage(settings!, 'asserter', 'honest', 'skip-work', 'coalition')!;
      if (Math.sign(advantage) !== Math.sign(p - threshold)) wrong++;
    }
  }
  return { nanoseconds: 1e6 * (cpuMilliseconds() - before), wrong };
}

function load(text: string) {
  const loaded = planScenario('bench.yaml', text);
  if ('problems' in loaded) throw new Error(loaded.problems.map(({ message }) => message).join('\n'));
  return { ...loaded, resolve: createResolver(loaded.scenario) };
}

/**
 * Times an exact map of challenge probability against collusion: 200 x 200 advantages, each through the resolver and the
 * round. Checks what it times: on every row the advantage changes sign at the published threshold
 * p* = C / ((1 - r)S + (1 - 2r)R).
 *
 *   node --import tsx bench/exact-map.ts
 */
import { exactAdvantage } from '../src/analysis/exact.ts';
import { planScenario } from '../src/plan/load-scenario.ts';
import { createResolver } from '../src/scenario/resolve.ts';

const LIMIT_SECONDS = 2;
const SIDE = 200;

const loaded = planScenario(
  'exact-map.yaml',
  `
title: Exact map
mechanism: { kind: posp, challengeProbability: 0.01, slashAmount: 150, validatorReward: 1.2, draw: independent }
market: { nodeCount: 1000, computeCost: 1, reward: 1.2, stake: 1000 }
coalition: { fraction: 0.1 }
players: { asserter: [honest, skip-work], validator: [honest, collude] }
`,
);
if ('problems' in loaded) throw new Error(loaded.problems.map(({ message }) => message).join('\n'));
const resolve = createResolver(loaded.scenario);

const start = performance.now();
let wrong = 0;
for (let row = 0; row < SIDE; row++) {
  const r = 0.01 + (0.48 * row) / (SIDE - 1);
  const threshold = 1 / ((1 - r) * 150 + (1 - 2 * r) * 1.2);
  for (let column = 0; column < SIDE; column++) {
    const p = 0.0001 + (0.03 * column) / (SIDE - 1);
    const { settings } = resolve({ 'mechanism.challengeProbability': p, 'coalition.fraction': r });
    if (!settings) throw new Error(`no settings at p = ${p}, r = ${r}`);
    const advantage = exactAdvantage(settings, 'asserter', 'honest', 'skip-work', 'coalition')!;
    if (Math.sign(advantage) !== Math.sign(p - threshold)) wrong++;
  }
}
const seconds = (performance.now() - start) / 1000;
const ratio = seconds / LIMIT_SECONDS;
console.log(
  JSON.stringify({
    bench: 'exact-map',
    points: SIDE * SIDE,
    seconds: Number(seconds.toFixed(3)),
    ofLimit: Number(ratio.toFixed(3)),
    wrong,
  }),
);
if (wrong > 0 || ratio > 1) process.exitCode = 1;

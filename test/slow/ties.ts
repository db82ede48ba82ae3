/** Scenarios at an exact tie, one of every kind of claim and of market: whatever is decided there is an error. */
import { exactAdvantage } from '../../src/analysis/round/exact.ts';
import { computeFate } from '../../src/analysis/round/fate.ts';
import type { Settings } from '../../src/market/settings.ts';
import { planScenario } from '../../src/plan/load-scenario.ts';

/** A tie, as a scenario without title and seed. */
export interface Tie {
  name: string;
  claim: string;
  text: string;
}

const claims = { dominant: '{ kind: dominant, role: asserter }', equilibrium: '{ kind: equilibrium }' } as const;
const dominant = `claims: [${claims.dominant}]`;

/** Studies of each tie: one takes less than a second [count]. */
export const tieStudies = 400;

/** The ties, their numbers solved from the exact side. */
export function listTies(): Tie[] {
  return [...listMargins(), ...listRates(), ...listOrders(), chanceOfProfit()];
}

/** Advantages of 0, in markets that differ in what is known of them. */
function listMargins(): Tie[] {
  const markets: ['dominant' | 'equilibrium', string, (slash: number) => string][] = [
    [
      'dominant',
      'two validators, false alarms, a coalition',
      (slash) => `
mechanism: { kind: posp, challengeProbability: 0.5, validatorCount: 2, draw: independent, slashAmount: ${slash}, accounting: gross }
coalition: { fraction: 0.3 }
market: { nodeCount: 20, computeCost: 1, reward: 1.2, stake: 100, detector: { miss: 0.2, falseAlarm: 0.03 } }
players: { asserter: [honest, skip-work] }
run: { jobs: 100, sampling: natural }`,
    ],
    [
      'equilibrium',
      'two validators, false alarms',
      (slash) => `
mechanism: { kind: posp, challengeProbability: 0.5, validatorCount: 2, slashAmount: ${slash} }
market: { nodeCount: 20, computeCost: 1, reward: 1.2, stake: 100, detector: { miss: 0.2, falseAlarm: 0.03 } }
players: { asserter: [honest, skip-work] }
run: { jobs: 100, sampling: natural }`,
    ],
    [
      'dominant',
      'jobs in flight',
      (slash) => `
mechanism: { kind: posp, challengeProbability: 0.4, slashAmount: ${slash}, accounting: alone }
market: { nodeCount: 10, computeCost: 1, reward: 1.2, stake: 100, jobsInFlight: 4, detector: { miss: 0.3 } }
players: { asserter: [honest, skip-work] }
run: { jobs: 400, sampling: natural }`,
    ],
    [
      'dominant',
      'the shorter of two queues',
      (slash) => `
mechanism: { kind: posp, challengeProbability: 0.4, slashAmount: ${slash}, accounting: alone }
market: { nodeCount: 10, jobsPerSecond: 5, computeCost: 1, reward: 1.2, stake: 100, dispatch: shorter-of-two, detector: { miss: 0.3 } }
players: { asserter: [honest, skip-work] }
run: { jobs: 200 }`,
    ],
    [
      'dominant',
      'cautious players',
      (slash) => `
mechanism: { kind: posp, challengeProbability: 0.4, slashAmount: ${slash}, accounting: alone }
market: { nodeCount: 10, computeCost: 1, reward: 1.2, stake: 100, detector: { miss: 0.3 } }
players: { asserter: [honest, skip-work], utility: { cara: 0.1 } }
run: { jobs: 200 }`,
    ],
    [
      'dominant',
      'learners, for whom both moves are worth the same',
      (slash) => `
mechanism: { kind: posp, challengeProbability: 0.4, slashAmount: ${slash}, accounting: alone }
market: { nodeCount: 10, computeCost: 1, reward: 1.2, stake: 100, detector: { miss: 0.3 } }
players: { asserter: [honest, skip-work, { kind: epsilon-greedy, exploration: 0.3 }] }
run: { jobs: 200 }`,
    ],
    [
      'dominant',
      'ejections that never come',
      (slash) => `
mechanism: { kind: posp, challengeProbability: 0.4, slashAmount: ${slash}, accounting: alone }
market: { nodeCount: 10, computeCost: 1, reward: 1.2, stake: 10000, minimumStake: 1, detector: { miss: 0.3 } }
players: { asserter: [honest, skip-work], exit: ejected }
run: { jobs: 200 }`,
    ],
  ];
  return markets.map(([claim, name, write]) => {
    // What slashes do to ejected nodes is no matter of one job; as long as nobody is ejected the round tells it.
    const settled = (slash: number) => write(slash).replace(', exit: ejected', '').replace('minimumStake: 1, ', '');
    const slash = solve((amount) => advantageOf(`${settled(amount)}\n${dominant}`));
    // A learner is compared alone; the move it learns to make has told the slash.
    const text = write(slash).replace('[honest, skip-work, {', '[honest, {');
    return { name, claim, text: `${text}\n${looks}\nclaims: [${claims[claim]}]` };
  });
}

const looks = 'replications: { min: 16, max: 64 }';
const noisy =
  'market: { nodeCount: 10, computeCost: 1, reward: 1.2, stake: 100, detector: { miss: 0.3, falseAlarm: 0.02 } }';
const players = 'players: { asserter: [honest, skip-work] }';

/** Rates at their limit: many events, and few. */
function listRates(): Tie[] {
  const bound = (of: string, limit: string) => `claims: [{ kind: bound, of: ${of}, ${limit} }]`;
  return [
    {
      name: 'a share of cheats',
      claim: 'bound',
      text: `mechanism: { kind: posp, challengeProbability: 0.4, slashAmount: 10 }
${noisy}\n${players}\nrun: { jobs: 100, sampling: natural }\n${looks}\n${bound('detected', 'atLeast: 0.28')}`,
    },
    {
      // 64 × 200 jobs of all nodes: 6.4 events at the last look.
      name: 'a rare event',
      claim: 'bound',
      text: `mechanism: { kind: posp, challengeProbability: 0.1, slashAmount: 10 }
${noisy.replace('falseAlarm: 0.02', 'falseAlarm: 0.005')}\n${players}\nrun: { jobs: 200, sampling: natural }\n${looks}
${bound('falseSlash', 'atMost: 0.0005')}`,
    },
  ];
}

/** Design points of the same figure. */
function listOrders(): Tie[] {
  return [
    {
      // p (1 - miss)^j: 0.3 × 0.7 = 0.42857 × 0.7².
      name: 'a share of cheats, draws in common',
      claim: 'ranking',
      text: `
mechanism: { kind: posp, challengeProbability: 0.3, slashAmount: 10 }
${noisy.replace(', falseAlarm: 0.02', '')}\n${players}
sweep:
  mechanism:
    - { name: once, kind: posp, challengeProbability: 0.3, slashAmount: 10 }
    - { name: twice, kind: posp, challengeProbability: 0.428571428571428571, slashAmount: 10, recheckCount: 2 }
run: { jobs: 100, sampling: natural }\n${looks}
claims: [{ kind: ranking, of: detected, along: mechanism, order: [once, twice] }]`,
    },
    {
      // The same, the chance following the number of checks.
      name: 'a share of cheats, draws in common',
      claim: 'monotone',
      text: `
mechanism: { kind: posp, challengeProbability: "= 0.3 / 0.7 ^ (mechanism.recheckCount - 1)", recheckCount: 1, slashAmount: 10 }
${noisy.replace(', falseAlarm: 0.02', '')}\n${players}
sweep: { mechanism.recheckCount: [1, 2] }
run: { jobs: 100, sampling: natural }\n${looks}
claims: [{ kind: monotone, of: detected, along: mechanism.recheckCount, direction: rising }]`,
    },
    {
      // p (1 - miss)(R + S) - C, with p (R + S) held.
      name: 'an advantage, draws in common',
      claim: 'monotone',
      text: `
mechanism: { kind: posp, challengeProbability: "= 3.36 / (1.2 + mechanism.slashAmount)", slashAmount: 10, accounting: alone }
${noisy.replace(', falseAlarm: 0.02', '')}\n${players}
sweep: { mechanism.slashAmount: [6, 10] }
run: { jobs: 100, sampling: natural }\n${looks}
claims: [{ kind: monotone, of: advantage, role: asserter, over: skip-work, along: mechanism.slashAmount, direction: falling }]`,
    },
    threshold(),
  ];
}

/** A threshold at the end of its range: p (1 - miss)(R + S) = C at p = 1 / (0.7 × 6.2), by the straight line of the round. */
function threshold(): Tie {
  const [miss, reward, slash] = [0.3, 1.2, 5];
  const value = 1 / ((1 - miss) * (reward + slash));
  return {
    name: 'the value from which honesty pays',
    claim: 'threshold',
    text: `
mechanism: { kind: posp, challengeProbability: 0.2, slashAmount: ${slash} }
market: { nodeCount: 10, computeCost: 1, reward: ${reward}, stake: 100, detector: { miss: ${miss} } }
${players}
sweep: { mechanism.challengeProbability: [0.1, 0.2, 0.3, 0.4] }
run: { jobs: 100, sampling: natural }\n${looks}
claims: [{ kind: threshold, of: mechanism.challengeProbability, role: asserter, between: [${value}, 0.4] }]`,
  };
}

/** The chance that a cheat is in profit after so many jobs, from careers, at the chance that the law of a job gives. */
function chanceOfProfit(): Tie {
  const text = `
mechanism: { kind: posp, challengeProbability: 0.3, slashAmount: 10 }
${noisy}\n${players}
run: { jobs: 500 }\n${looks}`;
  const fate = computeFate(settingsOf(`${text}\n${dominant}`), { strategy: 'skip-work', jobs: 20 })!;
  const { low, high } = fate.chanceAbove(0);
  const claim = `claims: [{ kind: quantile, of: inProfit, strategy: skip-work, jobs: 20, by: simulation, atLeast: ${(low + high) / 2} }]`;
  return { name: 'a chance, by careers', claim: 'quantile', text: `${text}\n${claim}` };
}

/** Where a function of the slash that rises through 0 is 0, by halving. */
function solve(advantage: (slash: number) => number): number {
  let [low, high] = [0, 50];
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (advantage(middle) > 0) high = middle;
    else low = middle;
  }
  return high;
}

function advantageOf(text: string): number {
  return exactAdvantage(settingsOf(text), 'asserter', 'honest', 'skip-work', 'coalition')!;
}

function settingsOf(text: string): Settings {
  const loaded = planScenario('tie.yaml', `title: a tie\nseed: 1\n${text.trim()}\n`);
  if ('problems' in loaded) throw new Error(JSON.stringify(loaded.problems));
  return loaded.points[0]!.settings;
}

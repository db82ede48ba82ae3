import { z } from 'zod';
import { honestMove } from '../market/strategy.ts';
import { defineStrategy } from './define.ts';

/** Learns by trying: mostly does what has earned more on average so far, now and then either at random. */
export const epsilonGreedy = defineStrategy({
  kind: 'epsilon-greedy',
  title: 'Epsilon-greedy learner',
  roles: ['asserter'],
  source: 'Sutton and Barto (2018), Reinforcement Learning, 2nd ed., ch. 2; Auer, Cesa-Bianchi, Fischer (2002)',
  params: z.strictObject({
    exploration: z.number().min(0).max(1).default(0.05).meta({
      description: 'Chance to try honesty or cheating at random instead (epsilon).',
      unit: '1',
      isChance: true,
    }),
  }),
  moves: (_, role) => [honestMove(role), { role, cost: 0, output: 'wrong', backs: 'none', probability: 1 }],
  play: ({ exploration }, { nodeCount }) => {
    // One mean and one count per node and option: honest, then cheating. Nothing tried yet counts as nothing earned.
    const means = new Float64Array(2 * nodeCount);
    const counts = new Float64Array(2 * nodeCount);
    return {
      chooses: (node, _, luck) =>
        Number(luck < exploration ? luck < exploration / 2 : means[2 * node + 1] > means[2 * node]),
      settled: (node, { choice, income }) => {
        const option = 2 * node + choice;
        counts[option]++;
        means[option] += (income - means[option]) / counts[option];
      },
    };
  },
});

import { z } from 'zod';
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
  move: (_, role) => ({ role, cost: 0, output: 'wrong', backs: 'none', probability: 1 }),
  learn: ({ exploration }, nodeCount) => {
    // One mean and one count per node and option: honest, then cheating. Nothing tried yet counts as nothing earned.
    const means = new Float64Array(2 * nodeCount);
    const counts = new Float64Array(2 * nodeCount);
    return {
      chooses: (node, uniform) =>
        uniform < exploration ? uniform < exploration / 2 : means[2 * node + 1] > means[2 * node],
      learns: (node, cheated, income) => {
        const option = 2 * node + (cheated ? 1 : 0);
        counts[option]++;
        means[option] += (income - means[option]) / counts[option];
      },
    };
  },
});

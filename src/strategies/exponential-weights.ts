import { z } from 'zod';
import { exp } from '../kernel/mathematics/index.ts';
import { honestMove } from '../market/strategy.ts';
import { defineStrategy } from './define.ts';

/** Learns by weights: each option is chosen in proportion to the exponential of what it is estimated to have earned. */
export const exponentialWeights = defineStrategy({
  kind: 'exponential-weights',
  title: 'Exponential-weights learner',
  roles: ['asserter'],
  source:
    'Auer, Cesa-Bianchi, Freund, Schapire (2002), The nonstochastic multiarmed bandit problem, SIAM J. Comput. 32',
  params: z.strictObject({
    rate: z.number().gt(0).default(0.05).meta({ description: 'Weight of an earned credit (eta).', unit: '1' }),
    exploration: z
      .number()
      .gt(0)
      .max(1)
      .default(0.1)
      .meta({ description: 'Chance to try honesty or cheating at random instead (gamma).', unit: '1', isChance: true }),
  }),
  moves: (_, role) => [honestMove(role), { role, cost: 0, output: 'wrong', backs: 'none', probability: 1 }],
  play: ({ rate, exploration }, { nodeCount }) => {
    // Logarithm of the weight of cheating over that of honesty.
    const leads = new Float64Array(nodeCount);
    const cheatingShare = (node: number) => (1 - exploration) / (1 + exp(-leads[node])) + exploration / 2;
    return {
      chooses: (node, _, luck) => Number(luck < cheatingShare(node)),
      // An income counts for the more, the rarer its option is chosen: so both are estimated without bias.
      settled: (node, { choice, income }) => {
        const share = cheatingShare(node);
        leads[node] += choice === 1 ? (rate * income) / share : (-rate * income) / (1 - share);
      },
    };
  },
});

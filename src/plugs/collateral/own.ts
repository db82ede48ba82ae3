import { z } from 'zod';
import { defineCollateral } from './define.ts';

/** Every node answers with its own stake. */
export const own = defineCollateral({
  kind: 'own',
  title: 'Own stake: every node answers for itself, with all that it has posted',
  source: 'the stake of a node in Zhang, Wang, Tan, Liu, Moallemi, Popa (2024), arXiv 2405.00295',
  summary:
    'Each node posts `market.stake`. A slash takes what the rules say, and never more than is left; what becomes of the node then is said by `players.exit`. Nobody else answers for it, and its stake answers for nothing else.',
  params: z.strictObject({}),
  create: (_, { nodeCount, stake, posted, post, take }) => {
    for (let node = 0; node < nodeCount; node++) post(node, stake);
    return {
      slashable: posted,
      slash: (node, most) => {
        const taken = Math.min(most, posted(node));
        take(node, taken);
        return taken;
      },
      refill: (node) => post(node, stake - posted(node)),
    };
  },
});

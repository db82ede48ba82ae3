import type { z } from 'zod';
import type { Role } from '../findings/findings.ts';
import type { Learner, Move, Strategy } from '../market/strategy.ts';
import type { Traits } from '../market/traits.ts';

const because = 'what nodes do depends on what they have learned';
/** Who learns hears of its jobs in the order in which they are settled. */
const learning = { needsTime: because, remembers: because } as const satisfies Traits;

/** Ties a strategy's parameters to its move; see `market/strategy.ts` for what each member means. */
export function defineStrategy<Params extends z.ZodObject>(strategy: {
  kind: string;
  title: string;
  roles: readonly Role[];
  source: string;
  params: Params;
  move: (params: z.output<Params>, role: Role) => Move;
  learn?: (params: z.output<Params>, nodeCount: number) => Learner;
}): Strategy {
  return { ...(strategy.learn && { traits: learning }), ...strategy };
}

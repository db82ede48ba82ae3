import type { z } from 'zod';
import type { Role } from '../findings/findings.ts';
import type { Learner, Move, Strategy } from '../market/strategy.ts';

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
  return strategy;
}

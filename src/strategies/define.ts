import type { z } from 'zod';
import type { Role } from '../findings/findings.ts';
import type { NodeKit, NodePlay } from '../market/node-play.ts';
import type { Move, Strategy } from '../market/strategy.ts';
import type { Traits } from '../market/traits.ts';

/** A strategy as its file writes it: with a move, or with moves and a play; see `market/strategy.ts` for each member. */
type Written<Params extends z.ZodObject> = {
  kind: string;
  title: string;
  roles: readonly Role[];
  source: string;
  params: Params;
  traits?: Traits;
} & (
  | { move: (params: z.output<Params>, role: Role) => Move }
  | {
      moves: (params: z.output<Params>, role: Role) => readonly Move[];
      play: (params: z.output<Params>, kit: NodeKit) => NodePlay;
    }
);

/** Ties a strategy's parameters to its move, or to its moves and the play that chooses among them. */
export function defineStrategy<Params extends z.ZodObject>(strategy: Written<Params>): Strategy {
  return strategy;
}

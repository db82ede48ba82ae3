import type { z } from 'zod';
import type { Collateral, CollateralKit, CollateralPlay } from '../../market/collateral.ts';

/** Ties a collateral's parameters to what it does; see `market/collateral.ts` for what each member means. */
export function defineCollateral<Params extends z.ZodObject>(
  collateral: Omit<Collateral, 'socket' | 'params' | 'create'> & {
    params: Params;
    create: (params: z.output<Params>, kit: CollateralKit) => CollateralPlay;
  },
): Collateral {
  return { socket: 'collateral', ...collateral };
}

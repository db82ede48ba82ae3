import type { z } from 'zod';
import type { Demand, DemandPlay, Streams } from '../../market/demand.ts';

/** Ties a demand's parameters to its law; see `market/demand.ts` for what each member means. */
export function defineDemand<Params extends z.ZodObject>(
  demand: Omit<Demand, 'params' | 'rate' | 'dispersion' | 'create'> & {
    params: Params;
    rate: (params: z.output<Params>, jobsPerSecond: number) => number;
    dispersion: (params: z.output<Params>) => number;
    create: (params: z.output<Params>, streams: Streams) => DemandPlay;
  },
): Demand {
  return demand;
}

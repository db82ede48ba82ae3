import type { z } from 'zod';
import type { Cycle, Demand, DemandPlay, Streams } from '../../market/demand.ts';

/** Ties a demand's parameters to its law; see `market/demand.ts` for what each member means. */
export function defineDemand<Params extends z.ZodObject>(
  demand: Omit<Demand, 'params' | 'rate' | 'dispersion' | 'memory' | 'cycle' | 'create'> & {
    params: Params;
    rate: (params: z.output<Params>, jobsPerSecond: number) => number;
    dispersion: (params: z.output<Params>) => number;
    memory?: (params: z.output<Params>, jobsPerSecond: number) => number;
    cycle?: (params: z.output<Params>, jobsPerSecond: number) => Cycle;
    create: (params: z.output<Params>, streams: Streams, jobsPerSecond: number) => DemandPlay;
  },
): Demand {
  return demand;
}

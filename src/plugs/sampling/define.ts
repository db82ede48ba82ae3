import type { z } from 'zod';
import type { RuleProblem } from '../../market/mechanism.ts';
import type { Sampling } from '../../market/sampling.ts';

/** Ties a rule's parameters to what it does; see `market/sampling.ts` for what each member means. */
export function defineSampling<Params extends z.ZodObject>(
  sampling: Omit<Sampling, 'socket' | 'params' | 'varies' | 'check' | 'cleanJobsMax' | 'rateAfter'> & {
    params: Params;
    varies: (params: z.output<Params>) => string | undefined;
    check?: (params: z.output<Params>, floor: number) => readonly RuleProblem[];
    cleanJobsMax: (params: z.output<Params>) => number;
    rateAfter: (params: z.output<Params>, floor: number, cleanJobs: number) => number;
  },
): Sampling {
  return { socket: 'sampling', ...sampling };
}

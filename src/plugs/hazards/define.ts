import type { z } from 'zod';
import type { Hazard, HazardKit, HazardPlay } from '../../market/hazard.ts';
import type { RuleProblem } from '../../market/mechanism.ts';
import type { Settings } from '../../market/settings.ts';

/** Ties a hazard's parameters to what it does; see `market/hazard.ts` for what each member means. */
export function defineHazard<Params extends z.ZodObject>(
  hazard: Omit<Hazard, 'params' | 'traits' | 'capacity' | 'check' | 'create'> & {
    params: Params;
    traits: (params: z.output<Params>) => ReturnType<Hazard['traits']>;
    capacity?: (params: z.output<Params>) => number;
    check?: (params: z.output<Params>, settings: Settings, jobsPerSecond: number) => RuleProblem[];
    create: (params: z.output<Params>, kit: HazardKit) => HazardPlay;
  },
): Hazard {
  return { socket: 'hazard', ...hazard };
}

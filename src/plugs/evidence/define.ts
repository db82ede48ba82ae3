import type { z } from 'zod';
import type { Evidence, EvidencePlay } from '../../market/evidence.ts';

/** Ties a rule's parameters to what it does; see `market/evidence.ts` for what each member means. */
export function defineEvidence<Params extends z.ZodObject>(
  evidence: Omit<Evidence, 'params' | 'weighs' | 'fillsAfter' | 'create'> & {
    params: Params;
    weighs: (params: z.output<Params>) => string | undefined;
    fillsAfter: (params: z.output<Params>) => number;
    create: (params: z.output<Params>, nodes: number) => EvidencePlay;
  },
): Evidence {
  return evidence;
}

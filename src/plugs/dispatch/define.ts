import type { z } from 'zod';
import type { Dispatch, DispatchKit, DispatchPlay } from '../../market/dispatch.ts';

/** Ties a dispatch's parameters to what it does; see `market/dispatch.ts` for what each member means. */
export function defineDispatch<Params extends z.ZodObject>(
  dispatch: Omit<Dispatch, 'socket' | 'params' | 'pull' | 'create'> & {
    params: Params;
    pull?: (params: z.output<Params>, own: number) => number | undefined;
    create: (
      kit: DispatchKit,
    ) => Pick<DispatchPlay, 'choose'> & { reset?: (params: z.output<Params> & { kind: string }) => void };
  },
): Dispatch {
  return { socket: 'dispatch', ...dispatch };
}

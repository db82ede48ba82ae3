import type { Dispatch, DispatchKit, DispatchPlay } from '../dispatch.ts';

/** Who hands out the jobs of a run; see {@link createChoosers}. */
export type ChooserOf = (dispatch: Dispatch, params: object) => DispatchPlay['choose'];

/**
 * Makes whoever hands out jobs, each dispatch once for whoever lends it queues: a function that stays is compiled into the
 * admission of a job, where one that is made anew for each run would be called.
 */
export function createChoosers(kit: DispatchKit): ChooserOf {
  const made = new Map<Dispatch, DispatchPlay>();
  return (dispatch, params) => {
    const play = made.get(dispatch) ?? dispatch.create(lendTo(dispatch, kit));
    made.set(dispatch, play);
    play.reset?.(params);
    return play.choose;
  };
}

/** Only who says so sees queues: where nobody does, jobs are played without any. */
function lendTo({ kind, traits }: Dispatch, kit: DispatchKit): DispatchKit {
  if (traits?.readsQueues !== undefined) return kit;
  const queueOf = () => {
    throw new Error(`dispatch ${kind} looks at queues, and its traits do not say so (readsQueues)`);
  };
  return { ...kit, queueOf };
}

import type { Timers } from '../../kernel/timers.ts';
import type { MarketState } from '../state.ts';

/** Timers that are one source of the calendar; see {@link createTimerSource}. */
export type TimerSource = ReturnType<typeof createTimerSource>;

/**
 * Makes the earliest of some timers one source of the calendar. Timers that are due together come in the order in which
 * they were set; beside other events, one counts as scheduled when it became the earliest.
 *
 * @param sourceOf  the source's number in the run at hand
 */
export function createTimerSource(market: MarketState, timers: Timers, sourceOf: () => number) {
  /** When the source is due; Infinity while it is idle. */
  let dueAt = Number.POSITIVE_INFINITY;

  /** A run begins: nothing is pending. */
  function begin(): void {
    timers.reset();
    dueAt = Number.POSITIVE_INFINITY;
  }

  /** The source is due: the timer it was due for; nothing, where the last of all was called off. Reused between calls. */
  function take(): ReturnType<Timers['take']> {
    dueAt = Number.POSITIVE_INFINITY;
    const timer = timers.take();
    follow();
    return timer;
  }

  /**
   * The source follows the earliest timer. A calendar forgets no event: where none is left it is due at once, so that a run
   * does not go on for a wait that was called off.
   */
  function follow(): void {
    const { earliest } = timers;
    if (earliest === dueAt) return;
    dueAt = timers.count > 0 ? earliest : market.now;
    market.calendar.set(sourceOf(), dueAt);
  }

  function callOffAll(): void {
    timers.reset();
    follow();
  }

  return { begin, take, follow, callOffAll };
}

/** What lies where in the memory of a calendar, for its steps in WebAssembly and for the class around them. */

/** Ticks of an event at the base: words as doubles are then normal ones, which all processors compare at full speed. */
export const FIRST_TICK = 2 ** 20;
/** Ticks of an event beyond which all share one; idle sources lie above it, and an idle source 0 above everything. */
export const TOP_TICK = 2 ** 30;
/** Ticks from which on a new base is due. */
export const REBASE_TICK = 2 ** 29;
export const IDLE_BESIDE = 2 ** 31 - 1;
/** Added to the source that a step gives when a new base is due. */
export const REBASE_DUE = 2 ** 30;
/** The sum of this and a lesser number is rounded to a whole one, which its lowest bits are. */
const WHOLE = 2 ** 52;
/** Added to a number of ticks since the base: the lowest bits of the sum are the event's tick. */
export const TICK_IN_BITS = WHOLE + FIRST_TICK;

/** Where the memory of a calendar holds what [byte]. */
export const PLACES = {
  due: 0,
  now: 8,
  base: 16,
  ticksPerUnit: 24,
  nextSequence: 32,
  /** The word of source 0, which is not in the tree. */
  beside: 40,
  /** The source taken last, until its event is scheduled again. */
  taken: 48,
  count: 52,
  /** Events until a new base is due at the latest; how many may be left when one is due because the ticks run out. */
  stepsLeft: 56,
  stepsLeftMax: 60,
  /** Number of the first leaf, a power of two: all leaves are equally deep. */
  leaves: 64,
  /** When the source taken last is due again, below 0 as long as nobody has said. */
  again: 72,
  /** How many more matches may be ties than not, among those that were played exactly: below 0 ties are common. */
  tiesLeft: 68,
  /**
   * Word i of the tree is 8 i bytes behind; the parent of i is i >> 1. The keys follow its leaves: time and schedule
   * sequence of a source are twice as far behind as its leaf.
   */
  tree: 128,
} as const;

/** The tick of an event so many ticks after the base, a monotone function. */
export function tickAfter(ticks: number): number {
  // Rounded as the steps do it, or equal times would get unequal ticks.
  return ticks < TOP_TICK - FIRST_TICK ? ticks + TICK_IN_BITS - WHOLE : TOP_TICK;
}

/** Idle sources lie above every event, each with a tick of its own, so that they never tie. */
export function idleTick(source: number): number {
  return TOP_TICK + 1 + source;
}

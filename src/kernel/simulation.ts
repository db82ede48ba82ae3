import { EventQueue } from './queue.ts';

const KIND_BITS = 8;
const KIND_LIMIT = 2 ** KIND_BITS;
const SUBJECT_LIMIT = 2 ** 23;

/** What happens when an event of a kind is due; `subject` is the number given when it was scheduled. */
export type Handler = (subject: number, simulation: Simulation) => void;

/**
 * A clock and the events still to come, in the order (time, priority, sequence) of `EventQueue`.
 *
 * Events carry two integers, a kind that selects the handler and a subject for it: no closure is made per event.
 *
 * @example
 * const simulation = new Simulation([(job, { clock }) => console.log(`job ${job} is due at ${clock}`)]);
 * simulation.schedule(1.5, 0, 42);
 * simulation.advance(10); // => 1 event handled, clock 10
 */
export class Simulation {
  private readonly handlers: readonly Handler[];
  private readonly queue = new EventQueue();
  private time = 0;

  /** @param handlers  handler of each kind; at most 256. @throws RangeError beyond that */
  constructor(handlers: readonly Handler[]) {
    if (handlers.length > KIND_LIMIT) throw new RangeError(`${handlers.length} kinds of events; at most ${KIND_LIMIT}`);
    this.handlers = handlers;
  }

  /** Simulated time. */
  get clock(): number {
    return this.time;
  }

  /** Number of events still to come. */
  get pending(): number {
    return this.queue.size;
  }

  /**
   * Schedules an event `delay` after now and returns the handle that cancels it.
   *
   * @param kind      index into the handlers
   * @param subject   whole number, 0 … 2^23 - 1
   * @param priority  32-bit integer; smaller goes first among equal times
   * @throws RangeError when delay is negative or not a number, or kind or subject is out of range
   */
  schedule(delay: number, kind: number, subject = 0, priority = 0): number {
    if (!(delay >= 0)) throw new RangeError(`delay is ${delay}; events lie in the future`);
    if (this.handlers[kind] === undefined) throw new RangeError(`no handler for events of kind ${kind}`);
    if (!(Number.isInteger(subject) && subject >= 0 && subject < SUBJECT_LIMIT)) {
      throw new RangeError(`subject is ${subject}; it is a whole number from 0 to 2^23 - 1`);
    }
    return this.queue.schedule(this.time + delay, priority, (subject << KIND_BITS) | kind);
  }

  /** Removes an event; false when it has happened or was cancelled before. */
  cancel(handle: number): boolean {
    return this.queue.cancel(handle);
  }

  /**
   * Handles every event up to and including time `until`, then sets the clock to it (an infinite `until` leaves the clock at
   * the last event). Returns how many events were handled.
   *
   * @throws RangeError when `until` is NaN or before the clock
   */
  advance(until: number): number {
    if (!(until >= this.time)) throw new RangeError(`cannot advance to ${until}; the clock stands at ${this.time}`);
    let handled = 0;
    while (this.queue.peekTime() <= until && this.queue.pop()) {
      this.time = this.queue.poppedTime;
      this.handlers[this.queue.poppedPayload & (KIND_LIMIT - 1)](this.queue.poppedPayload >> KIND_BITS, this);
      handled++;
    }
    if (until < Number.POSITIVE_INFINITY) this.time = until;
    return handled;
  }
}

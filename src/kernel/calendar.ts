/** Most sources of a calendar: where the memory of WebAssembly ends, of which a source takes 32 to 48 bytes of 4 GB. */
const SOURCES_MAX = 2 ** 26;

/**
 * Calendar of sources with at most one pending event each: node 5's completion, the next arrival, and so on.
 *
 * Order is (time, schedule sequence): among equal times the event scheduled first comes first, never the lower source.
 *
 * @example
 * const calendar = createCalendar(2);
 * calendar.set(0, 5);
 * calendar.set(1, 3);
 * calendar.next(); // => 1, and calendar.now is 3
 */
export interface Calendar {
  /** When the event that {@link schedule} adds is due: a column, because a number handed to a call would be allocated. */
  readonly due: Float64Array;
  /** Most sources ever used [count]. */
  readonly capacity: number;
  /** Time of the event taken last; 0 after a reset. */
  readonly now: number;
  /** Forgets every event, sets the clock to 0 and uses sources 0 … sourceCount - 1. @throws RangeError beyond the capacity */
  reset(sourceCount: number): void;
  /**
   * Schedules the source's event, or moves it; a moved event counts as scheduled now.
   *
   * @throws RangeError when time is not finite or before `now`, or the source is not in use
   */
  set(source: number, time: number): void;
  /** Schedules or moves the source's event to the time in {@link due}. @throws RangeError as `set` */
  schedule(source: number): void;
  /** Takes the earliest event: returns its source and moves `now` to its time. Returns -1 when none is pending. */
  next(): number;
}

/** The calendar as one would write it without thinking of speed, a binary heap of sources: it says what is right. */
export class PlainCalendar implements Calendar {
  readonly due = new Float64Array(1);
  readonly capacity: number;
  now = 0;
  private count = 0;
  private sequence = 0;
  // Of each source: when it is due, in which order that was said, and where it lies in the heap; -1 while it is idle.
  private readonly times: Float64Array;
  private readonly sequences: Float64Array;
  private readonly places: Int32Array;
  private heap: number[] = [];

  /** @throws RangeError unless both are whole numbers from 1 to 2^26 and to the capacity */
  constructor(sourceCapacity: number, sourceCount = sourceCapacity) {
    requireCapacity(sourceCapacity);
    this.capacity = sourceCapacity;
    this.times = new Float64Array(sourceCapacity);
    this.sequences = new Float64Array(sourceCapacity);
    this.places = new Int32Array(sourceCapacity);
    this.reset(sourceCount);
  }

  reset(sourceCount: number): void {
    requireCount(sourceCount, this.capacity);
    this.count = sourceCount;
    this.now = 0;
    this.sequence = 0;
    this.heap = [];
    this.places.fill(-1);
  }

  set(source: number, time: number): void {
    this.due[0] = time;
    this.schedule(source);
  }

  schedule(source: number): void {
    const time = this.due[0];
    requireEvent(this.now, time, source, this.count);
    this.times[source] = time;
    this.sequences[source] = this.sequence++;
    const place = this.places[source];
    this.sink(this.rise(place < 0 ? this.heap.length : place, source), source);
  }

  next(): number {
    const [first = -1] = this.heap;
    if (first < 0) return first;
    this.now = this.times[first];
    this.places[first] = -1;
    const last = this.heap.pop()!;
    if (last !== first) this.sink(0, last);
    return first;
  }

  /** Moves the parents of a place down, as long as the source comes before them; gives the place where it belongs. */
  private rise(from: number, source: number): number {
    let place = from;
    for (let up = (place - 1) >> 1; place > 0 && this.isBefore(source, this.heap[up]); up = (place - 1) >> 1) {
      this.put(this.heap[up], place);
      place = up;
    }
    return place;
  }

  /** Puts the source at a place, or below it, where its children come before it. */
  private sink(from: number, source: number): void {
    const { heap } = this;
    let place = from;
    for (let child = 2 * place + 1; child < heap.length; child = 2 * place + 1) {
      if (child + 1 < heap.length && this.isBefore(heap[child + 1], heap[child])) child++;
      if (!this.isBefore(heap[child], source)) break;
      this.put(heap[child], place);
      place = child;
    }
    this.put(source, place);
  }

  private put(source: number, place: number): void {
    this.heap[place] = source;
    this.places[source] = place;
  }

  private isBefore(one: number, other: number): boolean {
    const earlier = this.times[one] - this.times[other];
    return earlier < 0 || (earlier === 0 && this.sequences[one] < this.sequences[other]);
  }
}

/** @throws RangeError unless it is a whole number from 1 to 2^26 */
export function requireCapacity(sourceCapacity: number): void {
  if (Number.isInteger(sourceCapacity) && sourceCapacity >= 1 && sourceCapacity <= SOURCES_MAX) return;
  throw new RangeError(`sourceCapacity is ${sourceCapacity}; it is a whole number from 1 to 2^26`);
}

/** @throws RangeError unless it is a whole number from 1 to the capacity */
export function requireCount(sourceCount: number, capacity: number): void {
  if (Number.isInteger(sourceCount) && sourceCount >= 1 && sourceCount <= capacity) return;
  throw new RangeError(`sourceCount is ${sourceCount}; it is a whole number from 1 to ${capacity}`);
}

/** @throws RangeError when an event cannot be scheduled: its time is past or not finite, or its source is not in use */
export function requireEvent(now: number, time: number, source: number, count: number): void {
  if (!(time >= now && time < Number.POSITIVE_INFINITY)) {
    throw new RangeError(`event time is ${time}; the clock stands at ${now}`);
  }
  if (Number.isInteger(source) && source >= 0 && source < count) return;
  throw new RangeError(`source is ${source}; it is a whole number from 0 to ${count - 1}`);
}

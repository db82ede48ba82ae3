const NONE = -1;
const AT_FIRST = 64;

/**
 * Timers: what is due when, any number at a time, each for an owner and a purpose.
 *
 * The calendar keeps one event per source, which is why it is fast; of timers there may be a million. They are a heap of
 * their own, and the earliest of them is one more source of the calendar: rare events pay a heap, frequent ones a leaf.
 *
 * Order is (time, order of setting): among equal times the timer set first comes first. Columns grow by doubling and are
 * kept from run to run.
 *
 * @example
 * const timers = new Timers();
 * timers.set(7, 5, 0);
 * const handle = timers.set(7, 3, 1);
 * timers.cancel(handle);
 * timers.take(); // => { owner: 7, purpose: 0, time: 5 }
 */
export class Timers {
  /** How many are pending. */
  count = 0;
  private sequence = 0;
  // Of each timer, by its handle: when it is due, as the how manieth it was set, whose it is and what for, where it lies in
  // the heap, and its neighbours among the timers of its owner. One that is free names the next free one as its place.
  private times = new Float64Array(AT_FIRST);
  private sequences = new Float64Array(AT_FIRST);
  private owners = new Int32Array(AT_FIRST);
  private purposes = new Int32Array(AT_FIRST);
  private places = new Int32Array(AT_FIRST);
  private newer = new Int32Array(AT_FIRST);
  private older = new Int32Array(AT_FIRST);
  private heap = new Int32Array(AT_FIRST);
  /** Of each owner: its newest timer. */
  private newest = new Int32Array(AT_FIRST).fill(NONE);
  private free = NONE;
  private used = 0;
  /** What {@link take} gives: one for all, because one each would be garbage. */
  private readonly taken = { owner: NONE, purpose: NONE, time: 0 };

  /** Forgets all timers. */
  reset(): void {
    this.count = 0;
    this.sequence = 0;
    this.free = NONE;
    this.used = 0;
    this.newest.fill(NONE);
  }

  /** When the earliest timer is due; Infinity where none is pending. */
  get earliest(): number {
    return this.count === 0 ? Number.POSITIVE_INFINITY : this.times[this.heap[0]];
  }

  /** Memory of the columns [byte]. */
  get byteLength(): number {
    const { times, sequences, owners, purposes, places, newer, older, heap, newest } = this;
    const columns = [times, sequences, owners, purposes, places, newer, older, heap, newest];
    return columns.reduce((sum, column) => sum + column.byteLength, 0);
  }

  /**
   * Sets a timer.
   *
   * @param owner, purpose  whole numbers from 0 on, below 2^31; owners should be few numbers close to 0: there is room for each
   * @returns its handle, good until the timer is taken or cancelled; after that it may be another's
   * @throws RangeError when the time is not finite
   */
  set(owner: number, time: number, purpose: number): number {
    if (!Number.isFinite(time)) throw new RangeError(`a timer is due at ${time}; a time is a finite number`);
    const timer = this.open();
    if (owner >= this.newest.length) this.newest = widen(this.newest, owner + 1).fill(NONE, this.newest.length);
    const older = this.newest[owner];
    this.times[timer] = time;
    this.sequences[timer] = this.sequence++;
    this.owners[timer] = owner;
    this.purposes[timer] = purpose;
    this.older[timer] = older;
    this.newer[timer] = NONE;
    if (older !== NONE) this.newer[older] = timer;
    this.newest[owner] = timer;
    this.rise(this.count++, timer);
    return timer;
  }

  /** Cancels a pending timer, in a time that grows as the logarithm of their number. @throws RangeError when it is not pending */
  cancel(timer: number): void {
    const place = this.places[timer];
    if (!(place >= 0 && place < this.count && this.heap[place] === timer)) {
      throw new RangeError(`timer ${timer} is not pending`);
    }
    const last = this.heap[--this.count];
    if (last !== timer) this.sink(this.rise(place, last), last);
    this.close(timer);
  }

  /** Cancels whatever is pending for an owner. */
  cancelAllOf(owner: number): void {
    if (owner >= this.newest.length) return;
    while (this.newest[owner] !== NONE) this.cancel(this.newest[owner]);
  }

  /** Takes the earliest timer; `undefined` when none is pending. Reused between calls. */
  take(): Readonly<{ owner: number; purpose: number; time: number }> | undefined {
    if (this.count === 0) return undefined;
    const [timer] = this.heap;
    this.taken.owner = this.owners[timer];
    this.taken.purpose = this.purposes[timer];
    this.taken.time = this.times[timer];
    this.cancel(timer);
    return this.taken;
  }

  private open(): number {
    if (this.free === NONE) {
      if (this.used === this.times.length) this.grow();
      return this.used++;
    }
    const timer = this.free;
    this.free = this.places[timer];
    return timer;
  }

  private close(timer: number): void {
    const newer = this.newer[timer];
    const older = this.older[timer];
    if (older !== NONE) this.newer[older] = newer;
    if (newer !== NONE) this.older[newer] = older;
    else this.newest[this.owners[timer]] = older;
    this.places[timer] = this.free;
    this.free = timer;
  }

  /** Moves the parents of a place down, as long as the timer comes before them, and puts it there; gives its place. */
  private rise(from: number, timer: number): number {
    let place = from;
    for (let up = (place - 1) >> 1; place > 0 && this.isBefore(timer, this.heap[up]); up = (place - 1) >> 1) {
      this.put(this.heap[up], place);
      place = up;
    }
    this.put(timer, place);
    return place;
  }

  /** Moves the children of a place up, as long as they come before the timer, and puts it there. */
  private sink(from: number, timer: number): void {
    const { heap, count } = this;
    let place = from;
    for (let child = 2 * place + 1; child < count; child = 2 * place + 1) {
      if (child + 1 < count && this.isBefore(heap[child + 1], heap[child])) child++;
      if (!this.isBefore(heap[child], timer)) break;
      this.put(heap[child], place);
      place = child;
    }
    this.put(timer, place);
  }

  private put(timer: number, place: number): void {
    this.heap[place] = timer;
    this.places[timer] = place;
  }

  private isBefore(one: number, other: number): boolean {
    const earlier = this.times[one] - this.times[other];
    return earlier < 0 || (earlier === 0 && this.sequences[one] < this.sequences[other]);
  }

  private grow(): void {
    const length = 2 * this.times.length;
    this.times = widen(this.times, length);
    this.sequences = widen(this.sequences, length);
    this.owners = widen(this.owners, length);
    this.purposes = widen(this.purposes, length);
    this.places = widen(this.places, length);
    this.newer = widen(this.newer, length);
    this.older = widen(this.older, length);
    this.heap = widen(this.heap, length);
  }
}

/** A column at least so long, and at least twice as long as it was, with what it holds. */
function widen<Column extends Float64Array | Int32Array>(column: Column, length: number): Column {
  const wide = new (column.constructor as new (length: number) => Column)(Math.max(length, 2 * column.length));
  wide.set(column);
  return wide;
}

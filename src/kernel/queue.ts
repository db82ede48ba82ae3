const SLOT_LIMIT = 2 ** 24;
const GENERATION_LIMIT = 2 ** 29;

/**
 * Pending events in the order (time, priority, sequence): equal times go by the smaller priority, equal priorities to
 * the event scheduled first.
 *
 * A 4-ary heap in typed columns: the heap holds times and slots, a slot holds the rest. Schedule, cancel and pop take
 * O(log n) and allocate nothing but the doubling of the columns.
 *
 * @example
 * const queue = new EventQueue();
 * queue.schedule(2, 0, 7);
 * queue.pop(); // => true, and queue.poppedTime is 2, queue.poppedPayload is 7
 */
export class EventQueue {
  /** Time of the event popped last; -Infinity before the first. */
  poppedTime = Number.NEGATIVE_INFINITY;
  /** Priority of the event popped last. */
  poppedPriority = 0;
  /** Payload of the event popped last. */
  poppedPayload = 0;

  private heapTime = new Float64Array(0);
  private heapSlot = new Int32Array(0);
  private position = new Int32Array(0);
  private priority = new Int32Array(0);
  private payload = new Int32Array(0);
  private generation = new Int32Array(0);
  private sequence = new Float64Array(0);
  private freeSlots = new Int32Array(0);
  private freeCount = 0;
  private usedSlots = 0;
  private count = 0;
  private nextSequence = 0;
  // A pop leaves a hole at the root: the event scheduled next falls into it, which saves one of two walks in the common case.
  private isRootHollow = false;

  /** @param capacity  events to make room for at first; the columns double when more are pending */
  constructor(capacity = 64) {
    const length = Math.max(4, Math.min(SLOT_LIMIT, Math.ceil(capacity)));
    this.heapTime = new Float64Array(length);
    this.heapSlot = new Int32Array(length);
    this.position = new Int32Array(length).fill(-1);
    this.priority = new Int32Array(length);
    this.payload = new Int32Array(length);
    this.generation = new Int32Array(length);
    this.sequence = new Float64Array(length);
    this.freeSlots = new Int32Array(length);
  }

  /** Number of pending events. */
  get size(): number {
    return this.isRootHollow ? this.count - 1 : this.count;
  }

  /**
   * Adds an event and returns the handle that cancels it.
   *
   * @param time      not before the event popped last; Infinity is allowed
   * @param priority  32-bit integer, smaller goes first among equal times
   * @param payload   32-bit integer handed back by `pop`
   * @throws RangeError when time is NaN, -Infinity or in the past, priority or payload is no 32-bit integer, or 2^24 events are pending
   */
  schedule(time: number, priority: number, payload: number): number {
    if (!(time >= this.poppedTime) || time === Number.NEGATIVE_INFINITY) {
      throw new RangeError(`event time is ${time}; the clock stands at ${this.poppedTime}`);
    }
    if ((priority | 0) !== priority || (payload | 0) !== payload) {
      throw new RangeError(`priority ${priority} and payload ${payload} must be 32-bit integers`);
    }
    const slot = this.takeSlot();
    this.priority[slot] = priority;
    this.payload[slot] = payload;
    this.sequence[slot] = this.nextSequence++;
    if (this.isRootHollow) {
      this.isRootHollow = false;
      this.siftDown(0, time, slot);
    } else {
      this.siftUp(this.count++, time, slot);
    }
    return this.generation[slot] * SLOT_LIMIT + slot;
  }

  /** Removes a pending event. False when the handle's event was popped or cancelled before: an old handle never hits a newer event. */
  cancel(handle: number): boolean {
    const slot = handle % SLOT_LIMIT;
    const generation = Math.floor(handle / SLOT_LIMIT);
    if (!(slot < this.usedSlots) || this.generation[slot] !== generation || this.position[slot] < 0) return false;
    // A hollow root is no obstacle: it still holds the time popped, which comes before every other.
    this.removeAt(this.position[slot]);
    this.releaseSlot(slot);
    return true;
  }

  /** Time of the earliest event; Infinity when none is pending. */
  peekTime(): number {
    this.fillRoot();
    return this.count === 0 ? Number.POSITIVE_INFINITY : this.heapTime[0];
  }

  /** Takes the earliest event into `poppedTime`, `poppedPriority` and `poppedPayload`; false when none is pending. */
  pop(): boolean {
    this.fillRoot();
    if (this.count === 0) return false;
    const slot = this.heapSlot[0];
    this.poppedTime = this.heapTime[0];
    this.poppedPriority = this.priority[slot];
    this.poppedPayload = this.payload[slot];
    this.isRootHollow = true;
    this.releaseSlot(slot);
    return true;
  }

  /** Forgets all events and sets the clock back, keeping the columns. Handles given out before stay dead. */
  clear(): void {
    this.fillRoot();
    while (this.count > 0) this.releaseSlot(this.heapSlot[--this.count]);
    this.poppedTime = Number.NEGATIVE_INFINITY;
  }

  private fillRoot(): void {
    if (!this.isRootHollow) return;
    this.isRootHollow = false;
    this.removeAt(0);
  }

  private removeAt(hole: number): void {
    const last = --this.count;
    if (hole === last) return;
    const time = this.heapTime[last];
    const slot = this.heapSlot[last];
    const parent = (hole - 1) >> 2;
    if (hole > 0 && this.isBefore(time, slot, parent)) this.siftUp(hole, time, slot);
    else this.siftDown(hole, time, slot);
  }

  private siftUp(start: number, time: number, slot: number): void {
    let hole = start;
    while (hole > 0) {
      const parent = (hole - 1) >> 2;
      if (!this.isBefore(time, slot, parent)) break;
      this.put(hole, this.heapTime[parent], this.heapSlot[parent]);
      hole = parent;
    }
    this.put(hole, time, slot);
  }

  // Columns and the smallest child's time are kept in locals: this loop is where the queue spends its time.
  private siftDown(start: number, time: number, slot: number): void {
    const { heapTime, heapSlot, position, count } = this;
    let hole = start;
    for (;;) {
      const first = 4 * hole + 1;
      if (first >= count) break;
      const end = Math.min(first + 4, count);
      let best = first;
      let bestTime = heapTime[first];
      for (let child = first + 1; child < end; child++) {
        const childTime = heapTime[child];
        if (childTime < bestTime || (childTime === bestTime && this.isTieBefore(heapSlot[child], heapSlot[best]))) {
          best = child;
          bestTime = childTime;
        }
      }
      const bestSlot = heapSlot[best];
      if (time < bestTime || (time === bestTime && this.isTieBefore(slot, bestSlot))) break;
      heapTime[hole] = bestTime;
      heapSlot[hole] = bestSlot;
      position[bestSlot] = hole;
      hole = best;
    }
    this.put(hole, time, slot);
  }

  private isBefore(time: number, slot: number, at: number): boolean {
    const otherTime = this.heapTime[at];
    return time < otherTime || (time === otherTime && this.isTieBefore(slot, this.heapSlot[at]));
  }

  private isTieBefore(slot: number, other: number): boolean {
    if (this.priority[slot] !== this.priority[other]) return this.priority[slot] < this.priority[other];
    return this.sequence[slot] < this.sequence[other];
  }

  private put(at: number, time: number, slot: number): void {
    this.heapTime[at] = time;
    this.heapSlot[at] = slot;
    this.position[slot] = at;
  }

  private takeSlot(): number {
    if (this.freeCount > 0) return this.freeSlots[--this.freeCount];
    if (this.usedSlots === this.position.length) this.grow();
    return this.usedSlots++;
  }

  // A slot whose generations are used up is retired, so that a handle can never come back.
  private releaseSlot(slot: number): void {
    this.position[slot] = -1;
    if (++this.generation[slot] < GENERATION_LIMIT) this.freeSlots[this.freeCount++] = slot;
  }

  private grow(): void {
    const length = Math.min(SLOT_LIMIT, this.position.length * 2);
    if (length === this.position.length) throw new RangeError(`more than ${SLOT_LIMIT} events are pending`);
    this.heapTime = copyInto(new Float64Array(length), this.heapTime);
    this.heapSlot = copyInto(new Int32Array(length), this.heapSlot);
    this.position = copyInto(new Int32Array(length), this.position);
    this.priority = copyInto(new Int32Array(length), this.priority);
    this.payload = copyInto(new Int32Array(length), this.payload);
    this.generation = copyInto(new Int32Array(length), this.generation);
    this.sequence = copyInto(new Float64Array(length), this.sequence);
    this.freeSlots = copyInto(new Int32Array(length), this.freeSlots);
  }
}

function copyInto<Column extends Float64Array | Int32Array>(longer: Column, column: Column): Column {
  longer.set(column);
  return longer;
}

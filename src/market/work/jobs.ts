const JOBS_PER_NODE = 2;

/**
 * Jobs in flight, in columns. A job lives in a slot from its arrival to its settlement; its work items, the assertion
 * and one verification per validator, are numbered from `itemOf(slot, 0)`, which is the assertion.
 */
export class Jobs {
  capacity = 0;
  /** How many slots are taken. */
  inFlight = 0;

  number = new Int32Array(0);
  arrivedAt = new Float64Array(0);
  asserter = new Int32Array(0);
  /** The number that decides whether the job is challenged. */
  challengeDraw = new Float64Array(0);
  /** How long computing it takes at speed 1 [s]. */
  seconds = new Float64Array(0);
  assertedFalse = new Uint8Array(0);
  /** The batch it belongs to, where jobs are in flight. */
  batch = new Int32Array(0);
  planted = new Uint8Array(0);
  /** Validators drawn, and how many of them have not reported yet. */
  drawn = new Uint8Array(0);
  pending = new Uint8Array(0);
  /** Per item: the node that does it, its response and report as a validator, and the item behind it in the queue. */
  node = new Int32Array(0);
  response = new Uint8Array(0);
  report = new Uint8Array(0);
  behind = new Int32Array(0);

  // Items per slot are a power of two, so that an item's slot and place take a shift and a mask instead of a division.
  private placeBits = 0;
  private placeMask = 0;
  // Slots given back, and how many slots were ever taken: memory beyond them is never touched.
  private free = new Int32Array(0);
  private freeCount = 0;
  private used = 0;

  /**
   * Forgets all jobs; each has room for so many validators. Columns are kept when they are wide enough.
   *
   * There is room for two jobs a node from the start: what is never used of it takes no memory, while columns that grow
   * leave their old selves behind for a while.
   */
  reset(validatorsMax: number, nodeCount: number): void {
    const placeBits = 32 - Math.clz32(validatorsMax);
    if (placeBits !== this.placeBits) this.capacity = 0;
    this.placeBits = placeBits;
    this.placeMask = (1 << placeBits) - 1;
    this.used = 0;
    const expected = JOBS_PER_NODE * nodeCount;
    if (this.capacity < expected) this.grow(expected);
    this.inFlight = 0;
    this.freeCount = 0;
  }

  /** Number of a work item: `place` 0 is the assertion, k the verification of validator k. */
  itemOf(slot: number, place: number): number {
    return (slot << this.placeBits) | place;
  }

  /** Slot of the job that an item belongs to. */
  slotOf(item: number): number {
    return item >> this.placeBits;
  }

  /** Place of an item within its job. */
  placeOf(item: number): number {
    return item & this.placeMask;
  }

  /** Takes a slot for job number `number`; what time it arrived is for the caller to note. */
  open(number: number): number {
    const slot = this.freeCount > 0 ? this.free[--this.freeCount]! : this.takeUnused();
    this.inFlight++;
    this.number[slot] = number;
    this.planted[slot] = 0;
    this.drawn[slot] = 0;
    return slot;
  }

  /** Gives the slot back. */
  close(slot: number): void {
    this.free[this.freeCount++] = slot;
    this.inFlight--;
  }

  private takeUnused(): number {
    if (this.used === this.capacity) this.grow(this.capacity + (this.capacity >> 1));
    return this.used++;
  }

  private grow(capacity: number): void {
    const { used } = this;
    const items = capacity << this.placeBits;
    const usedItems = used << this.placeBits;
    this.number = widen(this.number, new Int32Array(capacity), used);
    this.arrivedAt = widen(this.arrivedAt, new Float64Array(capacity), used);
    this.asserter = widen(this.asserter, new Int32Array(capacity), used);
    this.challengeDraw = widen(this.challengeDraw, new Float64Array(capacity), used);
    this.seconds = widen(this.seconds, new Float64Array(capacity), used);
    this.assertedFalse = widen(this.assertedFalse, new Uint8Array(capacity), used);
    this.batch = widen(this.batch, new Int32Array(capacity), used);
    this.planted = widen(this.planted, new Uint8Array(capacity), used);
    this.drawn = widen(this.drawn, new Uint8Array(capacity), used);
    this.pending = widen(this.pending, new Uint8Array(capacity), used);
    this.node = widen(this.node, new Int32Array(items), usedItems);
    this.response = widen(this.response, new Uint8Array(items), usedItems);
    this.report = widen(this.report, new Uint8Array(items), usedItems);
    this.behind = widen(this.behind, new Int32Array(items), usedItems);
    this.free = widen(this.free, new Int32Array(capacity), used);
    this.capacity = capacity;
  }
}

type Column = Float64Array | Int32Array | Uint8Array;

function widen<C extends Column>(from: C, to: C, used: number): C {
  to.set(from.subarray(0, used));
  return to;
}

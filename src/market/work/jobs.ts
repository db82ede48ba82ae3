import { NODES_AT_HAND } from '../at-hand.ts';

const JOBS_PER_NODE = 2;
const JOBS_AT_HAND = JOBS_PER_NODE * NODES_AT_HAND;
// An assertion and up to three validations a job.
const ITEMS_AT_HAND = 4 * JOBS_AT_HAND;

/**
 * Jobs in flight, in columns. A job lives in a slot from its arrival to its settlement; its work items, the assertion
 * and one verification per validator, are numbered from `itemOf(slot, 0)`, which is the assertion.
 */
export class Jobs {
  capacity = 0;
  /** How many slots are taken. */
  inFlight = 0;

  /** Its number; -1 once it is settled. */
  number = new Int32Array(JOBS_AT_HAND);
  arrivedAt = new Float64Array(JOBS_AT_HAND);
  asserter = new Int32Array(JOBS_AT_HAND);
  /** The number that decides whether the job is challenged. */
  challengeDraw = new Float64Array(JOBS_AT_HAND);
  /** How long computing it takes at speed 1 [s]. */
  seconds = new Float64Array(JOBS_AT_HAND);
  assertedFalse = new Uint8Array(JOBS_AT_HAND);
  /** The flight it belongs to, where jobs are in flight. */
  flight = new Int32Array(JOBS_AT_HAND);
  planted = new Uint8Array(JOBS_AT_HAND);
  /** Validators drawn, and how many of them have not reported yet. */
  drawn = new Uint8Array(JOBS_AT_HAND);
  pending = new Uint8Array(JOBS_AT_HAND);
  /** Per item: the node that does it, its response and report as a validator, and the item behind it in the queue. */
  node = new Int32Array(ITEMS_AT_HAND);
  response = new Uint8Array(ITEMS_AT_HAND);
  report = new Uint8Array(ITEMS_AT_HAND);
  /** Number of the move by which it is done, where nodes choose by their past. */
  move = new Uint16Array(ITEMS_AT_HAND);
  behind = new Int32Array(ITEMS_AT_HAND);

  // Items per slot are a power of two, so that an item's slot and place take a shift and a mask instead of a division.
  private placeBits = 0;
  private placeMask = 0;
  // Slots given back, and how many slots were ever taken: memory beyond them is never touched.
  private free = new Int32Array(JOBS_AT_HAND);
  private freeCount = 0;
  private used = 0;

  /**
   * Forgets all jobs; each has room for so many validators. Columns are kept when they are wide enough.
   *
   * There is room for two jobs a node from the start: what is never used of it takes no memory, while columns that grow
   * leave their old selves behind for a while.
   */
  reset(validatorsMax: number, nodeCount: number): void {
    this.placeBits = 32 - Math.clz32(validatorsMax);
    this.placeMask = (1 << this.placeBits) - 1;
    this.capacity = Math.min(this.number.length, this.node.length >> this.placeBits);
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
    const slot = this.freeCount > 0 ? this.free[--this.freeCount] : this.takeUnused();
    this.inFlight++;
    this.number[slot] = number;
    this.planted[slot] = 0;
    this.drawn[slot] = 0;
    return slot;
  }

  /** Gives the slot back. */
  close(slot: number): void {
    this.number[slot] = -1;
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
    this.number = widen(this.number, capacity, used);
    this.arrivedAt = widen(this.arrivedAt, capacity, used);
    this.asserter = widen(this.asserter, capacity, used);
    this.challengeDraw = widen(this.challengeDraw, capacity, used);
    this.seconds = widen(this.seconds, capacity, used);
    this.assertedFalse = widen(this.assertedFalse, capacity, used);
    this.flight = widen(this.flight, capacity, used);
    this.planted = widen(this.planted, capacity, used);
    this.drawn = widen(this.drawn, capacity, used);
    this.pending = widen(this.pending, capacity, used);
    this.free = widen(this.free, capacity, used);
    this.node = widen(this.node, items, usedItems);
    this.response = widen(this.response, items, usedItems);
    this.report = widen(this.report, items, usedItems);
    this.move = widen(this.move, items, usedItems);
    this.behind = widen(this.behind, items, usedItems);
    this.capacity = capacity;
  }
}

type Column = Float64Array | Int32Array | Uint8Array | Uint16Array;

/** The column with room for `length`: itself, or a longer one with what is used of it. */
function widen<C extends Column>(column: C, length: number, used: number): C {
  if (column.length >= length) return column;
  const wide = new (column.constructor as new (length: number) => C)(length);
  wide.set(column.subarray(0, used));
  return wide;
}

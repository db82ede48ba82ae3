import {
  type CalendarSteps,
  createCalendarSteps,
  IDLE_BESIDE,
  NONE,
  PLACES,
  REBASE_DUE,
  TOP_TICK,
  WHOLE,
} from './calendar-code.ts';

const TICKS_PER_MEDIAN_DELAY = 2 ** 20;
const SAMPLED_DELAYS = 63;
/** Where the memory of WebAssembly ends: a source takes 32 to 48 bytes of 4 GB. */
const SOURCES_MAX = 2 ** 26;

/**
 * Calendar of sources with at most one pending event each: node 5's completion, the next arrival, and so on.
 *
 * Order is (time, schedule sequence): among equal times the event scheduled first comes first, never the lower source.
 *
 * It is a winner tree. An inner node compares two integers, ticks since a base, by subtraction and mask: choosing
 * between doubles would branch, and mispredicted branches are the cost of a heap. The tick is a monotone function of the
 * time, so unequal ticks decide; equal ticks are decided by the full double and then the sequence. Ticks are only a
 * shortcut: whatever base and scale are in force, the order is exact.
 *
 * Source 0 stands beside the tree and is compared with its winner: give it to what fires most, such as arrivals.
 *
 * @example
 * const calendar = new SourceCalendar(2);
 * calendar.set(0, 5);
 * calendar.set(1, 3);
 * calendar.next(); // => 1, and calendar.now is 3
 */
export class SourceCalendar {
  /** When the event that {@link schedule} adds is due: a column, because a number handed to a call would be allocated. */
  readonly due: Float64Array;
  private readonly clock: Float64Array;
  private readonly again: Float64Array;
  private readonly step: CalendarSteps;
  /** Most sources ever used [count]. */
  readonly capacity: number;
  // The same memory as whole numbers and as doubles.
  private readonly integers: Int32Array;
  private readonly doubles: Float64Array;
  // Time and schedule sequence of source i at 2i and 2i + 1.
  private readonly keys: Float64Array;
  // Winning source and tick of tree node i at 2i and 2i + 1.
  private readonly tree: Int32Array;
  private readonly delays = new Float64Array(SAMPLED_DELAYS);
  private count = 0;
  private leaves = 0;
  // The source taken last, until its event is scheduled again.
  private taken = NONE;

  /**
   * @param sourceCapacity  most sources ever used; all of them are in use until `reset` says otherwise
   * @throws RangeError unless it is a whole number from 1 to 2^26
   */
  constructor(sourceCapacity: number) {
    if (!(Number.isInteger(sourceCapacity) && sourceCapacity >= 1 && sourceCapacity <= SOURCES_MAX)) {
      throw new RangeError(`sourceCapacity is ${sourceCapacity}; it is a whole number from 1 to 2^26`);
    }
    const leavesMax = leavesFor(sourceCapacity);
    const keysAt = PLACES.tree + 16 * leavesMax;
    const { steps, memory } = createCalendarSteps(keysAt + 16 * sourceCapacity);
    this.step = steps;
    this.capacity = sourceCapacity;
    this.due = new Float64Array(memory, PLACES.due, 1);
    this.clock = new Float64Array(memory, PLACES.now, 1);
    this.again = new Float64Array(memory, PLACES.again, 1);
    this.integers = new Int32Array(memory, 0, PLACES.tree / 4);
    this.doubles = new Float64Array(memory, 0, PLACES.tree / 8);
    this.tree = new Int32Array(memory, PLACES.tree, 4 * leavesMax);
    this.keys = new Float64Array(memory, keysAt, 2 * sourceCapacity);
    this.integers[PLACES.keys / 4] = keysAt;
    this.reset(sourceCapacity);
  }

  /** Time of the event taken last; 0 after a reset. */
  get now(): number {
    return this.clock[0];
  }

  /** Forgets every event, sets the clock to 0 and uses sources 0 … sourceCount - 1. @throws RangeError beyond the capacity */
  reset(sourceCount: number): void {
    if (!(Number.isInteger(sourceCount) && sourceCount >= 1 && sourceCount <= this.capacity)) {
      throw new RangeError(`sourceCount is ${sourceCount}; it is a whole number from 1 to ${this.capacity}`);
    }
    this.count = sourceCount;
    this.keys.fill(Number.POSITIVE_INFINITY, 0, 2 * sourceCount);
    this.clock[0] = 0;
    this.again[0] = -1;
    this.taken = NONE;
    this.integers[PLACES.taken / 4] = NONE;
    this.doubles[PLACES.nextSequence / 8] = 0;
    this.doubles[PLACES.ticksPerUnit / 8] = TICKS_PER_MEDIAN_DELAY;
    this.integers[PLACES.count / 4] = sourceCount;
    this.leaves = leavesFor(sourceCount);
    this.integers[PLACES.leaves / 4] = this.leaves;
    for (let source = 0; source < this.leaves; source++) this.enter(source, idleTick(source));
    this.rebase();
    this.integers[PLACES.stepsMin / 4] = 0;
  }

  /**
   * Schedules the source's event, or moves it; a moved event counts as scheduled now.
   *
   * @throws RangeError when time is not finite or before `now`, or the source is not in use
   */
  set(source: number, time: number): void {
    this.due[0] = time;
    this.schedule(source);
  }

  /** Schedules or moves the source's event to the time in {@link due}. @throws RangeError as `set` */
  schedule(source: number): void {
    const time = this.due[0];
    if (source === this.taken && time >= this.now && time < Number.POSITIVE_INFINITY) {
      // The next step enters it: one call for both, in the common case.
      this.again[0] = time;
      this.taken = NONE;
    } else if ((source | 0) !== source || this.step.schedule(source) !== 0) this.refuse(source);
  }

  /** Takes the earliest event: returns its source and moves `now` to its time. Returns -1 when none is pending. */
  next(): number {
    const source = this.step.next();
    this.taken = source;
    return source < REBASE_DUE ? source : this.rebaseAfter(source - REBASE_DUE);
  }

  private refuse(source: number): never {
    const time = this.due[0];
    if (!(time >= this.now && time < Number.POSITIVE_INFINITY)) {
      throw new RangeError(`event time is ${time}; the clock stands at ${this.now}`);
    }
    throw new RangeError(`source is ${source}; it is a whole number from 0 to ${this.count - 1}`);
  }

  private rebaseAfter(source: number): number {
    this.taken = source;
    this.rebase();
    return source;
  }

  private enter(source: number, tick: number): void {
    const leaf = (this.leaves + source) << 1;
    this.tree[leaf] = source;
    this.tree[leaf | 1] = tick;
  }

  private tickOf(time: number): number {
    const ticks = (time - this.now) * this.doubles[PLACES.ticksPerUnit / 8];
    // Rounded as `schedule` does it, or equal times would get unequal ticks.
    return ticks < TOP_TICK ? ticks + WHOLE - WHOLE : TOP_TICK;
  }

  // Happens on an executed event only: when the clock has run through the ticks, but not within n / 4
  // events, which keeps the cost per event bounded; and every 16 n + 1024 events, to follow a changing time scale.
  private rebase(): void {
    const { integers, doubles, tree, keys, count, leaves, step } = this;
    doubles[PLACES.base / 8] = this.now;
    integers[PLACES.steps / 4] = 0;
    integers[PLACES.stepsMin / 4] = count >> 2;
    integers[PLACES.stepsMax / 4] = 16 * count + 1024;
    this.fitScale();
    integers[PLACES.beside / 4] = 0;
    integers[PLACES.beside / 4 + 1] = keys[0] === Number.POSITIVE_INFINITY ? IDLE_BESIDE : this.tickOf(keys[0]);
    for (let source = 1; source < count; source++) {
      const time = keys[2 * source];
      this.enter(source, time === Number.POSITIVE_INFINITY ? idleTick(source) : this.tickOf(time));
    }
    for (let node = leaves - 1; node >= 1; node--) {
      const left = 4 * node;
      const right = left + 2;
      const difference = tree[right + 1] - tree[left + 1];
      const isRightFirst = difference < 0 || (difference === 0 && step.isBefore(tree[right], tree[left]) === 1);
      const best = isRightFirst ? right : left;
      tree[2 * node] = tree[best];
      tree[2 * node + 1] = tree[best + 1];
    }
  }

  // The median of a sample of pending delays gets 2^20 ticks; far outliers share the top tick and are told apart by their doubles.
  private fitScale(): void {
    let pending = 0;
    for (let source = 0; source < this.count; source++) if (this.delayOf(source) > 0) pending++;
    if (pending === 0) return;
    const stride = Math.ceil(pending / SAMPLED_DELAYS);
    let sampled = 0;
    let seen = 0;
    for (let source = 0; source < this.count; source++) {
      const delay = this.delayOf(source);
      if (delay > 0 && seen++ % stride === 0) this.delays[sampled++] = delay;
    }
    const median = this.delays.subarray(0, sampled).sort()[sampled >> 1];
    const ticksPerUnit = TICKS_PER_MEDIAN_DELAY / median;
    if (ticksPerUnit > 0 && ticksPerUnit < Number.POSITIVE_INFINITY) {
      this.doubles[PLACES.ticksPerUnit / 8] = ticksPerUnit;
    }
  }

  private delayOf(source: number): number {
    const time = this.keys[2 * source];
    return time === Number.POSITIVE_INFINITY ? 0 : time - this.now;
  }
}

function leavesFor(sources: number): number {
  return 2 ** Math.ceil(Math.log2(Math.max(2, sources)));
}

// Idle sources lie above every event, each with a tick of its own, so that they never tie.
function idleTick(source: number): number {
  return TOP_TICK + 1 + source;
}

import { type CalendarSteps, createCalendarSteps, NONE } from './calendar-code.ts';
import { IDLE_BESIDE, idleTick, PLACES, REBASE_DUE, TOP_TICK, tickAfter } from './calendar-memory.ts';
import { log2, pow } from './mathematics/index.ts';

const TICKS_PER_MEDIAN_DELAY = 2 ** 20;
const SAMPLED_DELAYS = 63;
/** Where the memory of WebAssembly ends: a source takes 32 to 48 bytes of 4 GB. */
const SOURCES_MAX = 2 ** 26;

/**
 * Calendar of sources with at most one pending event each: node 5's completion, the next arrival, and so on.
 *
 * Order is (time, schedule sequence): among equal times the event scheduled first comes first, never the lower source.
 *
 * It is a winner tree. An inner node holds the lesser of two words, ticks since a base and the source, which one
 * instruction chooses: a branch would be mispredicted, which is what a heap costs. The tick is a monotone function of the
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
  // Winning source and tick of tree node i at 2i and 2i + 1.
  private readonly tree: Int32Array;
  // The same memory: a source that is number i among the leaves has its time at 2i.
  private readonly times: Float64Array;
  private readonly delays = new Float64Array(SAMPLED_DELAYS);
  private count = 0;
  private leaves = 0;
  // The source taken last, until its event is scheduled again.
  private taken = NONE;

  /**
   * @param sourceCapacity  most sources ever used
   * @param sourceCount     how many are in use until `reset` says otherwise
   * @throws RangeError unless they are whole numbers from 1 to 2^26 and to the capacity
   */
  constructor(sourceCapacity: number, sourceCount = sourceCapacity) {
    if (!(Number.isInteger(sourceCapacity) && sourceCapacity >= 1 && sourceCapacity <= SOURCES_MAX)) {
      throw new RangeError(`sourceCapacity is ${sourceCapacity}; it is a whole number from 1 to 2^26`);
    }
    const { steps, memory } = createCalendarSteps(PLACES.tree + 16 * (leavesFor(sourceCapacity) + sourceCapacity));
    this.step = steps;
    this.capacity = sourceCapacity;
    this.due = new Float64Array(memory, PLACES.due, 1);
    this.clock = new Float64Array(memory, PLACES.now, 1);
    this.again = new Float64Array(memory, PLACES.again, 1);
    this.integers = new Int32Array(memory, 0, PLACES.tree / 4);
    this.doubles = new Float64Array(memory, 0, PLACES.tree / 8);
    this.tree = new Int32Array(memory, PLACES.tree);
    this.times = new Float64Array(memory, PLACES.tree);
    this.reset(sourceCount);
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
    const { integers, doubles } = this;
    this.count = sourceCount;
    this.leaves = leavesFor(sourceCount);
    this.taken = NONE;
    this.clock[0] = 0;
    this.again[0] = -1;
    integers[PLACES.taken / 4] = NONE;
    // A whole number there; 0 is the same bits.
    doubles[PLACES.nextSequence / 8] = 0;
    doubles[PLACES.ticksPerUnit / 8] = TICKS_PER_MEDIAN_DELAY;
    integers[PLACES.count / 4] = sourceCount;
    integers[PLACES.leaves / 4] = this.leaves;
    integers[PLACES.beside / 4] = 0;
    integers[PLACES.beside / 4 + 1] = IDLE_BESIDE;
    this.times.fill(0, 2 * this.leaves, 2 * (this.leaves + sourceCount));
    this.vacate();
    this.rebase();
    integers[PLACES.stepsLeftMax / 4] = integers[PLACES.stepsLeft / 4];
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

  private vacate(): void {
    const { tree, leaves } = this;
    for (let source = 0; source < leaves; source++) {
      tree[2 * (leaves + source)] = source;
      tree[2 * (leaves + source) + 1] = idleTick(source);
    }
  }

  // Happens on an executed event only: when the clock has run through the ticks, but not within n / 4
  // events, which keeps the cost per event bounded; and every 16 n + 1024 events, to follow a changing time scale.
  private rebase(): void {
    const { integers, doubles, tree, count, leaves, step } = this;
    doubles[PLACES.base / 8] = this.now;
    integers[PLACES.stepsLeft / 4] = 16 * count + 1024;
    integers[PLACES.stepsLeftMax / 4] = 16 * count + 1024 - (count >> 2);
    this.fitScale();
    const ticksPerUnit = doubles[PLACES.ticksPerUnit / 8];
    const besideTick = PLACES.beside / 4 + 1;
    if (integers[besideTick] !== IDLE_BESIDE) integers[besideTick] = tickAfter(this.delayOf(0) * ticksPerUnit);
    for (let source = 1; source < count; source++) {
      const leafTick = 2 * (leaves + source) + 1;
      if (tree[leafTick] <= TOP_TICK) tree[leafTick] = tickAfter(this.delayOf(source) * ticksPerUnit);
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

  // Not above 0 for an idle source: the clock has passed its last event, or there was none.
  private delayOf(source: number): number {
    return this.times[2 * (this.leaves + source)] - this.now;
  }
}

function leavesFor(sources: number): number {
  return pow(2, Math.ceil(log2(Math.max(2, sources))));
}

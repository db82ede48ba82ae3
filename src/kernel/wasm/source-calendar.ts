import { type Calendar, requireCapacity, requireCount, requireEvent } from '../calendar.ts';
import { log2, pow } from '../mathematics/index.ts';
import { type CalendarCode, type CalendarSteps, createCalendarSteps, NONE } from './calendar-code.ts';
import { IDLE_BESIDE, idleTick, PLACES, REBASE_DUE, TOP_TICK, tickAfter } from './calendar-memory.ts';

const TICKS_PER_MEDIAN_DELAY = 2 ** 20;
const SAMPLED_DELAYS = 63;

/** A calendar of WebAssembly; nothing where the platform has none with vectors. @throws RangeError as {@link Calendar} says */
export function createSourceCalendar(sourceCapacity: number, sourceCount = sourceCapacity): Calendar | undefined {
  requireCapacity(sourceCapacity);
  const code = createCalendarSteps(PLACES.tree + 32 * leavesFor(sourceCapacity) + 16);
  return code && new SourceCalendar(code, sourceCapacity, sourceCount);
}

/**
 * The calendar as a winner tree. An inner node holds the lesser of two words, ticks since a base and the source, which one
 * instruction chooses: a branch would be mispredicted, which is what a heap costs. The tick is a monotone function of the
 * time, so unequal ticks decide; equal ticks are decided by the full double and then the sequence. Ticks are only a
 * shortcut: whatever base and scale are in force, the order is exact.
 *
 * Source 0 stands beside the tree and is compared with its winner: give it to what fires most, such as arrivals.
 */
class SourceCalendar implements Calendar {
  readonly due: Float64Array;
  private readonly clock: Float64Array;
  private readonly again: Float64Array;
  private readonly step: CalendarSteps;
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

  constructor({ steps, memory }: CalendarCode, sourceCapacity: number, sourceCount: number) {
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

  get now(): number {
    return this.clock[0];
  }

  reset(sourceCount: number): void {
    requireCount(sourceCount, this.capacity);
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
    this.times.fill(Number.POSITIVE_INFINITY, 2 * this.leaves, 4 * this.leaves + 2);
    this.vacate();
    this.rebase();
    integers[PLACES.stepsLeftMax / 4] = integers[PLACES.stepsLeft / 4];
  }

  set(source: number, time: number): void {
    this.due[0] = time;
    this.schedule(source);
  }

  schedule(source: number): void {
    const time = this.due[0];
    if (source === this.taken && time >= this.now && time < Number.POSITIVE_INFINITY) {
      // The next step enters it: one call for both, in the common case.
      this.again[0] = time;
      this.taken = NONE;
    } else if ((source | 0) !== source || this.step.schedule(source) !== 0) {
      requireEvent(this.now, time, source, this.count);
    }
  }

  next(): number {
    const source = this.step.next();
    this.taken = source;
    return source < REBASE_DUE ? source : this.rebaseAfter(source - REBASE_DUE);
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
    // Source 0 is not in the tree: the leaf in its place has a key that belongs to nobody.
    tree[2 * leaves] = leaves;
  }

  // Happens on an executed event only: when the clock has run through the ticks, but not within n / 4
  // events, which keeps the cost per event bounded; and every 16 n + 1024 events, to follow a changing time scale.
  private rebase(): void {
    const { integers, doubles, tree, count, leaves, step } = this;
    doubles[PLACES.base / 8] = this.now;
    integers[PLACES.stepsLeft / 4] = 16 * count + 1024;
    integers[PLACES.stepsLeftMax / 4] = 16 * count + 1024 - (count >> 2);
    integers[PLACES.tiesLeft / 4] = count + 64;
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

  // Not above 0 for an idle source: the clock has passed its last event, or it is due at infinity.
  private delayOf(source: number): number {
    const time = this.times[2 * (this.leaves + source)];
    return time < Number.POSITIVE_INFINITY ? time - this.now : 0;
  }
}

function leavesFor(sources: number): number {
  return pow(2, Math.ceil(log2(Math.max(2, sources))));
}

const TOP_TICK = 2 ** 30;
const REBASE_TICK = 2 ** 29;
const TICKS_PER_MEDIAN_DELAY = 2 ** 20;
const SAMPLED_DELAYS = 63;
// Above every tick in the tree, idle ones included.
const IDLE_BESIDE = 2 ** 31 - 1;

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
  readonly due = new Float64Array(1);
  // Time and schedule sequence of source i at 2i and 2i + 1.
  private readonly keys: Float64Array;
  // Tick and winning source of tree node i at 2i and 2i + 1; leaves are n … 2n - 1, the parent of i is i >> 1.
  private readonly tree: Int32Array;
  private readonly delays = new Float64Array(SAMPLED_DELAYS);
  // The time goes through a column: a number returned by a call that is not inlined would be allocated.
  private readonly clock = new Float64Array(1);
  private count = 0;
  private base = 0;
  private ticksPerUnit = TICKS_PER_MEDIAN_DELAY;
  private nextSequence = 0;
  // The source taken last stays in the tree until it is set again, which saves one of two walks in the common case.
  private vacated = -1;
  private tickBeside = IDLE_BESIDE;
  private steps = 0;
  private stepsMin = 0;
  private stepsMax = 0;

  /**
   * @param sourceCapacity  most sources ever used; all of them are in use until `reset` says otherwise
   * @throws RangeError unless it is a whole number from 1 to 2^29
   */
  constructor(sourceCapacity: number) {
    if (!(Number.isInteger(sourceCapacity) && sourceCapacity >= 1 && sourceCapacity <= 2 ** 29)) {
      throw new RangeError(`sourceCapacity is ${sourceCapacity}; it is a whole number from 1 to 2^29`);
    }
    this.keys = new Float64Array(2 * sourceCapacity);
    this.tree = new Int32Array(4 * sourceCapacity);
    this.count = sourceCapacity;
    this.reset(sourceCapacity);
  }

  /** Time of the event taken last; 0 after a reset. */
  get now(): number {
    return this.clock[0];
  }

  /** Forgets every event, sets the clock to 0 and uses sources 0 … sourceCount - 1. @throws RangeError beyond the capacity */
  reset(sourceCount: number): void {
    if (!(Number.isInteger(sourceCount) && sourceCount >= 1 && 2 * sourceCount <= this.keys.length)) {
      throw new RangeError(`sourceCount is ${sourceCount}; it is a whole number from 1 to ${this.keys.length / 2}`);
    }
    this.count = sourceCount;
    this.keys.fill(Number.POSITIVE_INFINITY, 0, 2 * sourceCount);
    this.clock[0] = 0;
    this.nextSequence = 0;
    this.ticksPerUnit = TICKS_PER_MEDIAN_DELAY;
    this.rebase();
    this.stepsMin = 0;
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
    if (!(time >= this.now && time < Number.POSITIVE_INFINITY)) {
      throw new RangeError(`event time is ${time}; the clock stands at ${this.now}`);
    }
    this.requireSource(source);
    this.keys[source << 1] = time;
    this.keys[(source << 1) | 1] = this.nextSequence++;
    if (source === 0) {
      this.tickBeside = this.tickOf(time);
      return;
    }
    if (source === this.vacated) this.vacated = -1;
    this.climb(source, this.tickOf(time));
  }

  /** Cancels the source's event, if it has one. @throws RangeError when the source is not in use */
  clear(source: number): void {
    this.requireSource(source);
    if (this.keys[2 * source] === Number.POSITIVE_INFINITY) return;
    this.keys[2 * source] = Number.POSITIVE_INFINITY;
    if (source === 0) this.tickBeside = IDLE_BESIDE;
    else this.climb(source, idleTick(source));
  }

  /** Time of the source's event; Infinity when it has none. */
  timeOf(source: number): number {
    this.requireSource(source);
    return this.keys[2 * source];
  }

  /** Source of the earliest event, which stays; -1 when none is pending. */
  peek(): number {
    this.vacate();
    const tick = this.tree[2];
    const winner = this.tree[3];
    if (this.isBesideTreeFirst(tick, winner)) return 0;
    return tick > TOP_TICK ? -1 : winner;
  }

  /** Takes the earliest event: returns its source and moves `now` to its time. Returns -1 when none is pending. */
  next(): number {
    this.vacate();
    const tick = this.tree[2];
    const winner = this.tree[3];
    const { keys } = this;
    this.steps++;
    if (this.isBesideTreeFirst(tick, winner)) {
      this.clock[0] = keys[0];
      keys[0] = Number.POSITIVE_INFINITY;
      const isFar = this.tickBeside >= REBASE_TICK;
      this.tickBeside = IDLE_BESIDE;
      if (this.steps > this.stepsMax || (isFar && this.steps > this.stepsMin)) this.rebase();
      return 0;
    }
    if (tick > TOP_TICK) return -1;
    this.clock[0] = keys[winner << 1];
    keys[winner << 1] = Number.POSITIVE_INFINITY;
    this.vacated = winner;
    if (this.steps > this.stepsMax || (tick >= REBASE_TICK && this.steps > this.stepsMin)) this.rebase();
    return winner;
  }

  private vacate(): void {
    const source = this.vacated;
    if (source < 0) return;
    this.vacated = -1;
    this.climb(source, idleTick(source));
  }

  private climb(source: number, leafTick: number): void {
    const leaf = (this.count + source) << 1;
    this.tree[leaf] = leafTick;
    this.tree[leaf | 1] = source;
    this.climbFrom(leaf, leafTick, source);
  }

  // Shifts and masks throughout, because sums are checked for overflow; and no call inside the loop, because whatever a
  // call might change is read again after it.
  private climbFrom(start: number, startTick: number, startWinner: number): void {
    const { tree } = this;
    let tick = startTick | 0;
    let winner = startWinner | 0;
    let at = start | 0;
    while (at > 2) {
      const rival = at ^ 2;
      // Both ticks are in [0, 2^31), so the difference is a 32-bit integer and its sign makes the mask.
      const difference = (tree[rival] - tick) | 0;
      if (difference === 0) break;
      const mask = difference >> 31;
      tick = (tick + (difference & mask)) | 0;
      winner ^= (winner ^ tree[rival | 1]) & mask;
      at = (at >> 2) << 1;
      tree[at] = tick;
      tree[at | 1] = winner;
    }
    if (at > 2) this.climbTied(at, tick, winner);
  }

  private climbTied(at: number, tick: number, winner: number): void {
    const { tree } = this;
    const rival = tree[(at ^ 2) | 1];
    const first = this.isBefore(rival, winner) ? rival : winner;
    const parent = (at >> 2) << 1;
    tree[parent] = tick;
    tree[parent | 1] = first;
    this.climbFrom(parent, tick, first);
  }

  private isBefore(source: number, other: number): boolean {
    const { keys } = this;
    const time = keys[source << 1];
    const otherTime = keys[other << 1];
    if (time !== otherTime) return time < otherTime;
    return keys[(source << 1) | 1] < keys[(other << 1) | 1];
  }

  private isBesideTreeFirst(tick: number, winner: number): boolean {
    const { tickBeside } = this;
    return tickBeside === tick ? this.isBefore(0, winner) : tickBeside < tick;
  }

  private tickOf(time: number): number {
    const ticks = (time - this.base) * this.ticksPerUnit;
    return ticks < TOP_TICK ? ticks | 0 : TOP_TICK;
  }

  // Happens on an executed event only, never on a peek: when the clock has run through the ticks, but not within n / 4
  // events, which keeps the cost per event bounded; and every 16 n + 1024 events, to follow a changing time scale.
  private rebase(): void {
    this.vacated = -1;
    this.base = this.now;
    this.steps = 0;
    this.stepsMin = this.count >> 2;
    this.stepsMax = 16 * this.count + 1024;
    this.fitScale();
    const { tree, keys, count } = this;
    this.tickBeside = keys[0] === Number.POSITIVE_INFINITY ? IDLE_BESIDE : this.tickOf(keys[0]);
    for (let source = 0; source < count; source++) {
      const time = source === 0 ? Number.POSITIVE_INFINITY : keys[2 * source];
      tree[2 * (count + source)] = time === Number.POSITIVE_INFINITY ? idleTick(source) : this.tickOf(time);
      tree[2 * (count + source) + 1] = source;
    }
    for (let node = count - 1; node >= 1; node--) {
      const left = 4 * node;
      const right = left + 2;
      const difference = tree[right] - tree[left];
      const best =
        difference < 0 || (difference === 0 && this.isBefore(tree[right + 1], tree[left + 1])) ? right : left;
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
    if (ticksPerUnit > 0 && ticksPerUnit < Number.POSITIVE_INFINITY) this.ticksPerUnit = ticksPerUnit;
  }

  private delayOf(source: number): number {
    const time = this.keys[2 * source];
    return time === Number.POSITIVE_INFINITY ? 0 : time - this.base;
  }

  private requireSource(source: number): void {
    if (!(source >= 0 && source < this.count && (source | 0) === source)) {
      throw new RangeError(`source is ${source}; it is a whole number from 0 to ${this.count - 1}`);
    }
  }
}

// Idle sources lie above every event, each with a tick of its own, so that they never tie.
function idleTick(source: number): number {
  return TOP_TICK + 1 + source;
}

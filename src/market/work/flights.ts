/**
 * Jobs in flight: a node asserts m jobs before a slash for any of them lands, so a flight of m is slashed once.
 *
 * A node's jobs join flights in the order in which it asserts them, whatever becomes of them and however long that takes.
 * What a flight leaves in the record is kept apart until all of it is settled: one that the end of a run cuts short would
 * be slashed too often for its jobs. Which jobs are left out by that is settled before they are, so it favours none: by
 * order of settlement it would be those that were challenged, which take longest.
 */
export class Flights {
  private size = 1;
  private width = 0;
  /** Of each node: the flight its next job joins, and how many jobs that flight has yet to take. */
  private open = new Int32Array(0);
  private room = new Int32Array(0);
  /** Of each flight: jobs that are not settled yet, whether it was slashed, and what it leaves in the record. */
  private unsettled = new Int32Array(0);
  private slashed = new Uint8Array(0);
  private columns = new Float64Array(0);
  private free: number[] = [];

  /** @param size  m; with 1 nothing is kept apart */
  reset(nodeCount: number, size: number, width: number): void {
    this.size = size;
    this.width = width;
    if (size === 1) return;
    this.open = new Int32Array(nodeCount);
    this.room = new Int32Array(nodeCount);
    this.unsettled = new Int32Array(0);
    this.slashed = new Uint8Array(0);
    this.columns = new Float64Array(0);
    this.free = [];
    this.grow(2 * nodeCount);
  }

  /** Whether slashes wait for the end of a flight. */
  get areKept(): boolean {
    return this.size > 1;
  }

  /** The flight that the next job of a node belongs to. */
  join(node: number): number {
    if (this.room[node] === 0) {
      if (this.free.length === 0) this.grow(2 * this.unsettled.length);
      const flight = this.free.pop()!;
      this.open[node] = flight;
      this.room[node] = this.size;
      this.unsettled[flight] = this.size;
      this.slashed[flight] = 0;
    }
    this.room[node]--;
    return this.open[node];
  }

  /** Where to book a job of a flight until it is complete. */
  columnsOf(flight: number): Float64Array {
    return this.columns.subarray(flight * this.width, (flight + 1) * this.width);
  }

  /** Whether a flight has its slash already. */
  isSlashed(flight: number): boolean {
    return this.slashed[flight] === 1;
  }

  /**
   * A job of a flight was settled. When that completes it, moves its columns into `record` and returns whether it was
   * slashed; otherwise returns `undefined`.
   */
  settle(flight: number, isSlashed: boolean, record: Float64Array): boolean | undefined {
    if (isSlashed) this.slashed[flight] = 1;
    this.unsettled[flight]--;
    if (this.unsettled[flight] > 0) return undefined;
    const columns = this.columnsOf(flight);
    for (let column = 0; column < this.width; column++) record[column] += columns[column];
    columns.fill(0);
    this.free.push(flight);
    return this.isSlashed(flight);
  }

  private grow(count: number): void {
    const known = this.unsettled.length;
    this.unsettled = widen(this.unsettled, new Int32Array(count));
    this.slashed = widen(this.slashed, new Uint8Array(count));
    this.columns = widen(this.columns, new Float64Array(count * this.width));
    for (let flight = count - 1; flight >= known; flight--) this.free.push(flight);
  }
}

function widen<Column extends Float64Array | Int32Array | Uint8Array>(from: Column, to: Column): Column {
  to.set(from);
  return to;
}

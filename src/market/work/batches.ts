/**
 * Jobs in flight: a node asserts m jobs before a slash for any of them lands, so a batch of m is slashed once.
 *
 * A node's jobs join batches in the order in which it asserts them, whatever becomes of them and however long that takes.
 * What a batch leaves in the record is kept apart until all of it is settled: one that the end of a run cuts short would
 * be slashed too often for its jobs. Which jobs are left out by that is settled before they are, so it favours none: by
 * order of settlement it would be those that were challenged, which take longest.
 */
export class Batches {
  private size = 1;
  private width = 0;
  /** Of each node: the batch its next job joins, and how many jobs that batch has yet to take. */
  private open = new Int32Array(0);
  private room = new Int32Array(0);
  /** Of each batch: jobs that are not settled yet, whether it was slashed, and what it leaves in the record. */
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

  /** Whether slashes wait for the end of a batch. */
  get areKept(): boolean {
    return this.size > 1;
  }

  /** The batch that the next job of a node belongs to. */
  join(node: number): number {
    if (this.room[node] === 0) {
      if (this.free.length === 0) this.grow(2 * this.unsettled.length);
      const batch = this.free.pop()!;
      this.open[node] = batch;
      this.room[node] = this.size;
      this.unsettled[batch] = this.size;
      this.slashed[batch] = 0;
    }
    this.room[node]--;
    return this.open[node];
  }

  /** Where to book a job of a batch until it is complete. */
  columnsOf(batch: number): Float64Array {
    return this.columns.subarray(batch * this.width, (batch + 1) * this.width);
  }

  /** Whether a batch has its slash already. */
  isSlashed(batch: number): boolean {
    return this.slashed[batch] === 1;
  }

  /**
   * A job of a batch was settled. When that completes it, moves its columns into `record` and returns whether it was
   * slashed; otherwise returns `undefined`.
   */
  settle(batch: number, isSlashed: boolean, record: Float64Array): boolean | undefined {
    if (isSlashed) this.slashed[batch] = 1;
    this.unsettled[batch]--;
    if (this.unsettled[batch] > 0) return undefined;
    const columns = this.columnsOf(batch);
    for (let column = 0; column < this.width; column++) record[column] += columns[column];
    columns.fill(0);
    this.free.push(batch);
    return this.isSlashed(batch);
  }

  private grow(count: number): void {
    const known = this.unsettled.length;
    this.unsettled = widen(this.unsettled, new Int32Array(count));
    this.slashed = widen(this.slashed, new Uint8Array(count));
    this.columns = widen(this.columns, new Float64Array(count * this.width));
    for (let batch = count - 1; batch >= known; batch--) this.free.push(batch);
  }
}

function widen<Column extends Float64Array | Int32Array | Uint8Array>(from: Column, to: Column): Column {
  to.set(from);
  return to;
}

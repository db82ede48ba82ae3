/**
 * Jobs in flight: a node asserts m jobs before a slash for any of them lands, so a batch of m is slashed once.
 *
 * Jobs are dealt into batches in the order in which they are settled. What a batch leaves in the record is kept apart
 * until the batch is complete: one that the end of a run cuts short would be slashed too often for its jobs.
 */
export class Batches {
  private size = 1;
  private width = 0;
  private settled = new Int32Array(0);
  private slashed = new Uint8Array(0);
  private columns = new Float64Array(0);

  /** @param size  m; with 1 nothing is kept apart */
  reset(nodeCount: number, size: number, width: number): void {
    this.size = size;
    this.width = width;
    if (size === 1) return;
    this.settled = new Int32Array(nodeCount);
    this.slashed = new Uint8Array(nodeCount);
    this.columns = new Float64Array(nodeCount * width);
  }

  /** Whether slashes wait for the end of a batch. */
  get areKept(): boolean {
    return this.size > 1;
  }

  /** Where to book a job of a node until its batch is complete. */
  columnsOf(node: number): Float64Array {
    return this.columns.subarray(node * this.width, (node + 1) * this.width);
  }

  /** Whether the node's batch has its slash already. */
  isSlashed(node: number): boolean {
    return this.slashed[node] === 1;
  }

  /**
   * A job of the node was settled. When that completes a batch, moves its columns into `record` and returns whether the
   * batch was slashed; otherwise returns `undefined`.
   */
  settle(node: number, isSlashed: boolean, record: Float64Array): boolean | undefined {
    if (isSlashed) this.slashed[node] = 1;
    this.settled[node]!++;
    if (this.settled[node]! < this.size) return undefined;
    const wasSlashed = this.isSlashed(node);
    const columns = this.columnsOf(node);
    for (let column = 0; column < this.width; column++) record[column]! += columns[column]!;
    columns.fill(0);
    this.settled[node] = 0;
    this.slashed[node] = 0;
    return wasSlashed;
  }
}

/**
 * What focal nodes have behind them, where they choose their moves by it.
 *
 * A node that comes back after a ban is a newcomer.
 */
export class Pasts {
  /** By node: jobs chosen for and not settled yet; jobs in a row, since it came, that brought no refusal and no slash [count]. */
  pending = new Int32Array(0);
  cleanJobs = new Int32Array(0);
  /** When it came [s]. */
  cameAt = new Float64Array(0);

  /** Every one of `count` nodes has just come. */
  reset(count: number): void {
    if (this.pending.length < count) {
      this.pending = new Int32Array(count);
      this.cleanJobs = new Int32Array(count);
      this.cameAt = new Float64Array(count);
    }
    this.pending.fill(0, 0, count);
    this.cleanJobs.fill(0, 0, count);
    this.cameAt.fill(0, 0, count);
  }

  /** A job of the node was settled. */
  settle(node: number, isClean: boolean): void {
    this.pending[node]--;
    this.cleanJobs[node] = isClean ? this.cleanJobs[node] + 1 : 0;
  }

  /** The node is back as a newcomer; what it had begun before is still its own. */
  restart(node: number, time: number): void {
    this.cleanJobs[node] = 0;
    this.cameAt[node] = time;
  }
}

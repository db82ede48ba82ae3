import type { Jobs } from './jobs.ts';

/** First come, first served at every node: linked lists of work items through the jobs' own columns. */
export class WorkQueues {
  /** Items waiting or in service, by node. */
  length = new Int32Array(0);
  private head = new Int32Array(0);
  private tail = new Int32Array(0);

  /** Empties the queues of `nodeCount` nodes. */
  reset(nodeCount: number): void {
    if (this.length.length < nodeCount) {
      this.length = new Int32Array(nodeCount);
      this.head = new Int32Array(nodeCount);
      this.tail = new Int32Array(nodeCount);
    } else {
      this.length.fill(0, 0, nodeCount);
    }
  }

  /** The item in service at a node that has work. */
  first(node: number): number {
    return this.head[node]!;
  }

  /** Puts an item at the end; returns whether the node was idle. */
  join(node: number, item: number, jobs: Jobs): boolean {
    jobs.node[item] = node;
    const idle = this.length[node]! === 0;
    if (idle) this.head[node] = item;
    else jobs.behind[this.tail[node]!] = item;
    this.tail[node] = item;
    this.length[node]!++;
    return idle;
  }

  /** Takes the item in service away; returns whether another one waits. */
  leave(node: number, jobs: Jobs): boolean {
    const left = --this.length[node]!;
    if (left > 0) this.head[node] = jobs.behind[this.head[node]!]!;
    return left > 0;
  }
}

import { NODES_AT_HAND } from '../at-hand.ts';
import type { Jobs } from './jobs.ts';

const LENGTH = 0;
const HEAD = 1;
const TAIL = 2;

/** First come, first served at every node: linked lists of work items through the jobs' own columns. */
export class WorkQueues {
  // Length, head and tail of node i from 4i: one cache line, where three columns would cost three in a large market.
  // Places by shift and mask, because sums are checked for overflow.
  private lists = new Int32Array(4 * NODES_AT_HAND);

  /** Empties the queues of `nodeCount` nodes. */
  reset(nodeCount: number): void {
    if (this.lists.length < 4 * nodeCount) this.lists = new Int32Array(4 * nodeCount);
    else this.lists.fill(0, 0, 4 * nodeCount);
  }

  /** Items waiting or in service at a node. */
  lengthOf(node: number): number {
    return this.lists[(node << 2) | LENGTH];
  }

  /** The item in service at a node that has work. */
  first(node: number): number {
    return this.lists[(node << 2) | HEAD];
  }

  /** Puts an item at the end; returns whether the node was idle. */
  join(node: number, item: number, jobs: Jobs): boolean {
    const { lists } = this;
    const list = node << 2;
    const length = lists[list];
    jobs.node[item] = node;
    if (length === 0) lists[list | HEAD] = item;
    else jobs.behind[lists[list | TAIL]] = item;
    lists[list | TAIL] = item;
    lists[list] = (length + 1) | 0;
    return length === 0;
  }

  /** Takes the item in service away; returns whether another one waits. */
  leave(node: number, jobs: Jobs): boolean {
    const { lists } = this;
    const list = node << 2;
    const left = (lists[list] - 1) | 0;
    lists[list] = left;
    if (left > 0) lists[list | HEAD] = jobs.behind[lists[list | HEAD]];
    return left > 0;
  }

  /** Takes items away wherever they stand, in their order. */
  sift(node: number, jobs: Jobs, isTaken: (item: number) => boolean): number[] {
    const { lists } = this;
    const list = node << 2;
    const items: number[] = [];
    for (let item = lists[list | HEAD]; items.length < lists[list]; item = jobs.behind[item]) items.push(item);
    const kept = items.filter((item) => !isTaken(item));
    lists[list] = 0;
    for (const item of kept) this.join(node, item, jobs);
    return items.filter(isTaken);
  }
}

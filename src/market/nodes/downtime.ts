import type { Fleet } from './fleet.ts';

/**
 * Who is down, and for how many hazards at a time; and which nodes are given jobs where others are not while they are down.
 *
 * A node is down, or avoided, as long as one hazard holds it there. Of a market without hazards nothing is kept.
 */
export class Downtime {
  /** By node: hazards that hold it down, and those of them for which jobs avoid it [count]. */
  causes = new Uint8Array(0);
  private avoided = new Uint8Array(0);
  /** When what a node works at is done [s]; how long it would still take one that is down, -1 where it had nothing begun [s]. */
  dueAt = new Float64Array(0);
  left = new Float64Array(0);
  /** Nodes that are given jobs, in no order, and where each stands among them; -1 for those that are not. */
  private list = new Int32Array(0);
  private place = new Int32Array(0);
  private listed = 0;

  /** All nodes are up. */
  reset(nodeCount: number): void {
    this.causes = new Uint8Array(nodeCount);
    this.avoided = new Uint8Array(nodeCount);
    this.dueAt = new Float64Array(nodeCount);
    this.left = new Float64Array(nodeCount).fill(-1);
    this.list = Int32Array.from({ length: nodeCount }, (_, node) => node);
    this.place = this.list.slice();
    this.listed = nodeCount;
  }

  isDown(node: number): boolean {
    return this.causes[node] > 0;
  }

  /** Whether some node is there and up: where none is, those that are down are given jobs. */
  get isSomeoneUp(): boolean {
    return this.listed > 0;
  }

  /** Jobs avoid the node for one hazard more. */
  avoid(node: number): void {
    this.avoided[node]++;
    this.drop(node);
  }

  /** Jobs avoid it for one hazard less. */
  welcome(node: number, fleet: Fleet): void {
    if (--this.avoided[node] > 0 || !fleet.isPresent(node)) return;
    this.place[node] = this.listed;
    this.list[this.listed++] = node;
  }

  /** The node is given no more jobs, as one that is avoided or has left. */
  drop(node: number): void {
    const place = this.place[node] ?? -1;
    if (place < 0) return;
    const last = this.list[--this.listed];
    this.list[place] = last;
    this.place[last] = place;
    this.place[node] = -1;
  }

  /** Nodes that may be given a job [count]. */
  present(fleet: Fleet): number {
    return this.listed > 0 ? this.listed : fleet.present;
  }

  nodeAt(place: number, fleet: Fleet): number {
    return this.listed > 0 ? this.list[place] : fleet.nodeAt(place);
  }
}

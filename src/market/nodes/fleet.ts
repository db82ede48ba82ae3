import type { Uniforms } from '../../kernel/stream.ts';

/**
 * The nodes: who is present, who belongs to the focal group, and how one is drawn.
 *
 * Nodes 0 … groupSize-1 are the group. Present nodes are kept in two dense lists, members first, so that drawing among
 * all, members or outsiders is one index.
 */
export class Fleet {
  groupSize = 0;
  nodeCount = 0;
  /** Nodes present [count]. */
  present = 0;
  private members = new Int32Array(0);
  private outsiders = new Int32Array(0);
  private memberCount = 0;
  private outsiderCount = 0;
  private place = new Int32Array(0);
  private gone = new Uint8Array(0);

  /** All nodes are present again. */
  reset(nodeCount: number, groupSize: number): void {
    this.nodeCount = nodeCount;
    this.groupSize = groupSize;
    if (this.place.length < nodeCount) {
      this.place = new Int32Array(nodeCount);
      this.gone = new Uint8Array(nodeCount);
      this.members = new Int32Array(nodeCount);
      this.outsiders = new Int32Array(nodeCount);
    }
    this.gone.fill(0, 0, nodeCount);
    this.present = nodeCount;
    this.memberCount = groupSize;
    this.outsiderCount = nodeCount - groupSize;
    for (let node = 0; node < nodeCount; node++) {
      const list = node < groupSize ? this.members : this.outsiders;
      const index = node < groupSize ? node : node - groupSize;
      list[index] = node;
      this.place[node] = index;
    }
  }

  isPresent(node: number): boolean {
    return this.gone[node] === 0;
  }

  isGrouped(node: number): boolean {
    return node < this.groupSize;
  }

  /** The node takes no more work. */
  leave(node: number): void {
    if (this.gone[node]) return;
    this.gone[node] = 1;
    this.present--;
    const index = this.place[node]!;
    const list = this.isGrouped(node) ? this.members : this.outsiders;
    const last = this.isGrouped(node) ? --this.memberCount : --this.outsiderCount;
    list[index] = list[last]!;
    this.place[list[index]!] = index;
  }

  /** Any present node, all alike. There must be one. */
  drawAny(uniforms: Uniforms): number {
    return this.nodeAt((uniforms.next() * this.present) | 0);
  }

  /** The present node at a place, 0 … present - 1. */
  nodeAt(place: number): number {
    // While everyone is there the lists say nothing new, and reading them would cost a cache miss in a large market.
    if (this.present === this.nodeCount) return place;
    return place < this.memberCount ? this.members[place]! : this.outsiders[place - this.memberCount]!;
  }

  /**
   * Draws `count` distinct nodes other than `asserter` into `drawn[from …]`; returns false, drawing nobody, when there
   * are not enough.
   *
   * @param memberShare  each one is a member with this chance, drawn from the members if so and from the outsiders if
   *                     not; `undefined` draws from all others without replacement
   */
  drawOthers(
    asserter: number,
    count: number,
    memberShare: number | undefined,
    uniforms: Uniforms,
    drawn: Int32Array,
    from: number,
  ): boolean {
    const inside = this.isPresent(asserter) ? 1 : 0;
    if (memberShare === undefined) {
      if (this.present - inside < count) return false;
      for (let k = 0; k < count; k++) {
        let node: number;
        do node = this.drawAny(uniforms);
        while (node === asserter || isAmong(drawn, from, k, node));
        drawn[from + k] = node;
      }
      return true;
    }
    const grouped = this.isGrouped(asserter);
    if (this.memberCount - (grouped ? inside : 0) < count) return false;
    if (this.outsiderCount - (grouped ? 0 : inside) < count) return false;
    for (let k = 0; k < count; k++) {
      const member = uniforms.next() < memberShare;
      let node: number;
      do {
        node = member
          ? this.members[Math.floor(uniforms.next() * this.memberCount)]!
          : this.outsiders[Math.floor(uniforms.next() * this.outsiderCount)]!;
      } while (node === asserter || isAmong(drawn, from, k, node));
      drawn[from + k] = node;
    }
    return true;
  }
}

function isAmong(drawn: Int32Array, from: number, count: number, node: number): boolean {
  for (let k = 0; k < count; k++) if (drawn[from + k] === node) return true;
  return false;
}

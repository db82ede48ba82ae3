import type { Uniforms } from '../../kernel/stream.ts';

/**
 * The nodes: who is present, who belongs to the focal group, and how one is drawn.
 *
 * Nodes 0 … groupSize-1 are the group, and those behind them its fellows: all of them are members. Present nodes are kept
 * in two dense lists, members first, so that drawing among all, members or outsiders is one index. While everyone is there the lists say nothing new: they are written when the
 * first node leaves, which saves a large market their memory and a cache miss per draw.
 */
export class Fleet {
  groupSize = 0;
  /** The focal group and its fellows [count]. */
  membersTotal = 0;
  nodeCount = 0;
  /** Nodes present [count]. */
  present = 0;
  private members = new Int32Array(0);
  private outsiders = new Int32Array(0);
  private memberCount = 0;
  private outsiderCount = 0;
  private place = new Int32Array(0);
  // When each node left [s]; Infinity while it is here.
  private leftAt = new Float64Array(0);

  /** All nodes are present again. @param fellows  members beside the focal group [count] */
  reset(nodeCount: number, groupSize: number, fellows = 0): void {
    this.nodeCount = nodeCount;
    this.groupSize = groupSize;
    this.membersTotal = groupSize + fellows;
    this.present = nodeCount;
    this.memberCount = this.membersTotal;
    this.outsiderCount = nodeCount - this.membersTotal;
  }

  /** Whether no node has left. */
  get isWhole(): boolean {
    return this.present === this.nodeCount;
  }

  isPresent(node: number): boolean {
    return this.isWhole || this.leftAt[node] === Number.POSITIVE_INFINITY;
  }

  isGrouped(node: number): boolean {
    return node < this.groupSize;
  }

  /** Whether the node is of the focal group or a fellow of it. */
  isMember(node: number): boolean {
    return node < this.membersTotal;
  }

  /** The node takes no more work from `time` on [s]. */
  leave(node: number, time: number): void {
    if (!this.isPresent(node)) return;
    if (this.isWhole) this.writeLists();
    this.leftAt[node] = time;
    this.present--;
    const index = this.place[node];
    const list = this.isMember(node) ? this.members : this.outsiders;
    const last = this.isMember(node) ? --this.memberCount : --this.outsiderCount;
    list[index] = list[last];
    this.place[list[index]] = index;
  }

  /** Nodes present times elapsed time between two times [s]. */
  nodeSeconds(from: number, to: number): number {
    if (this.isWhole) return this.nodeCount * Math.max(0, to - from);
    let seconds = 0;
    for (let node = 0; node < this.nodeCount; node++) seconds += Math.max(0, Math.min(this.leftAt[node], to) - from);
    return seconds;
  }

  /** Any present node, all alike. There must be one. */
  drawAny(uniforms: Uniforms): number {
    return this.nodeAt((uniforms.next() * this.present) | 0);
  }

  /** The present node at a place, 0 … present - 1. */
  nodeAt(place: number): number {
    if (this.isWhole) return place;
    return place < this.memberCount ? this.members[place] : this.outsiders[place - this.memberCount];
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
    const isMember = this.isMember(asserter);
    if (this.memberCount - (isMember ? inside : 0) < count) return false;
    if (this.outsiderCount - (isMember ? 0 : inside) < count) return false;
    for (let k = 0; k < count; k++) {
      const member = uniforms.next() < memberShare;
      let node: number;
      do {
        node = member
          ? this.nodeAt(Math.floor(uniforms.next() * this.memberCount))
          : this.nodeAt(this.memberCount + Math.floor(uniforms.next() * this.outsiderCount));
      } while (node === asserter || isAmong(drawn, from, k, node));
      drawn[from + k] = node;
    }
    return true;
  }

  private writeLists(): void {
    const { nodeCount, membersTotal } = this;
    if (this.place.length < nodeCount) {
      this.place = new Int32Array(nodeCount);
      this.leftAt = new Float64Array(nodeCount);
      this.members = new Int32Array(nodeCount);
      this.outsiders = new Int32Array(nodeCount);
    }
    this.leftAt.fill(Number.POSITIVE_INFINITY, 0, nodeCount);
    for (let node = 0; node < nodeCount; node++) {
      const list = node < membersTotal ? this.members : this.outsiders;
      const index = node < membersTotal ? node : node - membersTotal;
      list[index] = node;
      this.place[node] = index;
    }
  }
}

function isAmong(drawn: Int32Array, from: number, count: number, node: number): boolean {
  for (let k = 0; k < count; k++) if (drawn[from + k] === node) return true;
  return false;
}

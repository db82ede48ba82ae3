import type { Uniforms } from '../../kernel/stream.ts';
import { type Crowd, countFocal, countNodes } from '../cast.ts';

/** Most crowds that a market tells apart [count]. */
export const CROWDS_MAX = 4096;

/**
 * The nodes: who is present, of which crowd each is, and how one is drawn.
 *
 * Crowds lie one behind the other, the focal ones first. Present nodes are kept in two dense lists, so that drawing among
 * all, members or the others is one index: members come first or, where there are none, focal nodes. While everyone is
 * there and who is listed first has the first numbers the lists say nothing new: they are written when the first node
 * leaves, which saves a large market their memory and a cache miss per draw.
 */
export class Fleet {
  nodeCount = 0;
  /** Nodes that the arm is about: 0 … focalCount - 1 [count]. */
  focalCount = 0;
  /** Nodes present [count]. */
  present = 0;
  // Two crowds are told apart by where they end; only a third one needs a column.
  private firstEnd = 0;
  private secondEnd = 0;
  private crowdIds = new Uint16Array(0);
  private readonly memberCrowds = new Uint8Array(CROWDS_MAX);
  private members = new Int32Array(0);
  private outsiders = new Int32Array(0);
  private memberCount = 0;
  private outsiderCount = 0;
  private isListed = false;
  private place = new Int32Array(0);
  // When each node left [s]; Infinity while it is here.
  private leftAt = new Float64Array(0);

  /** All nodes of some crowds are present again. @throws RangeError when there are too many crowds, or others before focal ones */
  reset(crowds: readonly Pick<Crowd, 'size' | 'side' | 'member'>[]): void {
    if (crowds.length > CROWDS_MAX) throw new RangeError(`${crowds.length} crowds; a market has at most ${CROWDS_MAX}`);
    this.nodeCount = countNodes(crowds);
    this.focalCount = countFocal({ crowds });
    this.present = this.nodeCount;
    this.firstEnd = crowds[0].size;
    this.secondEnd = countNodes(crowds.slice(0, 2));
    if (this.secondEnd < this.nodeCount && this.crowdIds.length < this.nodeCount) {
      this.crowdIds = new Uint16Array(this.nodeCount);
    }
    this.memberCount = 0;
    this.isListed = false;
    const hasMembers = crowds.some(({ member }) => member);
    let first = 0;
    crowds.forEach(({ size, side, member }, crowd) => {
      if (side === 'focal' && first + size > this.focalCount) throw new RangeError('focal crowds come before others');
      if (crowd > 1) this.crowdIds.fill(crowd, first, first + size);
      const isMember = hasMembers ? member : side === 'focal';
      this.memberCrowds[crowd] = isMember ? 1 : 0;
      if (isMember) {
        if (size > 0 && first > this.memberCount) this.isListed = true;
        this.memberCount += size;
      }
      first += size;
    });
    this.outsiderCount = this.nodeCount - this.memberCount;
    if (this.isListed) this.writeLists();
  }

  /** Whether no node has left. */
  get isWhole(): boolean {
    return this.present === this.nodeCount;
  }

  isPresent(node: number): boolean {
    return this.isWhole || this.leftAt[node] === Number.POSITIVE_INFINITY;
  }

  /** Whether the arm is about the node. */
  isFocal(node: number): boolean {
    return node < this.focalCount;
  }

  /** The crowd of a node, by its place among those of the cast. */
  crowdOf(node: number): number {
    if (node < this.firstEnd) return 0;
    return node < this.secondEnd ? 1 : this.crowdIds[node];
  }

  /** Whether the node is listed first. */
  private isMember(node: number): boolean {
    return this.memberCrowds[this.crowdOf(node)] === 1;
  }

  /** The node takes no more work from `time` on [s]. */
  leave(node: number, time: number): void {
    if (!this.isPresent(node)) return;
    if (!this.isListed) this.writeLists();
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
    if (!this.isListed) return place;
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
    const { nodeCount } = this;
    if (this.place.length < nodeCount) {
      this.place = new Int32Array(nodeCount);
      this.leftAt = new Float64Array(nodeCount);
      this.members = new Int32Array(nodeCount);
      this.outsiders = new Int32Array(nodeCount);
    }
    this.leftAt.fill(Number.POSITIVE_INFINITY, 0, nodeCount);
    let [members, outsiders] = [0, 0];
    for (let node = 0; node < nodeCount; node++) {
      const isMember = this.isMember(node);
      const index = isMember ? members++ : outsiders++;
      (isMember ? this.members : this.outsiders)[index] = node;
      this.place[node] = index;
    }
    this.isListed = true;
  }
}

function isAmong(drawn: Int32Array, from: number, count: number, node: number): boolean {
  for (let k = 0; k < count; k++) if (drawn[from + k] === node) return true;
  return false;
}

/**
 * Careers of focal nodes in a market that bans: every job of a node is discounted by its place in the node's career.
 *
 * With W the discounted jobs, A the discounted income and X the discounted bans, A / W and X / W estimate the income and
 * the chance of a ban per job, however early the run ends: a career cut off by the horizon lacks all three alike.
 */
export class Careers {
  discount = 1;
  private weights: readonly [Float64Array, Float64Array] = [new Float64Array(0), new Float64Array(0)];

  /** Every one of `count` nodes starts its career, in both roles. */
  reset(count: number, discount: number): void {
    this.discount = discount;
    if (this.weights[0].length < count) this.weights = [new Float64Array(count), new Float64Array(count)];
    for (const weights of this.weights) weights.fill(1, 0, count);
  }

  /** What the node's next job in a role counts for; moves on to the one after. */
  advance(role: 0 | 1, node: number): number {
    const weights = this.weights[role];
    const weight = weights[node];
    weights[node] = weight * this.discount;
    return weight;
  }

  /** The node is banned; if it comes back, then as a newcomer. */
  restart(node: number): void {
    for (const weights of this.weights) weights[node] = 1;
  }
}

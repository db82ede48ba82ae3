/**
 * Count, mean, variance and range of numbers seen one at a time.
 *
 * @source Welford (1962), Note on a method for calculating corrected sums of squares and products;
 * merging: Chan, Golub, LeVeque (1983)
 * @example
 * const summary = Summary.of([1, 2, 3, 4]);
 * summary.mean // => 2.5
 */
export class Summary {
  count = 0;
  /** Mean; 0 while nothing was added. */
  mean = 0;
  min = Number.POSITIVE_INFINITY;
  max = Number.NEGATIVE_INFINITY;
  private squares = 0;

  static of(values: ArrayLike<number>): Summary {
    const summary = new Summary();
    for (let i = 0; i < values.length; i++) summary.add(values[i]);
    return summary;
  }

  /** Sample variance with divisor count - 1; NaN below two values. */
  get variance(): number {
    return this.count < 2 ? Number.NaN : this.squares / (this.count - 1);
  }

  add(value: number): void {
    this.count++;
    const before = value - this.mean;
    this.mean += before / this.count;
    this.squares += before * (value - this.mean);
    if (value < this.min) this.min = value;
    if (value > this.max) this.max = value;
  }

  /** Takes in the numbers of another summary, as if they had been added here. */
  merge(other: Summary): void {
    if (other.count === 0) return;
    const count = this.count + other.count;
    const gap = other.mean - this.mean;
    this.squares += other.squares + gap * gap * ((this.count * other.count) / count);
    this.mean += gap * (other.count / count);
    this.count = count;
    if (other.min < this.min) this.min = other.min;
    if (other.max > this.max) this.max = other.max;
  }
}

/** Two columns seen pair by pair: a summary of each and their covariance. */
export class PairSummary {
  readonly first = new Summary();
  readonly second = new Summary();
  private products = 0;

  get count(): number {
    return this.first.count;
  }

  /** Sample covariance with divisor count - 1; NaN below two pairs. */
  get covariance(): number {
    return this.count < 2 ? Number.NaN : this.products / (this.count - 1);
  }

  /** Pearson's correlation; NaN below two pairs or when a column is constant. */
  get correlation(): number {
    return this.covariance / Math.sqrt(this.first.variance * this.second.variance);
  }

  add(first: number, second: number): void {
    const before = first - this.first.mean;
    this.first.add(first);
    this.second.add(second);
    this.products += before * (second - this.second.mean);
  }

  /** Takes in the pairs of another summary, as if they had been added here. */
  merge(other: PairSummary): void {
    if (other.count === 0) return;
    const weight = (this.count * other.count) / (this.count + other.count);
    this.products +=
      other.products + (other.first.mean - this.first.mean) * (other.second.mean - this.second.mean) * weight;
    this.first.merge(other.first);
    this.second.merge(other.second);
  }
}

const SEGMENTS = 32;
const JOBS_PER_SEGMENT = 64;
// 256 bins to each doubling, from a microsecond (2^-20 s) to eight years (2^28 s).
const BIN_BITS = 8;
const LOWEST_EXPONENT = -20;
const BINS = 48 << BIN_BITS;
const FIRST_BIN = (1023 + LOWEST_EXPONENT) << BIN_BITS;
/** Jobs beyond a quantile that each half of a run must have: fewer say nothing about where it lies. */
const JOBS_BEYOND_MIN = 10;

/**
 * How far a quantile may be off because times are counted in bins, relative to it [1]: half a bin for the quantile of
 * all jobs taken twice, and half a bin for those of its halves.
 */
export const QUANTILE_RESOLUTION = 1.5 / (1 << BIN_BITS);

/**
 * How many jobs took how long, in order of settlement: counts in logarithmic bins, by segments of equally many jobs, so
 * that the warm-up can be left out once it is known. Memory does not grow with the run: when all segments are full,
 * neighbours are joined.
 */
export class LatencyCounts {
  /** Jobs in a full segment [count]. */
  jobsPerSegment = JOBS_PER_SEGMENT;
  /** Segments begun; the last one may not be full [count]. */
  segments = 1;
  private readonly counts = new Uint32Array(SEGMENTS * BINS);
  private readonly merged = new Uint32Array(BINS);
  // The bits of a double: the upper half of it holds the exponent and the first digits of the fraction.
  private readonly double = new Float64Array(1);
  private readonly words = new Uint32Array(this.double.buffer);
  private jobs = 0;
  private row = 0;
  private lowest = BINS;
  private highest = -1;

  /** Forgets everything. */
  reset(): void {
    for (let segment = 0; segment < this.segments; segment++) this.clear(segment);
    this.jobsPerSegment = JOBS_PER_SEGMENT;
    this.segments = 1;
    this.jobs = 0;
    this.row = 0;
    this.lowest = BINS;
    this.highest = -1;
  }

  /** Counts a job that took so long; says whether that filled its segment. */
  add(seconds: number): boolean {
    this.double[0] = seconds;
    const place = (this.words[1]! >>> (20 - BIN_BITS)) - FIRST_BIN;
    const bin = place < 0 ? 0 : place >= BINS ? BINS - 1 : place;
    if (bin < this.lowest) this.lowest = bin;
    if (bin > this.highest) this.highest = bin;
    this.counts[this.row + bin]! += 1;
    return ++this.jobs === this.jobsPerSegment;
  }

  /** Goes on to the next segment; says whether neighbours had to be joined for it. */
  begin(): boolean {
    const isFull = this.segments === SEGMENTS;
    if (isFull) this.join();
    this.jobs = 0;
    this.row = this.segments++ * BINS;
    return isFull;
  }

  /**
   * A quantile of the times from a segment on, the error that shrinks with the number of jobs taken out: twice the
   * quantile of all jobs less that of both halves (jackknife).
   *
   * @param level  such as 0.95, in (0, 1)
   * @returns seconds, exact to {@link QUANTILE_RESOLUTION}; Infinity where too few jobs tell, or one took eight years
   * @source Quenouille (1956), Notes on bias in estimation
   */
  quantile(level: number, from: number): number {
    const middle = (from + this.segments) >> 1;
    const [whole, first, second] = [
      this.plainQuantile(level, from, this.segments),
      this.plainQuantile(level, from, middle),
      this.plainQuantile(level, middle, this.segments),
    ];
    if (Math.min(first.jobs, second.jobs) * (1 - level) < JOBS_BEYOND_MIN) return Number.POSITIVE_INFINITY;
    if (whole.seconds === Number.POSITIVE_INFINITY) return Number.POSITIVE_INFINITY;
    return 2 * whole.seconds - (first.jobs * first.seconds + second.jobs * second.seconds) / whole.jobs;
  }

  private plainQuantile(level: number, from: number, to: number): { seconds: number; jobs: number } {
    const { counts, merged, lowest, highest } = this;
    let jobs = 0;
    for (let bin = lowest; bin <= highest; bin++) {
      let count = 0;
      for (let segment = from; segment < to; segment++) count += counts[segment * BINS + bin]!;
      merged[bin] = count;
      jobs += count;
    }
    let below = 0;
    for (let bin = lowest; bin <= highest; bin++) {
      below += merged[bin]!;
      if (below >= level * jobs) return { seconds: middleOf(bin), jobs };
    }
    return { seconds: Number.POSITIVE_INFINITY, jobs };
  }

  private join(): void {
    const { counts } = this;
    this.segments /= 2;
    for (let segment = 0; segment < this.segments; segment++) {
      const [to, first, second] = [segment * BINS, 2 * segment * BINS, (2 * segment + 1) * BINS];
      for (let bin = this.lowest; bin <= this.highest; bin++) {
        counts[to + bin] = counts[first + bin]! + counts[second + bin]!;
      }
    }
    for (let segment = this.segments; segment < SEGMENTS; segment++) this.clear(segment);
    this.jobsPerSegment *= 2;
  }

  private clear(segment: number): void {
    if (this.highest >= 0) this.counts.fill(0, segment * BINS + this.lowest, segment * BINS + this.highest + 1);
  }
}

/** The middle of a bin [s]; the first holds all that is shorter than a microsecond, the last all beyond the range. */
function middleOf(bin: number): number {
  if (bin === BINS - 1) return Number.POSITIVE_INFINITY;
  const exponent = LOWEST_EXPONENT + (bin >> BIN_BITS);
  return 2 ** exponent * (1 + ((bin & ((1 << BIN_BITS) - 1)) + 0.5) / (1 << BIN_BITS));
}

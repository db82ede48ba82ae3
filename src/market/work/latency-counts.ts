import { pow } from '../../kernel/mathematics/index.ts';
import { BIN_BITS, BINS, BINS_PER_OCTAVE, FIRST_BIN, LOWEST_EXPONENT, OCTAVES } from '../waiting/latency-bins.ts';

const SEGMENTS = 32;
const JOBS_PER_SEGMENT = 64;
/** Jobs beyond a quantile that each half of a run must have: fewer say nothing about where it lies. */
const JOBS_BEYOND_MIN = 10;

/**
 * How far a quantile may be off because times are counted in bins, relative to it [1]: half a bin for the quantile of
 * all jobs taken twice, and half a bin for those of its halves.
 */
export const QUANTILE_RESOLUTION = 1.5 / BINS_PER_OCTAVE;

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
  /** The same by octave, so that empty ones need not be looked through. */
  private readonly octaves = new Uint32Array(SEGMENTS * OCTAVES);
  private readonly merged = new Uint32Array(BINS_PER_OCTAVE);
  // The bits of a double: the upper half of it holds the exponent and the first digits of the fraction.
  private readonly double = new Float64Array(1);
  private readonly words = new Uint32Array(this.double.buffer);
  private jobs = 0;
  private segment = 0;

  /** Forgets everything. */
  reset(): void {
    for (let segment = 0; segment < this.segments; segment++) this.clear(segment);
    this.jobsPerSegment = JOBS_PER_SEGMENT;
    this.segments = 1;
    this.jobs = 0;
    this.segment = 0;
  }

  /** Counts a job that took so long; says whether that filled its segment. */
  add(seconds: number): boolean {
    this.double[0] = seconds;
    const place = (this.words[1] >>> (20 - BIN_BITS)) - FIRST_BIN;
    const bin = place < 0 ? 0 : place >= BINS ? BINS - 1 : place;
    this.counts[this.segment * BINS + bin] += 1;
    this.octaves[this.segment * OCTAVES + (bin >> BIN_BITS)] += 1;
    return ++this.jobs === this.jobsPerSegment;
  }

  /** Goes on to the next segment; says whether neighbours had to be joined for it. */
  begin(): boolean {
    const isFull = this.segments === SEGMENTS;
    if (isFull) this.join();
    this.jobs = 0;
    this.segment = this.segments++;
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
    const [first, second] = [this.jobsIn(from, middle), this.jobsIn(middle, this.segments)];
    if (Math.min(first, second) * (1 - level) < JOBS_BEYOND_MIN) return Number.POSITIVE_INFINITY;
    const whole = this.plainQuantile(level, from, this.segments);
    if (whole === Number.POSITIVE_INFINITY) return whole;
    const ofHalves =
      first * this.plainQuantile(level, from, middle) + second * this.plainQuantile(level, middle, this.segments);
    return 2 * whole - ofHalves / (first + second);
  }

  private jobsIn(from: number, to: number): number {
    const { octaves } = this;
    let jobs = 0;
    for (let place = from * OCTAVES; place < to * OCTAVES; place++) jobs += octaves[place];
    return jobs;
  }

  private plainQuantile(level: number, from: number, to: number): number {
    const wanted = level * this.jobsIn(from, to);
    let below = 0;
    for (let octave = 0; octave < OCTAVES; octave++) {
      let inside = 0;
      for (let segment = from; segment < to; segment++) inside += this.octaves[segment * OCTAVES + octave];
      if (below + inside >= wanted) return this.quantileWithin(octave, wanted - below, from, to);
      below += inside;
    }
    return Number.POSITIVE_INFINITY;
  }

  private quantileWithin(octave: number, wanted: number, from: number, to: number): number {
    const { counts, merged } = this;
    merged.fill(0);
    for (let segment = from; segment < to; segment++) {
      const row = segment * BINS + octave * BINS_PER_OCTAVE;
      for (let bin = 0; bin < BINS_PER_OCTAVE; bin++) merged[bin] += counts[row + bin];
    }
    let bin = 0;
    for (let below = merged[0]; below < wanted; below += merged[bin]) bin++;
    return middleOf(octave * BINS_PER_OCTAVE + bin);
  }

  private join(): void {
    this.segments /= 2;
    for (let segment = 0; segment < this.segments; segment++) {
      this.move(2 * segment, segment);
      this.move(2 * segment + 1, segment);
    }
    this.jobsPerSegment *= 2;
  }

  /** Adds one segment to another, and empties it. */
  private move(from: number, to: number): void {
    if (from === to) return;
    const { counts, octaves } = this;
    for (let octave = 0; octave < OCTAVES; octave++) {
      const jobs = octaves[from * OCTAVES + octave];
      if (jobs === 0) continue;
      octaves[to * OCTAVES + octave] += jobs;
      const [source, target] = [from * BINS + octave * BINS_PER_OCTAVE, to * BINS + octave * BINS_PER_OCTAVE];
      for (let bin = 0; bin < BINS_PER_OCTAVE; bin++) counts[target + bin] += counts[source + bin];
    }
    this.clear(from);
  }

  private clear(segment: number): void {
    const { counts, octaves } = this;
    for (let octave = 0; octave < OCTAVES; octave++) {
      if (octaves[segment * OCTAVES + octave] === 0) continue;
      octaves[segment * OCTAVES + octave] = 0;
      const first = segment * BINS + octave * BINS_PER_OCTAVE;
      counts.fill(0, first, first + BINS_PER_OCTAVE);
    }
  }
}

/** The middle of a bin [s]; the first holds all that is shorter than a microsecond, the last all beyond the range. */
function middleOf(bin: number): number {
  if (bin === BINS - 1) return Number.POSITIVE_INFINITY;
  const exponent = LOWEST_EXPONENT + (bin >> BIN_BITS);
  return pow(2, exponent) * (1 + ((bin & (BINS_PER_OCTAVE - 1)) + 0.5) / BINS_PER_OCTAVE);
}

import { pow } from '../../kernel/mathematics/index.ts';

/** The bins in which times are counted: 256 to each doubling, from a microsecond (2^-20 s) to eight years (2^28 s). */

/** Binary digits of a fraction that tell bins apart. */
export const BIN_BITS = 8;
export const BINS_PER_OCTAVE = 1 << BIN_BITS;
export const LOWEST_EXPONENT = -20;
export const OCTAVES = 48;
/** How many bins there are [count]; the first holds all that is shorter, the last all beyond the range. */
export const BINS = OCTAVES * BINS_PER_OCTAVE;
/** The upper bits of a double that lies in the first bin. */
export const FIRST_BIN = (1023 + LOWEST_EXPONENT) << BIN_BITS;

/** Where a bin begins [s]; the first begins at nothing, and behind the last there is no limit. */
export function edgeOf(bin: number): number {
  if (bin <= 0) return 0;
  if (bin >= BINS) return Number.POSITIVE_INFINITY;
  const exponent = LOWEST_EXPONENT + (bin >> BIN_BITS);
  return pow(2, exponent) * (1 + (bin & (BINS_PER_OCTAVE - 1)) / BINS_PER_OCTAVE);
}

/** How many times fell into each bin. */
export class LatencyBins {
  readonly counts = new Float64Array(BINS);
  /** The time that {@link add} counts [s]: a column, because a number handed to a call would be allocated. */
  readonly last = new Float64Array(1);
  // The upper half of a double holds the exponent and the first digits of the fraction.
  private readonly words = new Uint32Array(this.last.buffer);

  /** Forgets everything. */
  reset(): void {
    this.counts.fill(0);
  }

  /** Counts the time in {@link last}. */
  add(): void {
    const place = (this.words[1] >>> (20 - BIN_BITS)) - FIRST_BIN;
    this.counts[place < 0 ? 0 : place >= BINS ? BINS - 1 : place] += 1;
  }
}

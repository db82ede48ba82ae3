import { requireReplication, seedWords } from './seed.ts';

export { KeyedDraws } from './keyed-draws.ts';

/** A source of uniform numbers. Whoever draws takes this, so that a test can hand in any sequence. */
export interface Uniforms {
  /** The next uniform in [0, 1), a multiple of 2^-53. */
  next(): number;
}

const DISCARDED_DRAWS = 15;
const BUFFERED = 32;
const HIGH_UNIT = 2 ** -27;
const LOW_UNIT = 2 ** -53;

/**
 * The named stream of one replication: same name, same numbers, on every machine and worker.
 *
 * The name is never the index of a design point, so design points compared with each other share their randomness.
 *
 * @param seed         the scenario's seed, not empty
 * @param replication  0, 1, 2, …
 * @param purpose      what the numbers are for, such as `arrivals`
 * @throws RangeError when the seed is missing or empty, or the replication is not a whole number from 0 to 2^32 - 1
 * @example
 * createStream('2024', 0, 'arrivals').next() === createStream('2024', 0, 'arrivals').next() // => true
 */
export function createStream(seed: string, replication: number, purpose: string): Stream {
  requireReplication(replication);
  const word = seedWords(seed, replication, purpose);
  return new Stream(word(), word(), word(), word());
}

/**
 * Small fast counting generator sfc32: 128 bits of state, one word of it a counter, so no cycle is shorter than 2^32.
 *
 * @source Chris Doty-Humphrey, PractRand (sfc32)
 */
export class Stream implements Uniforms {
  private a = 0;
  private b = 0;
  private c = 0;
  private counter = 0;
  // Uniforms are made some at a time, so that taking one is small enough to be compiled into whoever draws.
  private readonly buffer = new Float64Array(BUFFERED);
  private drawn = BUFFERED;

  /** Takes four state words; the first draws still resemble the state and are thrown away. */
  constructor(a: number, b: number, c: number, counter: number) {
    this.a = a | 0;
    this.b = b | 0;
    this.c = c | 0;
    this.counter = counter | 0;
    for (let i = 0; i < DISCARDED_DRAWS; i++) this.nextWord();
  }

  next(): number {
    if (this.drawn === BUFFERED) this.refill();
    return this.buffer[this.drawn++];
  }

  private refill(): void {
    for (let i = 0; i < BUFFERED; i++) {
      const high = this.nextWord() >>> 5;
      const low = this.nextWord() >>> 6;
      this.buffer[i] = high * HIGH_UNIT + low * LOW_UNIT;
    }
    this.drawn = 0;
  }

  private nextWord(): number {
    const word = (((this.a + this.b) | 0) + this.counter) | 0;
    this.counter = (this.counter + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = (((this.c << 21) | (this.c >>> 11)) + word) | 0;
    return word;
  }
}

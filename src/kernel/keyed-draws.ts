import { requireReplication, seedWords } from './seed.ts';
import type { Uniforms } from './stream.ts';
import { threefry } from './threefry.ts';

const JOB_LIMIT = 2 ** 40;
const PURPOSE_MASK = 2 ** 16 - 1;
const WORD = 2 ** 32;
// Of the 53 bits, 27 come from one word and 26 from the next. Two products that are exact anyway: weighing the high part
// by 2^26 first makes the compiler add 64-bit integers and convert back and forth.
const HIGH_UNIT = 2 ** -27;
const LOW_UNIT = 2 ** -53;

/**
 * Uniforms that belong to a key (seed, replication, job, purpose) and not to the order in which they are asked for.
 *
 * Whether job 17 is challenged is the same number however the nodes behave before it, so two arms of a comparison
 * differ only where the behaviour does (common random numbers).
 *
 * A block of the generator makes two uniforms. The first uniforms of purposes 2k and 2k + 1 share a block, which is kept
 * until another job or pair is asked for: purposes that are drawn one after the other should be such a pair.
 *
 * @example
 * const draws = new KeyedDraws('2024');
 * draws.setReplication(3);
 * draws.uniform(17, 0) === draws.at(17, 0).next() // => true
 */
export class KeyedDraws {
  private readonly cursor: KeyedCursor;

  /** @throws RangeError when the seed is missing or empty */
  constructor(seed: string) {
    const word = seedWords(seed, 'keyed');
    this.cursor = new KeyedCursor(word(), word(), word());
  }

  /** All later draws belong to this replication, 0 … 2^32 - 1 (0 at first). @throws RangeError outside that range */
  setReplication(replication: number): void {
    requireReplication(replication);
    this.cursor.enterReplication(replication);
  }

  /**
   * The uniforms of one key, from its first. The SAME cursor is returned each time: use it up before asking for another.
   *
   * @param job      whole number, 0 … 2^40 - 1
   * @param purpose  whole number, 0 … 2^16 - 1
   * @throws RangeError outside those ranges
   */
  at(job: number, purpose: number): Uniforms {
    this.cursor.moveTo(job, purpose);
    return this.cursor;
  }

  /** The first uniform of a key; moves the shared cursor. @throws RangeError as `at` */
  uniform(job: number, purpose: number): number {
    this.cursor.moveTo(job, purpose);
    return this.cursor.next();
  }
}

/** The uniforms of one key in turn: half a block shared with the neighbouring purpose, then blocks of its own. */
class KeyedCursor implements Uniforms {
  private key0 = 0;
  private key1 = 0;
  private key2 = 0;
  private readonly block = new Int32Array(4);
  private jobLow = 0;
  private jobHighAndPair = 0;
  private replication = 0;
  // Counter word that tells blocks of a pair apart: 0 is shared, odd ones belong to purpose 2k, even ones to 2k + 1.
  private blockNumber = -1;
  private parity = 0;
  private drawn = 0;

  constructor(key0: number, key1: number, key2: number) {
    this.key0 = key0;
    this.key1 = key1;
    this.key2 = key2;
  }

  enterReplication(replication: number): void {
    this.replication = replication | 0;
    this.blockNumber = -1;
    this.drawn = 0;
  }

  moveTo(job: number, purpose: number): void {
    if ((purpose & PURPOSE_MASK) !== purpose) {
      throw new RangeError(`purpose is ${purpose}; it is a whole number from 0 to 2^16 - 1`);
    }
    // Jobs below 2^31 are 32-bit integers, and there are hardly ever others.
    const jobInteger = job | 0;
    const isSmall = jobInteger === job && jobInteger >= 0;
    const jobHigh = isSmall ? 0 : highWordOf(job);
    const jobLow = isSmall ? jobInteger : (job - jobHigh * WORD) | 0;
    const jobHighAndPair = (jobHigh << 16) | (purpose >> 1);
    if (jobLow !== this.jobLow || jobHighAndPair !== this.jobHighAndPair) {
      this.jobLow = jobLow;
      this.jobHighAndPair = jobHighAndPair;
      this.blockNumber = -1;
    }
    this.parity = purpose & 1;
    this.drawn = 0;
  }

  next(): number {
    const drawn = this.drawn++;
    // Uniform 0 is a half of the shared block, uniforms 1 and 2 are the halves of the first block of its own, and so on.
    const number = drawn === 0 ? 0 : (((drawn - 1) >> 1) << 1) + 1 + this.parity;
    if (number !== this.blockNumber) this.fill(number);
    const half = drawn === 0 ? this.parity : (drawn - 1) & 1;
    const { block } = this;
    return (block[2 * half] >>> 5) * HIGH_UNIT + (block[2 * half + 1] >>> 6) * LOW_UNIT;
  }

  private fill(number: number): void {
    this.blockNumber = number;
    const { key0, key1, key2 } = this;
    threefry(this.block, this.jobLow, this.jobHighAndPair, number, key0, key1, key2, this.replication);
  }
}

function highWordOf(job: number): number {
  if (!(job >= 0 && job < JOB_LIMIT && Math.floor(job) === job)) {
    throw new RangeError(`job is ${job}; it is a whole number from 0 to 2^40 - 1`);
  }
  return Math.floor(job / WORD);
}

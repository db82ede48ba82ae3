import { philox } from './philox.ts';
import { requireReplication, seedWords } from './seed.ts';
import type { Uniforms } from './stream.ts';

const JOB_LIMIT = 2 ** 40;
const PURPOSE_LIMIT = 2 ** 16;
const HIGH_WEIGHT = 2 ** 26;
const UNIT = 2 ** -53;

/**
 * Uniforms that belong to a key (seed, replication, job, purpose) and not to the order in which they are asked for.
 *
 * Whether job 17 is challenged is the same number however the nodes behave before it, so two arms of a comparison
 * differ only where the behaviour does (common random numbers).
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
    this.cursor = new KeyedCursor(word(), word());
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

/** Philox blocks of one key in turn; each block of four words makes two uniforms. */
class KeyedCursor implements Uniforms {
  private key0 = 0;
  private key1 = 0;
  private readonly block = new Int32Array(4);
  private jobLow = 0;
  private jobHighAndPurpose = 0;
  private replication = 0;
  private blocks = 0;
  private half = 0;

  constructor(key0: number, key1: number) {
    this.key0 = key0;
    this.key1 = key1;
  }

  enterReplication(replication: number): void {
    this.replication = replication | 0;
    this.blocks = 0;
    this.half = 0;
  }

  moveTo(job: number, purpose: number): void {
    if (!(job >= 0 && job < JOB_LIMIT && Math.floor(job) === job)) {
      throw new RangeError(`job is ${job}; it is a whole number from 0 to 2^40 - 1`);
    }
    if (!(purpose >= 0 && purpose < PURPOSE_LIMIT && (purpose | 0) === purpose)) {
      throw new RangeError(`purpose is ${purpose}; it is a whole number from 0 to 2^16 - 1`);
    }
    const jobHigh = Math.floor(job / 2 ** 32);
    this.jobLow = (job - jobHigh * 2 ** 32) | 0;
    this.jobHighAndPurpose = (jobHigh << 16) | purpose;
    this.blocks = 0;
    this.half = 0;
  }

  next(): number {
    const block = this.block;
    if (this.half === 0) {
      philox(block, this.jobLow, this.jobHighAndPurpose, this.replication, this.blocks, this.key0, this.key1);
      this.blocks = (this.blocks + 1) | 0;
      this.half = 2;
      return ((block[0] >>> 5) * HIGH_WEIGHT + (block[1] >>> 6)) * UNIT;
    }
    this.half = 0;
    return ((block[2] >>> 5) * HIGH_WEIGHT + (block[3] >>> 6)) * UNIT;
  }
}

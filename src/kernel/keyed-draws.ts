import { requireReplication, seedWords } from './seed.ts';
import type { Uniforms } from './stream.ts';
import { threefry } from './threefry.ts';
import { createLotDrawer, LOT, type LotDrawer } from './wasm/index.ts';

export { LOT };

const JOB_LIMIT = 2 ** 40;
const PURPOSE_MASK = 2 ** 16 - 1;
const WORD = 2 ** 32;
const SMALL_JOB_LIMIT = 2 ** 31;
// Of the 53 bits, 27 come from one word and 26 from the next. Two products that are exact anyway: weighing the high part
// by 2^26 first makes the compiler add 64-bit integers and convert back and forth.
const HIGH_UNIT = 2 ** -27;
const LOW_UNIT = 2 ** -53;
const SHARED_BLOCK = 0;

/** Compiled when the first lot is drawn. */
let lotDrawer: LotDrawer | 'none' | undefined;

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
export class KeyedDraws implements Uniforms {
  // Uniforms pass through columns: a number returned by a call that is not inlined is allocated, and so is one that may
  // come from a call or from elsewhere. The first uniforms of the pair, and what is next for the cursor: at first the
  // second of two, then both of a block of its own.
  private readonly shared = new Float64Array(2);
  private readonly upcoming = new Float64Array(2);
  private readonly block = new Int32Array(4);
  private seed: string | undefined;
  private key0 = 0;
  private key1 = 0;
  private key2 = 0;
  private replication = -1;
  private job = -1;
  private pair = -1;
  private jobLow = 0;
  private jobHighAndPair = 0;
  private parity = 0;
  private place = 0;
  private ownBlocks = 0;

  /** @throws RangeError when the seed is missing or empty */
  constructor(seed: string) {
    this.setSeed(seed);
    this.setReplication(0);
  }

  /** All later draws belong to this seed. @throws RangeError when it is missing or empty */
  setSeed(seed: string): void {
    if (this.seed === seed) return;
    const word = seedWords(seed, 'keyed');
    this.seed = seed;
    this.key0 = word();
    this.key1 = word();
    this.key2 = word();
    this.pair = -1;
  }

  /** All later draws belong to this replication, 0 … 2^32 - 1 (0 at first). @throws RangeError outside that range */
  setReplication(replication: number): void {
    requireReplication(replication);
    this.replication = replication | 0;
    this.pair = -1;
  }

  /**
   * The uniforms of one key, from its first. The SAME cursor is returned each time: use it up before asking for another.
   *
   * @param job      whole number, 0 … 2^40 - 1
   * @param purpose  whole number, 0 … 2^16 - 1
   * @throws RangeError outside those ranges
   */
  at(job: number, purpose: number): Uniforms {
    this.moveTo(job, purpose);
    return this;
  }

  /** The first uniform of a key; the shared cursor then stands before it. @throws RangeError as `at` */
  uniform(job: number, purpose: number): number {
    this.moveTo(job, purpose);
    return this.upcoming[1];
  }

  /**
   * The first uniforms of purposes 2k and 2k + 1 for as many jobs in a row as the columns hold: what {@link uniform}
   * gives one by one. Draws made in a row overlap in the processor, while one made when it is needed is waited for.
   *
   * @param firstJob  with all the jobs after it below 2^31
   * @throws RangeError beyond that
   */
  fillPair(firstJob: number, pair: number, even: Float64Array, odd: Float64Array): void {
    const { block, key0, key1, key2, replication } = this;
    const count = even.length;
    if (!(firstJob >= 0 && firstJob + count <= SMALL_JOB_LIMIT))
      throw new RangeError(`jobs from ${firstJob} on are too many`);
    lotDrawer ??= createLotDrawer() ?? 'none';
    if (count === LOT && lotDrawer !== 'none') {
      lotDrawer.draw(firstJob, pair, key0, key1, key2, replication);
      even.set(lotDrawer.even);
      odd.set(lotDrawer.odd);
      return;
    }
    for (let i = 0; i < count; i++) {
      threefry(block, firstJob + i, pair, SHARED_BLOCK, key0, key1, key2, replication);
      even[i] = (block[0] >>> 5) * HIGH_UNIT + (block[1] >>> 6) * LOW_UNIT;
      odd[i] = (block[2] >>> 5) * HIGH_UNIT + (block[3] >>> 6) * LOW_UNIT;
    }
  }

  /** The next uniform of the key the cursor stands at. */
  next(): number {
    if (this.place === 2) this.drawOwn();
    return this.upcoming[this.place++];
  }

  private moveTo(job: number, purpose: number): void {
    if (job !== this.job || purpose >> 1 !== this.pair || (purpose & PURPOSE_MASK) !== purpose) {
      this.enter(job, purpose);
    }
    this.parity = purpose & 1;
    this.upcoming[1] = this.shared[purpose & 1];
    this.place = 1;
    this.ownBlocks = 0;
  }

  private drawOwn(): void {
    this.fill(this.upcoming, 2 * this.ownBlocks++ + 1 + this.parity);
    this.place = 0;
  }

  private enter(job: number, purpose: number): void {
    if ((purpose & PURPOSE_MASK) !== purpose) {
      throw new RangeError(`purpose is ${purpose}; it is a whole number from 0 to 2^16 - 1`);
    }
    // Jobs below 2^31 are 32-bit integers, and there are hardly ever others.
    const jobInteger = job | 0;
    const isSmall = jobInteger === job && jobInteger >= 0;
    const jobHigh = isSmall ? 0 : highWordOf(job);
    this.job = job;
    this.pair = purpose >> 1;
    this.jobLow = isSmall ? jobInteger : (job - jobHigh * WORD) | 0;
    this.jobHighAndPair = (jobHigh << 16) | this.pair;
    this.fill(this.shared, SHARED_BLOCK);
  }

  /** @param number  tells blocks of a pair apart: 0 is shared, odd ones belong to purpose 2k, even ones to 2k + 1 */
  private fill(uniforms: Float64Array, number: number): void {
    const { block, key0, key1, key2 } = this;
    threefry(block, this.jobLow, this.jobHighAndPair, number, key0, key1, key2, this.replication);
    uniforms[0] = (block[0] >>> 5) * HIGH_UNIT + (block[1] >>> 6) * LOW_UNIT;
    uniforms[1] = (block[2] >>> 5) * HIGH_UNIT + (block[3] >>> 6) * LOW_UNIT;
  }
}

function highWordOf(job: number): number {
  if (!(job >= 0 && job < JOB_LIMIT && Math.floor(job) === job)) {
    throw new RangeError(`job is ${job}; it is a whole number from 0 to 2^40 - 1`);
  }
  return Math.floor(job / WORD);
}

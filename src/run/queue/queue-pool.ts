/**
 * A pool whose runs are made by whoever works on a queue. Parcels are cut as workers come, and their results handed on in
 * the order of the plan; what is analysed is analysed here.
 */
import { countNumbers, jobsOf } from '../../engine/assignment.ts';
import type { Assignment } from '../../plan/plan.ts';
import { Agenda } from '../agenda.ts';
import type { Engine } from '../engines/engine.ts';
import type { Asked, QueueEngine } from '../engines/queue.ts';
import { workOfRun } from '../pace.ts';
import type { PassOptions, Pool } from '../pool.ts';

/** What a parcel should take [ms]: long beside what handing it over costs, and soon made again where it is lost. */
const parcelMilliseconds = 20_000;
/** The same at the end of a pass, when all are to end together, and before anybody has said how fast it goes. */
const parcelMillisecondsMin = 250;
const parcelMillisecondsUntimed = 1000;
/** What a job takes until somebody has said it [ms]. */
const millisecondsPerJobAssumed = 0.0005;
/** Assignments and numbers of a parcel at most [count]: some megabytes on the way. */
const assignmentsMax = 4096;
const numbersMax = 500_000;
/** Parcels for each thread of a worker: one at work, one that waits [count]. */
const parcelsPerHand = 2;
/** Parcels that may be done before the one that is to be handed on next, for each thread; they lie in Redis. */
const aheadPerHand = 4;
/** Parcels after which what was handed on is put on disk, so that Redis may forget it [count]. */
const parcelsPerKeep = 32;

/** Opens the pool. @param engines  what analyses here */
export function createQueuePool(engine: QueueEngine, engines: readonly Engine[], close: () => Promise<void>): Pool {
  const agenda = new Agenda();
  return {
    get workers() {
      return Math.max(1, engine.hands);
    },
    runAssignments: (assignments, options) => new Pass(engine, options).run(assignments),
    analyse: (prepare) => {
      // Several that are left in one turn are shared by all.
      setImmediate(() => void agenda.rouse(engines));
      return agenda.submit(prepare);
    },
    close,
  };
}

/** One pass over assignments: one loop asks for parcels, another hands on what is done. */
class Pass {
  readonly #engine: QueueEngine;
  readonly #options: PassOptions;
  readonly #asked: Asked[] = [];
  readonly #sleepers: (() => void)[] = [];
  /** Settles when nothing more is to be begun: stopped, or failed. */
  readonly #ended: Promise<false>;
  #end!: () => void;
  #hasEnded = false;
  #jobsLeft: number;
  #isDrawn = false;

  constructor(engine: QueueEngine, options: PassOptions) {
    this.#engine = engine;
    this.#options = options;
    this.#jobsLeft = options.jobs ?? Number.POSITIVE_INFINITY;
    engine.plan(this.#jobsLeft);
    this.#ended = new Promise((resolve) => {
      this.#end = () => {
        this.#hasEnded = true;
        resolve(false);
        this.#wake();
      };
    });
  }

  /** @throws whatever failed first */
  async run(assignments: Iterable<Assignment>): Promise<void> {
    const { signal } = this.#options;
    signal?.addEventListener('abort', this.#end);
    if (signal?.aborted) this.#end();
    this.#engine.onChange = () => this.#wake();
    try {
      await Promise.all([this.#handOn(), this.#feed(assignments[Symbol.iterator]())].map((loop) => this.#orEnd(loop)));
    } finally {
      this.#engine.onChange = () => {};
      signal?.removeEventListener('abort', this.#end);
    }
    if (signal?.aborted) await this.#engine.withdraw();
  }

  async #orEnd(loop: Promise<void>): Promise<void> {
    try {
      await loop;
    } catch (error) {
      this.#end();
      throw error;
    }
  }

  /** Settles when anything has changed. */
  #turn(): Promise<void> {
    return new Promise((resolve) => this.#sleepers.push(resolve));
  }

  #wake(): void {
    for (const resume of this.#sleepers.splice(0)) resume();
  }

  async #feed(source: Iterator<Assignment>): Promise<void> {
    while (!this.#hasEnded) {
      const hands = Math.max(1, this.#engine.hands);
      const isFull =
        this.#engine.waiting >= parcelsPerHand * hands || this.#asked.length >= parcelsPerHand + aheadPerHand * hands;
      if (isFull) await this.#turn();
      else {
        const parcel = this.#cut(source, hands);
        if (parcel.length === 0) break;
        this.#asked.push(this.#engine.ask(parcel));
        this.#wake();
      }
    }
    this.#isDrawn = true;
    this.#wake();
  }

  /** So much as a thread has to do for some time; near the end a share of what is left. */
  #cut(source: Iterator<Assignment>, hands: number): Assignment[] {
    const known = this.#engine.millisecondsPerJob;
    const perJob = known ?? millisecondsPerJobAssumed;
    const share = (this.#jobsLeft * perJob) / (parcelsPerHand * hands);
    const most = known === undefined ? parcelMillisecondsUntimed : parcelMilliseconds;
    const wanted = Math.min(most, Math.max(parcelMillisecondsMin, share));
    const parcel: Assignment[] = [];
    for (
      let [expected, numbers] = [0, 0];
      expected < wanted && numbers < numbersMax && parcel.length < assignmentsMax;
    ) {
      const { done, value } = source.next();
      if (done) break;
      parcel.push(value);
      expected += value.replications * workOfRun(value) * perJob;
      numbers += countNumbers(value);
      this.#jobsLeft -= jobsOf(value);
    }
    return parcel;
  }

  /** Hands results on in the order of the plan; once they are on disk, Redis may forget them. */
  async #handOn(): Promise<void> {
    const { onResult, keep } = this.#options;
    let handed: Asked[] = [];
    const settle = async () => {
      if (!keep || handed.length === 0) return;
      await keep();
      await this.#engine.settle(handed);
      handed = [];
    };
    for (;;) {
      const [next] = this.#asked;
      if (!next) {
        if (this.#isDrawn || this.#hasEnded) break;
        await this.#turn();
        continue;
      }
      const results = await Promise.race([this.#engine.collect(next), this.#ended]);
      if (!results) break;
      for (const [i, { assignment }] of next.work.entries()) await onResult(assignment, results[i]);
      this.#asked.shift();
      handed.push(next);
      this.#wake();
      if (handed.length >= parcelsPerKeep) await settle();
    }
    await settle();
  }
}

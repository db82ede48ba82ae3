/**
 * Threads that simulate assignments and hand the results back in the order of the plan, whoever finishes first, and that
 * analyse what came of them: the same plan gives the same bytes on one worker or sixteen.
 *
 * Assignments travel in parcels that are sized by what earlier ones took here, and whoever is free takes the next. This
 * thread is one of the workers: while the others start it is at work already, and it is never one thread too many for
 * the cores.
 */

import type { AnalysisRequest, PointAnalysis } from '../analysis/analyse.ts';
import { jobsOf } from '../engine/assignment.ts';
import type { Assignment, AssignmentResult } from '../plan/plan.ts';
import { Agenda } from './agenda.ts';
import { countLanes, type Engine, eachLane } from './engines/engine.ts';
import { inlineEngine } from './engines/here.ts';
import { type Threads, threadEngine } from './engines/threads.ts';
import { Pace } from './pace.ts';

/** Called once per assignment, in plan order; a returned promise holds back the next call. */
type ResultHandler = (assignment: Assignment, result: AssignmentResult) => void | Promise<void>;

/** What one pass over assignments may be told. */
export interface PassOptions {
  /** Once aborted no further assignment is started; those at work finish and are handed on before the pass returns. */
  signal?: AbortSignal | undefined;
  /** Jobs of all assignments, where they are known: a short pass starts no threads [count]. */
  jobs?: number;
  /** Design points that will be analysed beside them [count]. */
  analyses?: number;
  onResult: ResultHandler;
  /** Puts on disk what was handed on, where it is kept: whoever has it elsewhere may let go of it then. */
  keep?: (() => Promise<void>) | undefined;
}

/** Workers that stay alive over the several passes of a study. */
export interface Pool {
  workers: number;
  /** One pass over assignments; they are taken from the iterable only when a worker is nearly free. */
  runAssignments(assignments: Iterable<Assignment>, options: PassOptions): Promise<void>;
  /** Has a design point analysed by whoever is free, before further assignments. @param prepare  asked when that is */
  analyse(prepare: () => AnalysisRequest): Promise<PointAnalysis>;
  close(): Promise<void>;
}

/** How a pool is opened. */
interface PoolOptions {
  workers: number;
  /** Gives milliseconds since any moment: sizes parcels, and changes no result. */
  clock?: (() => number) | undefined;
  /** The module that runs a parcel; the tests put one of their own here. */
  script?: string;
}

/** Parcels that may wait for a slower one ahead of them, per lane, before their lane waits too. */
const backlogPerLane = 32;
/** Jobs that one thread simulates while others would still be starting [count]. */
const jobsWorthThreads = 1_000_000;
/** Jobs that take as long as a design point takes to be analysed [count]. */
const jobsPerAnalysis = 5000;
/** A run that takes longer is none for this thread, which has signals to serve and results to store [ms]. */
const longestHere = 500;

/**
 * Opens a pool.
 *
 * One worker means no thread: the assignments run here, and signals are served between runs. So does a short pass before
 * any thread was started. Without a clock, jobs are assumed to cost what they mostly do.
 *
 * @throws RangeError when there is no worker
 */
export function createPool({ workers, clock, script = workerScript() }: PoolOptions): Pool {
  if (!Number.isSafeInteger(workers) || workers < 1) throw new RangeError(`workers is ${workers}; it is at least 1`);
  const pace = new Pace(clock);
  const here = inlineEngine(script, pace);
  const others = threadEngine(script, workers - 1);
  const standby = threadEngine(script, 1);
  const agenda = new Agenda();
  let areOpen = false;
  let passes = 0;
  const listEngines = () => (areOpen ? [others, leaveLong(here, standby, pace)] : [here]);
  // During a pass its lanes look at the agenda themselves.
  const rouse = () => void (passes === 0 && agenda.rouse(listEngines()));
  return {
    workers,
    runAssignments: async (assignments, options) => {
      const { jobs = Number.POSITIVE_INFINITY, analyses = 0 } = options;
      areOpen ||= workers > 1 && jobs + analyses * jobsPerAnalysis >= jobsWorthThreads;
      if (areOpen) others.open();
      passes++;
      try {
        await runPass(listEngines(), pace, agenda, assignments, options);
      } finally {
        passes--;
      }
      rouse();
    },
    analyse: (prepare) => {
      // Several that are left in one turn are shared by all.
      setImmediate(rouse);
      return agenda.submit(prepare);
    },
    close: async () => {
      await Promise.all([others.close(), standby.close()]);
      areOpen = false;
    },
  };
}

/** This thread, until a run would keep it too long: from then on another works in its place. */
function leaveLong(here: Engine, standby: Threads, pace: Pace): Engine {
  let isTooLong = false;
  return {
    lanes: 1,
    threads: 1,
    ready: here.ready,
    analyse: here.analyse,
    run: async (parcel) => {
      isTooLong ||= pace.expectRun(parcel) > longestHere;
      if (!isTooLong) return here.run(parcel);
      // Its start is no part of what a parcel takes.
      await standby.ready();
      const stopwatch = pace.begin(parcel);
      const results = await standby.run(parcel);
      stopwatch.end();
      return results;
    },
  };
}

/**
 * Lanes draw from one iterator. After a failure nothing more is started, and what is at work finishes before it is thrown.
 */
async function runPass(
  engines: readonly Engine[],
  pace: Pace,
  agenda: Agenda,
  assignments: Iterable<Assignment>,
  { signal, jobs = Number.POSITIVE_INFINITY, onResult }: PassOptions,
): Promise<void> {
  const source = assignments[Symbol.iterator]();
  const threads = engines.reduce((sum, engine) => sum + engine.threads, 0);
  const lanes = countLanes(engines);
  const handover = new Handover(onResult, backlogPerLane * lanes);
  let jobsLeft = jobs;
  let parcelsLeft = Number.POSITIVE_INFINITY;
  let started = 0;

  const draw = () => {
    const parcel = pace.take(source);
    const drawn = parcel.reduce((sum, assignment) => sum + jobsOf(assignment), 0);
    jobsLeft -= drawn;
    parcelsLeft = jobsLeft / drawn;
    return parcel;
  };
  const work = async (engine: Engine, number: number) => {
    // What a thread that still loads had drawn would keep all that others finish meanwhile from being stored.
    await engine.ready();
    // How many parcels lie ahead of its own in the same thread.
    const ahead = Math.floor(number / engine.threads);
    while (!signal?.aborted && !handover.hasFailed) {
      // Others analyse what is there before they simulate; this thread simulates as long as it can, and helps at the end:
      // what a thread has never done it would have to compile first, and this one has more to do than they.
      if (engine === engines[0]) await agenda.clear(engine, lanes);
      // What waits behind another parcel cannot be shared any more: at the end of a plan as many are left to the others.
      if (ahead > 0 && parcelsLeft <= ahead * (threads - 1)) return;
      const parcel = draw();
      if (parcel.length === 0) return agenda.clear(engine, lanes);
      const position = started++;
      const results = await engine.run(parcel);
      await handover.take(position, { parcel, results });
    }
  };
  await Promise.all(
    eachLane(engines, (engine, number) => work(engine, number).catch((failure: unknown) => handover.fail(failure))),
  );
  await handover.end();
}

interface Finished {
  parcel: readonly Assignment[];
  results: readonly AssignmentResult[];
}

/**
 * Hands results on in the order in which parcels were drawn. A finished one waits until all before it were handed on; only
 * a lane far ahead of the slowest waits with it, so that neither memory grows nor a worker idles. The slowest never waits.
 */
class Handover {
  readonly #onResult: ResultHandler;
  readonly #backlog: number;
  readonly #finished = new Map<number, Finished>();
  readonly #failures: unknown[] = [];
  #next = 0;
  #committing = Promise.resolve();
  #held: (() => void)[] = [];

  constructor(onResult: ResultHandler, backlog: number) {
    this.#onResult = onResult;
    this.#backlog = backlog;
  }

  get hasFailed(): boolean {
    return this.#failures.length > 0;
  }

  /** Takes the results of a parcel; settles when its lane may go on. */
  async take(position: number, finished: Finished): Promise<void> {
    this.#finished.set(position, finished);
    this.#committing = this.#committing.then(() => this.#commit()).catch((failure: unknown) => this.fail(failure));
    while (position - this.#next >= this.#backlog && !this.hasFailed) {
      await new Promise<void>((resume) => this.#held.push(resume));
    }
  }

  fail(failure: unknown): void {
    this.#failures.push(failure);
    this.#release();
  }

  /** Settles when all that can be was handed on. @throws what failed first */
  async end(): Promise<void> {
    await this.#committing;
    if (this.hasFailed) throw this.#failures[0];
  }

  async #commit(): Promise<void> {
    for (let done = this.#finished.get(this.#next); done && !this.hasFailed; done = this.#finished.get(this.#next)) {
      this.#finished.delete(this.#next);
      for (let i = 0; i < done.parcel.length; i++) await this.#onResult(done.parcel[i], done.results[i]);
      this.#next++;
      this.#release();
    }
  }

  #release(): void {
    for (const resume of this.#held) resume();
    this.#held = [];
  }
}

/** The worker beside this module: TypeScript in development, JavaScript once built. */
export function workerScript(): string {
  return new URL(import.meta.url.endsWith('.ts') ? './worker.ts' : './worker.js', import.meta.url).href;
}

/**
 * A worker on a queue: whatever it computes, its threads compute. The thread that this runs in renews locks, carries parcels
 * and results, and looks whether it still has the ear of the queue.
 */
import { setTimeout } from 'node:timers/promises';
import type { Job, Worker } from 'bullmq';
import type { Catalogue } from '../../catalogue/catalogue.ts';
import { jobsOf } from '../../engine/assignment.ts';
import type { Assignment, AssignmentResult } from '../../plan/plan.ts';
import type { Engine } from '../engines/engine.ts';
import { workOfRun } from '../pace.ts';
import { type Needs, readStudy, refuseWorker } from './hold.ts';
import { insist, orGiveUp } from './insist.ts';
import { parcels } from './names.ts';
import type { OpenQueue, QueuedParcel } from './open-queue.ts';
import { encodeResult, listNames, nameRuns, unpack } from './parcel.ts';
import { QueueError } from './queue-error.ts';
import { openTraces } from './traces.ts';
import { beatPeriod, leave, report, type WorkerReport } from './workers.ts';

/** What a worker is. */
export interface WorkerSetup {
  /** What it is called; no other is. */
  name: string;
  /** What computes, one parcel in each of its threads. */
  engine: Pick<Engine, 'threads' | 'run'>;
  needs: Needs;
  catalogue: Catalogue;
  /** Milliseconds since any moment: says how fast it goes, and changes no result. */
  clock: () => number;
  /** Once aborted what is at work is brought to its next stop, and given back. */
  signal: AbortSignal;
  /** Hears what it does, about once a second; the title of the study, where there is one. */
  onBeat?: (report: WorkerReport, title: string | undefined) => void;
}

/** In how many pieces a parcel is done: each is handed in when it is made, and lost with its worker before [count]. */
const piecesPerParcel = 16;
/** How often a parcel may be taken from a worker that is silent, before it counts as lost [count]. */
const stallsMax = 5;
/** Signs of life with parcels waiting and a thread idle, after which the worker is taken for deaf [count]. */
const beatsDeaf = 8;

/**
 * Works for whatever studies come to a queue, until told to stop.
 *
 * @throws QueueError when a study needs another program or other plugins
 */
export async function workOnQueue(queue: OpenQueue, setup: WorkerSetup): Promise<void> {
  const worker = new WorkerOnQueue(queue, setup);
  const { signal } = setup;
  const aborted = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
  try {
    while (!signal.aborted && !worker.failure) {
      // While Redis is away a sign of life takes as long as that; whoever wants to end does not wait for it.
      await Promise.race([insist(() => worker.beat(), queue.onTrouble, signal), aborted]);
      await sleep(beatPeriod, signal);
    }
  } finally {
    await worker.stop();
  }
  if (worker.failure) throw worker.failure.error;
}

class WorkerOnQueue {
  readonly #queue: OpenQueue;
  readonly #setup: WorkerSetup;
  readonly #report: WorkerReport;
  readonly #traces: ReturnType<typeof openTraces>;
  #ear: Worker<QueuedParcel> | undefined;
  #isStopping = false;
  /** Signs of life in a row at which it had heard nothing though it should have. */
  #deaf = 0;
  #taken = 0;
  failure: { error: unknown } | undefined;

  constructor(queue: OpenQueue, setup: WorkerSetup) {
    this.#queue = queue;
    this.#setup = setup;
    this.#traces = openTraces(queue.redis, setup.catalogue);
    const { name, engine } = setup;
    this.#report = { name, threads: engine.threads, parcels: 0, runs: 0, jobs: 0, milliseconds: 0, work: 0 };
  }

  /** Finds out whether there is a study, listens for its parcels, and gives a sign of life. */
  async beat(): Promise<void> {
    const { redis } = this.#queue;
    const { needs, onBeat } = this.#setup;
    const study = await readStudy(redis);
    const refusal = study && refuseWorker(study.needs, needs);
    if (refusal !== undefined) throw new QueueError(refusal);
    if (study && !this.#ear) this.#listen();
    if (!study && this.#ear) this.#turnAway();
    if (study) await report(redis, this.#report);
    await this.#doubtEar();
    onBeat?.(this.#report, study?.title);
  }

  async stop(): Promise<void> {
    this.#isStopping = true;
    // Redis may be away; what was not given back is taken back when its lock ends.
    await orGiveUp(Promise.all([this.#ear?.close(), leave(this.#queue.redis, this.#report)]));
  }

  #listen(): void {
    const { packages, redis, lockSeconds } = this.#queue;
    const ear = new packages.Worker<QueuedParcel>(parcels.name, (job, token) => this.#perform(job, token), {
      connection: redis,
      prefix: parcels.prefix,
      concurrency: this.#setup.engine.threads,
      lockDuration: 1000 * lockSeconds,
      stalledInterval: 500 * lockSeconds,
      maxStalledCount: stallsMax,
      // It asks again within the time after which silence counts as a partition.
      drainDelay: 1,
      runRetryDelay: beatPeriod,
      removeOnComplete: { count: 0 },
      removeOnFail: { count: 0 },
    });
    // What Redis says while it is away is told by its connection.
    ear.on('error', () => {});
    this.#ear = ear;
    this.#deaf = 0;
  }

  #turnAway(): void {
    void this.#ear?.close().catch(() => {});
    this.#ear = undefined;
  }

  /** A worker that has lost the queue's ear never finds out by itself: another listens in its place. */
  async #doubtEar(): Promise<void> {
    const taken = this.#taken;
    const isIdle = this.#ear !== undefined && this.#report.parcels < this.#setup.engine.threads;
    const waiting = isIdle ? await this.#queue.parcels.getWaitingCount() : 0;
    this.#deaf = waiting > 0 && taken === this.#taken ? this.#deaf + 1 : 0;
    if (this.#deaf < beatsDeaf) return;
    void this.#ear?.close(true).catch(() => {});
    this.#listen();
  }

  /** Does a parcel piece by piece. What others have handed in of it already is not made again. */
  async #perform(job: Job<QueuedParcel>, token: string | undefined): Promise<void> {
    this.#taken++;
    this.#report.parcels++;
    try {
      const refusal = refuseWorker(job.data.needs, this.#setup.needs);
      if (refusal !== undefined) throw new QueueError(refusal);
      const work = unpack(job.data.parcel, await this.#traces(job.data.traces));
      const names = listNames(job.data.parcel);
      const size = Math.ceil(work.length / piecesPerParcel);
      for (let begin = 0; begin < work.length && !this.#mustStop; begin += size) {
        await this.#make(work.slice(begin, begin + size), names.slice(begin, begin + size));
      }
    } catch (error) {
      this.failure ??= { error };
    } finally {
      this.#report.parcels--;
    }
    if (this.#mustStop) await this.#giveBack(job, token);
  }

  get #mustStop(): boolean {
    return this.#isStopping || this.#setup.signal.aborted || this.failure !== undefined;
  }

  async #giveBack(job: Job<QueuedParcel>, token: string | undefined): Promise<never> {
    await job.moveToWait(token);
    throw new this.#queue.packages.WaitingError();
  }

  async #make(work: readonly Assignment[], names: readonly string[]): Promise<void> {
    const { results, onTrouble } = this.#queue;
    const { name: worker, engine, clock, signal } = this.#setup;
    const places = await results.locate(names);
    const wanted = work.filter((_, i) => places[i] === 'missing');
    if (wanted.length === 0) return;
    const named = wanted.map((assignment, i) => {
      const here = nameRuns(assignment);
      if (names.includes(here.name)) return here;
      throw new QueueError(
        `parcel ${i}: its runs are known by another name here (${here.name}): this program is not the one that conducts the study`,
      );
    });
    const start = clock();
    const made = await engine.run(wanted);
    this.#note(wanted, made, clock() - start);
    const told = made.map((result, i) => ({ name: named[i].name, bytes: encodeResult(result) }));
    await insist(() => results.deposit(worker, told), onTrouble, signal);
  }

  #note(work: readonly Assignment[], made: readonly AssignmentResult[], milliseconds: number): void {
    const own = this.#report;
    for (const [i, assignment] of work.entries()) {
      own.runs += assignment.replications - made[i].failures.length;
      own.jobs += jobsOf(assignment);
      own.work += assignment.replications * workOfRun(assignment);
    }
    own.milliseconds += milliseconds;
  }
}

/** Waits; less long where it is told to stop. */
function sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
  return setTimeout(milliseconds, undefined, { signal }).catch(() => {});
}

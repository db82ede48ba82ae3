/** Parcels that are done by whoever works on a queue, on any machine. */

import type { Catalogue } from '../../catalogue/catalogue.ts';
import { jobsOf } from '../../engine/assignment.ts';
import { armName } from '../../market/settings.ts';
import type { Assignment, AssignmentResult } from '../../plan/plan.ts';
import { describeDifference } from '../queue/difference.ts';
import { renewHold, type StudyOnQueue, sayHolder } from '../queue/hold.ts';
import { insist, orGiveUp } from '../queue/insist.ts';
import { keys, parcelKey } from '../queue/names.ts';
import type { OpenQueue } from '../queue/open-queue.ts';
import { decodeResult, listNames, type NamedAssignment, nameRuns, pack } from '../queue/parcel.ts';
import { QueueError } from '../queue/queue-error.ts';
import { type Progress, publish } from '../queue/status.ts';
import { depositTraces, type TraceMark } from '../queue/traces.ts';
import { beatPeriod, listWorkers } from '../queue/workers.ts';

/** A parcel that was asked for. */
export interface Asked {
  work: readonly NamedAssignment[];
  /** Settles when all its results are there. @throws QueueError */
  done: Promise<void>;
}

/** How often it is looked what is done [ms]. */
const lookPeriod = 200;
/** The oldest parcel is looked at by itself each so many looks: its results count, whatever the queue says. */
const looksPerDoubt = 10;
/** How often a parcel may vanish with all the workers that took it; Redis may have lost it, or they died of it [count]. */
const asksMax = 6;

/** An engine with as many lanes as there are workers at the moment. */
export class QueueEngine {
  readonly #queue: OpenQueue;
  readonly #study: StudyOnQueue;
  readonly #traces: Catalogue['traces'];
  #marks: readonly TraceMark[] = [];
  /** Parcels that are asked for and not done. */
  readonly #open = new Set<Waiting>();
  /** Ids of parcels that were in the queue when it was taken, by the results they will leave. */
  readonly #inherited = new Map<string, string>();
  readonly #told: Omit<Progress, 'points'> = { runs: 0, jobs: 0, jobsPlanned: 0, failures: [] };
  readonly #timers = new Map<number, NodeJS.Timeout>();
  #failure: unknown;
  #looks = 0;
  #isClosed = false;

  /** Called when a parcel is done, or workers came or went. */
  onChange = () => {};
  /** Threads of all workers that are there [count]. */
  hands = 0;
  /** What they take for a job [ms]; `undefined` until any was done. */
  millisecondsPerJob: number | undefined;

  constructor(queue: OpenQueue, study: StudyOnQueue, traces: Catalogue['traces']) {
    this.#queue = queue;
    this.#study = study;
    this.#traces = traces;
  }

  /** Finds out what a conductor before has left, and begins to look. */
  async open(): Promise<void> {
    for (const job of await this.#queue.parcels.getJobs(['waiting', 'active'])) {
      if (job?.id) for (const name of listNames(job.data.parcel)) this.#inherited.set(name, job.id);
    }
    await this.#beat();
    this.#repeat(() => this.#look(), lookPeriod);
    this.#repeat(() => this.#beat(), beatPeriod);
  }

  /** Parcels that are asked for and not done [count]. */
  get waiting(): number {
    return this.#open.size;
  }

  /** Asks for a parcel: for those of its results that are neither there nor on the way. */
  ask(parcel: readonly Assignment[]): Asked {
    const waiting = new Waiting(parcel.map(nameRuns));
    this.#open.add(waiting);
    void this.#send(waiting).catch((error: unknown) => this.fail(error));
    if (this.#failure !== undefined) this.fail(this.#failure);
    return waiting;
  }

  /** The results of a parcel once all are there, in its order; what Redis has lost since is made again. @throws QueueError */
  async collect({ work, done }: Asked): Promise<AssignmentResult[]> {
    await done;
    const found = await this.#queue.results.fetch(work.map(({ name }) => name));
    if (found.every((bytes) => bytes !== undefined))
      return work.map((named, i) => this.#note(named.assignment, decodeResult(found[i], named)));
    return this.collect(this.ask(work.map(({ assignment }) => assignment)));
  }

  /** Says of so many jobs that they will be asked for [count]. */
  plan(jobs: number): void {
    if (Number.isFinite(jobs)) this.#told.jobsPlanned += jobs;
  }

  #note(assignment: Assignment, result: AssignmentResult): AssignmentResult {
    const { point, arm, replications } = assignment;
    this.#told.runs += replications - result.failures.length;
    this.#told.jobs += jobsOf(assignment);
    for (const { replication, message } of result.failures) {
      const replay = `--trace --design-point ${point.id} --arm ${armName(arm)} --replication ${replication}`;
      this.#told.failures.push({ message, replay });
    }
    return result;
  }

  /** Lets Redis forget the records of parcels that are kept. */
  settle(asked: readonly Asked[]): Promise<void> {
    const names = asked.flatMap(({ work }) => work.map(({ name }) => name));
    return insist(() => this.#queue.results.settle(names), this.#queue.onTrouble);
  }

  /** Takes back what no worker has begun; what is at work is finished there and found by whoever goes on. */
  async withdraw(): Promise<void> {
    this.#open.clear();
    await orGiveUp(this.#queue.parcels.drain(true));
  }

  close(): void {
    this.#isClosed = true;
    for (const timer of this.#timers.values()) clearTimeout(timer);
  }

  async #send(waiting: Waiting): Promise<void> {
    const { results, parcels, onTrouble } = this.#queue;
    const { work } = waiting;
    const places = await results.locate(work.map(({ name }) => name));
    // What a study has kept and asks for again, its disk has lost.
    await results.forget(work.filter((_, i) => places[i] === 'kept').map(({ name }) => name));
    const absent = work.filter((_, i) => places[i] !== 'here');
    const isOnItsWay = ({ name }: NamedAssignment) => waiting.asks === 0 && this.#inherited.has(name);
    for (const named of absent.filter(isOnItsWay)) waiting.ids.add(this.#inherited.get(named.name)!);
    const wanted = absent.filter((named) => !isOnItsWay(named));
    waiting.asks++;
    if (wanted.length > 0) {
      const id = `${wanted[0].name.replace('+', '-')}-${wanted.length}-${waiting.asks}`;
      const data = { needs: this.#study.needs, traces: this.#marks, parcel: pack(wanted) };
      const options = { jobId: id, removeOnComplete: true, removeOnFail: true };
      await insist(() => parcels.add('parcel', data, options), onTrouble);
      waiting.ids.add(id);
    }
    waiting.isSent = true;
  }

  /** Looks which parcels have left the queue: done, or lost. Nothing is ever believed but results. */
  async #look(): Promise<void> {
    const { redis, results } = this.#queue;
    const sent = [...this.#open].filter(({ isSent }) => isSent);
    if (sent.length === 0) return;
    const isDoubtful = this.#looks++ % looksPerDoubt === 0;
    const ids = [...new Set(sent.flatMap((waiting) => [...waiting.ids]))];
    const counts = await redis.pipeline(ids.map((id) => ['exists', parcelKey(id)])).exec();
    const gone = new Set(ids.filter((_, i) => counts?.[i][1] === 0));
    for (const [i, waiting] of sent.entries()) {
      const hasLeft = [...waiting.ids].every((id) => gone.has(id));
      if (!hasLeft && !(isDoubtful && i === 0)) continue;
      const places = await results.locate(waiting.work.map(({ name }) => name));
      if (places.every((place) => place === 'here')) this.#finish(waiting);
      else if (hasLeft || (await this.#isForgotten(waiting))) await this.#askAgain(waiting);
    }
    if (isDoubtful || gone.size > 0) await this.#refuseDifference();
  }

  #finish(waiting: Waiting): void {
    this.#open.delete(waiting);
    waiting.resolve();
    this.onChange();
  }

  /** Whether the queue has a parcel in none of its lists. */
  async #isForgotten({ ids }: Waiting): Promise<boolean> {
    const states = await Promise.all([...ids].map((id) => this.#queue.parcels.getJobState(id)));
    return states.every((state) => state === 'unknown');
  }

  async #askAgain(waiting: Waiting): Promise<void> {
    if (waiting.asks >= asksMax) {
      const [{ assignment }] = waiting.work;
      const { point, arm, firstReplication } = assignment;
      throw new Error(
        `a parcel was given out ${waiting.asks} times and never came back; it begins with design point ${point.id}, arm ${armName(arm)}, replication ${firstReplication}`,
      );
    }
    waiting.ids.clear();
    waiting.isSent = false;
    await this.#send(waiting);
  }

  async #refuseDifference(): Promise<void> {
    const difference = await this.#queue.results.findDifference();
    if (difference)
      throw new QueueError(
        describeDifference(
          difference,
          [...this.#open].flatMap(({ work }) => work),
        ),
      );
  }

  async #beat(): Promise<void> {
    const { redis, lockSeconds } = this.#queue;
    // A Redis that was killed may have lost what was said last.
    await redis.set(keys.study, JSON.stringify(this.#study), 'NX');
    const areThere = this.#marks.length > 0 && (await redis.hlen(keys.traces)) === this.#marks.length;
    if (!areThere) this.#marks = await depositTraces(redis, this.#traces);
    const holder = await renewHold(redis, lockSeconds);
    if (holder) throw new QueueError(`${sayHolder(holder)} has taken the queue over; this study ends here`);
    await publish(redis, { points: this.#study.points, ...this.#told });
    await this.#meetWorkers();
  }

  async #meetWorkers(): Promise<void> {
    const workers = await listWorkers(this.#queue.redis);
    const sum = (read: (worker: (typeof workers)[number]) => number) =>
      workers.reduce((all, one) => all + read(one), 0);
    this.hands = sum(({ threads }) => threads);
    const work = sum((worker) => worker.work);
    this.onChange();
    if (work > 0) this.millisecondsPerJob = sum(({ milliseconds }) => milliseconds) / work;
  }

  /** Does something again and again; what goes wrong ends whatever waits, unless Redis is only away. */
  #repeat(work: () => Promise<void>, period: number): void {
    const again = async () => {
      try {
        await insist(work, this.#queue.onTrouble);
      } catch (error) {
        this.fail(error);
      }
      if (!this.#isClosed) this.#timers.set(period, setTimeout(again, period));
    };
    this.#timers.set(period, setTimeout(again, period));
  }

  /** Ends whatever waits, and whatever is asked for later. */
  fail(error: unknown): void {
    if (this.#isClosed) return;
    this.#failure ??= error;
    for (const waiting of this.#open) waiting.reject(this.#failure);
  }
}

/** A parcel between being asked for and being done. */
class Waiting implements Asked {
  readonly work: readonly NamedAssignment[];
  readonly done: Promise<void>;
  /** Parcels in the queue that its results will come from. */
  readonly ids = new Set<string>();
  isSent = false;
  asks = 0;
  resolve!: () => void;
  reject!: (reason: unknown) => void;

  constructor(work: readonly NamedAssignment[]) {
    this.work = work;
    this.done = new Promise((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
    });
    // Nobody may be waiting for it yet.
    this.done.catch(() => {});
  }
}

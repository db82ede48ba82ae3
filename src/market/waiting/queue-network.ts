/**
 * The queues of a market all together, and nothing else of it: no money, no reports, no settlement.
 *
 * Everybody is honest, so that what happens to a job in time is simple: it waits and is served; with the chance of a
 * challenge it is then checked by other nodes, where the checks wait among jobs; and it is done when the last check is.
 * Queues begin near their steady state where its law is known, and the first jobs do not count in any case.
 *
 * `test/market/waiting/queue-network.test.ts` holds this beside the market itself, which plays the same in full.
 */

import { createCalendar } from '../../kernel/create-calendar.ts';
import { LOT } from '../../kernel/keyed-draws.ts';
import { square } from '../../kernel/mathematics/index.ts';
import { createStream, type Stream as Uniforms } from '../../kernel/stream.ts';
import type { Cast } from '../cast.ts';
import type { DemandPlay, JobLot } from '../demand.ts';
import type { DispatchPlay } from '../dispatch.ts';
import { Fleet } from '../nodes/fleet.ts';
import type { Settings } from '../settings.ts';
import { unset } from '../unset.ts';
import { createChoosers } from '../work/choosers.ts';
import { type Flow, streamAt } from './flow.ts';
import { LatencyBins } from './latency-bins.ts';
import { drawWork } from './stationary.ts';
import { binsFrom, timeAt, timeRowLength } from './time-record.ts';

const ARRIVALS = 0;
const NONE = -1;
const VALIDATORS_MAX = 255;

/** The queues of one worker, reset for every run. */
export class QueueNetwork {
  private flow: Flow = unset;
  private nodes = 0;
  private demand: DemandPlay = unset;
  private readonly lot: JobLot = { gap: new Float64Array(LOT) };
  private gapMean = 0;
  private services: Uniforms = unset;
  private choices: Uniforms = unset;
  private calendar = createCalendar(2);
  private choose: DispatchPlay['choose'] = unset;
  // The uniform of the one job at hand.
  private readonly choice = new Float64Array(1);
  private readonly chooserOf = createChoosers({
    uniforms: this.choice,
    present: () => this.nodes,
    isThere: (node) => node < this.nodes,
    nodeAt: (place) => place,
    queueOf: (node) => this.length[node],
  });
  private readonly fleet = new Fleet();
  private readonly bins = new LatencyBins();
  private readonly validators = new Int32Array(VALIDATORS_MAX);
  private memberShare: number | undefined;
  // By node: how many pieces of work there are, the first and the last; its pace; and until when it is taken at the start.
  private length = new Int32Array(0);
  private head = new Int32Array(0);
  private tail = new Int32Array(0);
  private pace = new Float64Array(0);
  private takenUntil = new Float64Array(0);
  // By piece of work: its job, whether it is a check, and what waits behind it.
  private jobOf = new Int32Array(0);
  private isCheck = new Uint8Array(0);
  private behind = new Int32Array(0);
  private freePieces: number[] = [];
  // By job: when it arrived [s], checks that are still out, and whether it is watched.
  private arrivedAt = new Float64Array(0);
  private pending = new Int32Array(0);
  private isWatched = new Uint8Array(0);
  private freeJobs: number[] = [];
  // Sums over the watched stretch.
  private seconds = 0;
  private done = 0;
  private busy = 0;
  private busySeconds = 0;
  private since = 0;
  private isOpen = false;
  // Work beyond its mean, its square beyond that, and checks beyond theirs: their means are 0.
  private extraWork = 0;
  private extraSquare = 0;
  private extraChecks = 0;

  /**
   * Runs a market until all watched jobs are done.
   *
   * @returns a row of `time-record.ts`; all NaN where a node is too slow for what it gets
   */
  run(settings: Settings, flow: Flow, cast: Cast, seed: string, replication: number): Float64Array {
    const { jobs, warmUpJobs } = settings.run;
    const skipped = warmUpJobs === 'auto' ? 0 : warmUpJobs;
    const watched = jobs - skipped;
    const row = new Float64Array(timeRowLength);
    if (!this.reset(settings, flow, cast, seed, replication)) return row.fill(Number.NaN);
    const { calendar } = this;
    let arrived = 0;
    let opened = 0;
    let closed = 0;
    this.scheduleArrival(0, 0);
    while (this.done < watched) {
      const source = calendar.next();
      const { now } = calendar;
      if (this.isOpen) this.busySeconds += this.busy * (now - this.since);
      this.since = now;
      if (source !== ARRIVALS) {
        this.complete(source - 1, now);
        continue;
      }
      if (arrived === skipped) {
        opened = now;
        this.isOpen = true;
      } else if (arrived === jobs) {
        closed = now;
        this.isOpen = false;
      }
      this.arrive(now, this.isOpen);
      arrived++;
      // Arrivals go on behind the last watched job: its checks wait among theirs.
      this.scheduleArrival(arrived, now);
    }
    // All watched jobs may be done before the next arrival closes the stretch; then it ends with the last of them.
    const elapsed = (this.isOpen ? calendar.now : closed) - opened;
    row[timeAt.jobs] = watched;
    row[timeAt.seconds] = this.seconds;
    row[timeAt.noise] = watched * this.foretellNoise(watched, elapsed);
    row[timeAt.busySeconds] = this.busySeconds;
    row[timeAt.nodeSeconds] = this.nodes * elapsed;
    row.set(this.bins.counts, binsFrom);
    return row;
  }

  /** The next arrival, that of job `number`, is entered into the calendar. */
  private scheduleArrival(number: number, now: number): void {
    const place = number & (LOT - 1);
    if (place === 0) this.demand.fill(number, this.lot);
    this.calendar.set(ARRIVALS, now + this.gapMean * this.lot.gap[place]);
  }

  private reset(settings: Settings, flow: Flow, cast: Cast, seed: string, replication: number): boolean {
    const { demand, dispatch } = flow.traffic;
    this.flow = flow;
    this.nodes = flow.nodes;
    this.gapMean = 1 / flow.jobsPerSecond;
    const streams = (purpose: string) => createStream(seed, replication, `time ${purpose}`);
    this.demand = demand.create(settings.market.demand, streams, flow.jobsPerSecond);
    this.choose = this.chooserOf(dispatch, settings.market.dispatch);
    this.services = createStream(seed, replication, 'time services');
    this.choices = createStream(seed, replication, 'time choices');
    this.memberShare = flow.memberShare;
    this.fleet.reset(cast.crowds);
    this.bins.reset();
    this.seconds = 0;
    this.done = 0;
    this.busy = 0;
    this.busySeconds = 0;
    this.since = 0;
    this.isOpen = false;
    this.extraWork = 0;
    this.extraSquare = 0;
    this.extraChecks = 0;
    if (this.calendar.capacity < this.nodes + 1) this.calendar = createCalendar(this.nodes + 1);
    this.calendar.reset(this.nodes + 1);
    if (this.length.length < this.nodes) this.makeNodes();
    this.length.fill(0);
    this.freePieces = [];
    this.jobOf = new Int32Array(0);
    this.freeJobs = [];
    this.arrivedAt = new Float64Array(0);
    return this.begin(createStream(seed, replication, 'time start'));
  }

  private makeNodes(): void {
    this.length = new Int32Array(this.nodes);
    this.head = new Int32Array(this.nodes);
    this.tail = new Int32Array(this.nodes);
    this.pace = new Float64Array(this.nodes);
    this.takenUntil = new Float64Array(this.nodes);
  }

  /** Draws how fast nodes are and the work each begins with; says whether all can serve what they will get. */
  private begin(uniforms: Uniforms): boolean {
    const { flow } = this;
    const { service, verification, isPoisson, speed } = flow;
    const isKnown =
      isPoisson && service.sampleLengthBiased !== undefined && verification.sampleLengthBiased !== undefined;
    for (let node = 0; node < this.nodes; node++) {
      const pace = 1 / speed.sample(uniforms);
      const { load } = streamAt(flow, pace);
      if (!(load < 1)) return false;
      this.pace[node] = pace;
      this.takenUntil[node] = isKnown ? drawWork(flow, load, pace, uniforms) : 0;
    }
    return true;
  }

  private arrive(now: number, isWatched: boolean): void {
    const job = this.openJob();
    this.arrivedAt[job] = now;
    this.isWatched[job] = isWatched ? 1 : 0;
    this.choice[0] = this.choices.next();
    this.enqueue(this.choose(0), job, 0, now);
  }

  private enqueue(node: number, job: number, isCheck: number, now: number): void {
    const piece = this.openPiece();
    this.jobOf[piece] = job;
    this.isCheck[piece] = isCheck;
    const length = this.length[node];
    this.length[node] = length + 1;
    if (length === 0) this.head[node] = piece;
    else this.behind[this.tail[node]] = piece;
    this.tail[node] = piece;
    if (length > 0) return;
    this.busy++;
    this.start(node, Math.max(now, this.takenUntil[node]));
  }

  private start(node: number, from: number): void {
    const law = this.isCheck[this.head[node]] === 1 ? this.flow.verification : this.flow.service;
    const work = law.sample(this.services);
    if (this.isOpen) {
      this.extraWork += work - law.mean;
      this.extraSquare += work * work - law.variance - law.mean * law.mean;
    }
    this.calendar.set(node + 1, from + work * this.pace[node]);
  }

  private complete(node: number, now: number): void {
    const piece = this.head[node];
    const job = this.jobOf[piece];
    const left = this.length[node] - 1;
    this.length[node] = left;
    if (left > 0) this.head[node] = this.behind[piece];
    else this.busy--;
    const isCheck = this.isCheck[piece] === 1;
    this.freePieces.push(piece);
    if (isCheck) {
      this.pending[job]--;
      if (this.pending[job] === 0) this.settle(job, now);
    } else {
      this.assert(node, job, now);
    }
    if (left > 0) this.start(node, now);
  }

  private assert(node: number, job: number, now: number): void {
    const { chance, validators } = this.flow.checks;
    const isChecked = chance > 0 && (chance >= 1 || this.choices.next() < chance);
    if (this.isOpen) this.extraChecks += (isChecked ? 1 : 0) - chance;
    const there = this.validators;
    if (!isChecked || !this.fleet.drawOthers(node, validators, this.memberShare, this.choices, there, 0)) {
      this.settle(job, now);
      return;
    }
    this.pending[job] = validators;
    for (let k = 0; k < validators; k++) this.enqueue(there[k], job, 1, now);
  }

  private settle(job: number, now: number): void {
    if (this.isWatched[job] === 1) {
      const seconds = now - this.arrivedAt[job];
      this.done++;
      this.seconds += seconds;
      this.bins.last[0] = seconds;
      this.bins.add();
    }
    this.freeJobs.push(job);
  }

  /**
   * How much longer jobs took than on average because more work came, or larger pieces of it, than on average: by the
   * mean wait of a queue (Pollaczek and Khinchine) at the load and the squares that were, to first order. Its mean is 0.
   */
  private foretellNoise(watched: number, elapsed: number): number {
    const { flow, nodes } = this;
    if (!flow.isPoisson || flow.speed.variance > 0) return 0;
    const pace = 1 / flow.speed.mean;
    const { load, perSecond, squares: perPiece } = streamAt(flow, pace);
    const { verification, jobsPerSecond } = flow;
    const { chance, validators } = flow.checks;
    const squares = perSecond * perPiece;
    const checks = validators * this.extraChecks;
    const expected = watched / jobsPerSecond;
    const late = (elapsed - expected) / expected;
    const more = (pace * (this.extraWork + verification.mean * checks)) / (nodes * expected) - load * late;
    const larger =
      (pace * pace * (this.extraSquare + (verification.variance + square(verification.mean)) * checks)) /
        (nodes * expected) -
      squares * late;
    const wait = larger / (2 * (1 - load)) + (squares * more) / (2 * square(1 - load));
    return (1 + chance) * wait;
  }

  private openPiece(): number {
    if (this.freePieces.length === 0) this.growPieces();
    return this.freePieces.pop()!;
  }

  private growPieces(): void {
    const known = this.jobOf.length;
    const size = Math.max(1024, 2 * known);
    this.jobOf = widen(this.jobOf, new Int32Array(size), known);
    this.isCheck = widen(this.isCheck, new Uint8Array(size), known);
    this.behind = widen(this.behind, new Int32Array(size).fill(NONE), known);
    for (let piece = size - 1; piece >= known; piece--) this.freePieces.push(piece);
  }

  private openJob(): number {
    if (this.freeJobs.length === 0) this.growJobs();
    return this.freeJobs.pop()!;
  }

  private growJobs(): void {
    const known = this.arrivedAt.length;
    const size = Math.max(1024, 2 * known);
    this.arrivedAt = widen(this.arrivedAt, new Float64Array(size), known);
    this.pending = widen(this.pending, new Int32Array(size), known);
    this.isWatched = widen(this.isWatched, new Uint8Array(size), known);
    for (let job = size - 1; job >= known; job--) this.freeJobs.push(job);
  }
}

function widen<Column extends Float64Array | Int32Array | Uint8Array>(from: Column, to: Column, known: number): Column {
  to.set(from.subarray(0, known));
  return to;
}

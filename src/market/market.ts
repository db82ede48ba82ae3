/**
 * The market in time: jobs arrive, nodes serve them first come first served, the mechanism challenges and settles.
 *
 * One market is built per worker and reset for every run, so that its columns and the compiled code are reused. Events
 * are ordered by (time, schedule sequence): source 0 of the calendar is the next arrival, source 1 + i is what node i
 * finishes next. Whatever belongs to a job is drawn by key (replication, job, purpose), so two arms of one replication
 * see the same arrivals, assignments, challenges and validators, however their strategies differ.
 */

import type { Utility } from '../game/preferences.ts';
import { createDistribution } from '../kernel/distributions/create.ts';
import type { Distribution } from '../kernel/distributions/define.ts';
import { SourceCalendar } from '../kernel/source-calendar.ts';
import { createStream, KeyedDraws, type Stream } from '../kernel/stream.ts';
import { silence, type Teller } from '../kernel/transcript.ts';
import type { Cast } from './cast.ts';
import { reportDistribution, reportKinds } from './detector.ts';
import type { MarketKit, Mechanism, MechanismPlay } from './mechanism.ts';
import { Ledger, toUnits, UNITS_PER_CREDIT } from './money/ledger.ts';
import { utilityOf } from './money/utility.ts';
import { Careers } from './nodes/careers.ts';
import { Fleet } from './nodes/fleet.ts';
import type { ValidatorObservation } from './observation.ts';
import { columnIndex as at, recordColumnNames } from './record.ts';
import type { Settings } from './settings.ts';
import { settleJob } from './settlement.ts';
import { chooseResponse, type Move, type Response } from './strategy.ts';
import { Batches } from './work/batches.ts';
import { Jobs } from './work/jobs.ts';
import { WorkQueues } from './work/queues.ts';

/** One run, as it is asked for. */
export interface MarketRun {
  settings: Settings;
  cast: Cast;
  seed: string;
  replication: number;
  /** With a calendar of events, or job by job without time; see {@link RunPath}. */
  path?: RunPath;
  /** How challenges are sampled without a calendar; with one they are always natural. */
  sampling?: 'natural' | 'tilted' | 'split';
  /** Told the story of the run, line by line. */
  teller?: Teller;
}

/**
 * How a run is played.
 *
 * - `calendar`: in time, with queues at the nodes.
 * - `rounds`: one job after the other, each played to its settlement at once. Every draw is keyed by its job, so the
 *   columns that do not measure time are the same to the last unit, as long as nothing outlives a job: uniform
 *   dispatch, and no node that leaves.
 */
export type RunPath = 'calendar' | 'rounds';

/** What keyed draws are for; a mechanism's purposes follow, then one per validator. */
const purpose = {
  dispatch: 0,
  service: 1,
  decide: 2,
  speed: 3,
  validators: 4,
  challenge: 16,
  plant: 17,
  arbitration: 18,
};
const VERIFY = 256;
const REPORT = 1024;
const ARRIVALS = 0;
const UNCHALLENGED = 0;
const CHALLENGED = 1;
// Rare challenges are drawn this often under importance sampling; their weight is then p / 0.1.
const TILTED_PROBABILITY = 0.1;
const responses: readonly Response[] = ['recompute', 'vouch', 'guess', 'copy', 'report-false'];
const checksBetweenAudits = 65_536;

/** The market of one worker. */
export class Market {
  readonly ledger = new Ledger();
  readonly fleet = new Fleet();
  readonly jobs = new Jobs();
  readonly queues = new WorkQueues();
  readonly batches = new Batches();
  readonly careers = new Careers();
  /** In which players value their jobs, when they are not risk neutral. */
  utility: Utility | undefined;
  /** Each job is valued by itself: by its utility, or by its place in a career. */
  valuesJobs = false;
  /** What each validator of the job that is being settled earned [units]. */
  readonly earned = new Float64Array(256);
  settings!: Settings;
  cast!: Cast;
  teller: Teller = silence;
  /** The run's record so far; money in units until the run ends. */
  columns = new Float64Array(recordColumnNames.length);
  /** Time from arrival to settlement of every job that counts, in order of settlement [s]. */
  sojourns: Float64Array = new Float64Array(0);
  sojournCount = 0;
  rewardUnits = 0;
  stakeUnits = 0;
  warmUpJobs = 0;
  /** Jobs are played one after the other, without time. */
  timeless = false;
  private sampling: 'natural' | 'tilted' | 'split' = 'natural';
  private branch = 0;
  private branchWeight = 1;

  private readonly plays = new Map<string, MechanismPlay>();
  private play!: MechanismPlay;
  private calendar = new SourceCalendar(2);
  private calendarCapacity = 2;
  private draws!: KeyedDraws;
  private drawsSeed: string | undefined;
  private arrivals!: Stream;
  private service!: Distribution;
  private verification!: Distribution;
  private speeds = new Float64Array(0);
  private startedAt = new Float64Array(0);
  private leftAt = new Float64Array(0);
  private arrived = 0;
  private validatorNodes = new Int32Array(256);
  private readonly reportCounts = new Int32Array(reportKinds.length);
  private readonly observation: ValidatorObservation = {
    role: 'validator',
    memberLies: false,
    member: false,
    allColluding: false,
    committed: false,
    assertedVisible: false,
  };

  /**
   * Simulates one run to the settlement of its last job.
   *
   * @returns the record, one value per column; money in credits. Valid until the next run.
   * @throws Error when a law is broken: money appeared or vanished, or a job was lost
   */
  run(mechanism: Mechanism, run: MarketRun): Float64Array {
    const { settings, cast, seed, replication, path, sampling, teller = silence } = run;
    this.timeless = path === 'rounds';
    this.sampling = (this.timeless && sampling) || 'natural';
    this.reset(mechanism, settings, cast, seed, replication, teller);
    if (this.timeless) this.playRounds(settings.run.jobs);
    else this.playEvents(settings.run.jobs);
    return this.close();
  }

  private playRounds(jobsTotal: number): void {
    while (this.arrived < jobsTotal) {
      const number = this.arrived++;
      if (this.fleet.present === 0) {
        this.columns[at.unservedJobs]! += 1;
        continue;
      }
      this.branch = UNCHALLENGED;
      this.branchWeight = 1;
      this.playRound(number);
      // A job played both ways is played again, challenged, for the rest of its weight.
      if (this.branchWeight < 1) {
        this.branch = CHALLENGED;
        this.playRound(number);
      }
    }
  }

  private playRound(number: number): void {
    const slot = this.jobs.open(number, 0);
    this.jobs.asserter[slot] = this.dispatch(number);
    this.ledger.lock(this.rewardUnits);
    this.decideAssertion(slot);
    this.finish(slot * this.jobs.width);
  }

  private isChallenged(slot: number, probability: number): boolean {
    const { jobs } = this;
    if (this.sampling === 'split') {
      const challenged = this.branch === CHALLENGED || probability >= 1;
      const weight = challenged ? probability : 1 - probability;
      jobs.jobWeight[slot] = weight;
      jobs.outcomeWeight[slot] = weight;
      this.branchWeight = challenged ? 1 : weight;
      return challenged;
    }
    const drawn = this.draws.uniform(jobs.number[slot]!, purpose.challenge);
    if (this.sampling === 'natural' || probability >= TILTED_PROBABILITY || probability === 0)
      return drawn < probability;
    const challenged = drawn < TILTED_PROBABILITY;
    jobs.outcomeWeight[slot] = challenged
      ? probability / TILTED_PROBABILITY
      : (1 - probability) / (1 - TILTED_PROBABILITY);
    return challenged;
  }

  private playEvents(jobsTotal: number): void {
    const { calendar, queues, jobs } = this;
    let events = 0;
    this.scheduleArrival();
    for (let source = calendar.next(); source >= 0; source = calendar.next()) {
      if (source === ARRIVALS) {
        this.arrive();
        if (this.arrived < jobsTotal) this.scheduleArrival();
      } else {
        const node = source - 1;
        const item = queues.first(node);
        this.columns[at.busySeconds]! += calendar.now - this.startedAt[node]!;
        const more = queues.leave(node, jobs);
        this.finish(item);
        if (more) this.start(node);
      }
      if (++events % checksBetweenAudits === 0) this.audit();
    }
  }

  get now(): number {
    return this.calendar.now;
  }

  /** Whether the job is counted: it arrived after the warm-up. */
  counts(slot: number): boolean {
    return this.jobs.number[slot]! >= this.warmUpJobs;
  }

  /** A node that was slashed tops up, is ejected or banned, as the exit rule says. */
  afterSlash(node: number): void {
    const { exit } = this.settings.players;
    const { ledger } = this;
    if (exit.kind === 'none') {
      this.topUp(node);
      return;
    }
    if (exit.kind === 'ejected' && ledger.stakeOf(node) >= toUnits(this.settings.market.minimumStake)) return;
    if (!this.fleet.isPresent(node)) return;
    this.columns[at.exits]! += 1;
    if (exit.kind === 'banned' && exit.reentryCost !== null) {
      ledger.deposit(node, this.stakeUnits - ledger.stakeOf(node));
      this.careers.restart(node);
      const column = this.fleet.isGrouped(node) ? at.asserterIncome : at.outsiderIncome;
      this.columns[column]! -= exit.reentryCost * UNITS_PER_CREDIT;
      return;
    }
    this.fleet.leave(node);
    this.leftAt[node] = this.now;
    if (this.teller.isListening) this.teller.line(this.now, `node ${node} leaves the market (${exit.kind})`);
  }

  /** Where slashed nodes stay, they post what was taken at once. */
  topUp(node: number): void {
    if (this.settings.players.exit.kind !== 'none') return;
    this.ledger.deposit(node, this.stakeUnits - this.ledger.stakeOf(node));
  }

  private reset(
    mechanism: Mechanism,
    settings: Settings,
    cast: Cast,
    seed: string,
    replication: number,
    teller: Teller,
  ): void {
    const { market } = settings;
    this.settings = settings;
    this.cast = cast;
    this.teller = teller;
    this.columns.fill(0);
    this.sojournCount = 0;
    if (this.sojourns.length < settings.run.jobs) this.sojourns = new Float64Array(settings.run.jobs);
    this.warmUpJobs = settings.run.warmUpJobs === 'auto' ? 0 : settings.run.warmUpJobs;
    this.rewardUnits = toUnits(market.reward);
    this.stakeUnits = toUnits(market.stake);
    this.arrived = 0;
    if (this.drawsSeed !== seed) {
      this.draws = new KeyedDraws(seed);
      this.drawsSeed = seed;
    }
    this.draws.setReplication(replication);
    this.arrivals = createStream(seed, replication, 'arrivals');
    this.service = createDistribution(market.serviceSeconds);
    this.verification = createDistribution(market.verificationSeconds ?? market.serviceSeconds);
    this.utility = utilityOf(settings);
    this.valuesJobs = this.utility !== undefined || settings.players.exit.kind === 'banned';
    this.resetNodes();
    const count = settings.mechanism.validatorCount;
    this.jobs.reset(typeof count === 'number' ? count : 1);

    let play = this.plays.get(mechanism.kind);
    if (!play) {
      if (!mechanism.create) throw new RangeError(`mechanism ${mechanism.kind} describes a game but no market`);
      play = mechanism.create(this.kit);
      this.plays.set(mechanism.kind, play);
    }
    this.play = play;
    play.reset(settings, { reward: this.rewardUnits, unitsPerCredit: UNITS_PER_CREDIT, stake: this.stakeUnits });
  }

  private resetNodes(): void {
    const { market } = this.settings;
    const { nodeCount } = market;
    this.fleet.reset(nodeCount, this.cast.groupSize);
    this.queues.reset(nodeCount);
    this.ledger.reset(nodeCount);
    this.batches.reset(nodeCount, market.jobsInFlight, recordColumnNames.length);
    this.careers.reset(this.cast.groupSize, this.settings.players.discount ?? 1);
    if (this.calendarCapacity < nodeCount + 1) {
      this.calendarCapacity = nodeCount + 1;
      this.calendar = new SourceCalendar(this.calendarCapacity);
    }
    this.calendar.reset(nodeCount + 1);
    if (this.speeds.length < nodeCount) {
      this.speeds = new Float64Array(nodeCount);
      this.startedAt = new Float64Array(nodeCount);
      this.leftAt = new Float64Array(nodeCount);
    }
    this.leftAt.fill(Number.POSITIVE_INFINITY, 0, nodeCount);
    const speed = createDistribution(market.speed);
    for (let node = 0; node < nodeCount; node++) {
      this.ledger.deposit(node, this.stakeUnits);
      this.speeds[node] = speed.sample(this.draws.at(node, purpose.speed));
    }
  }

  private scheduleArrival(): void {
    const gap = -Math.log1p(-this.arrivals.next()) / this.settings.market.jobsPerSecond;
    this.calendar.set(ARRIVALS, this.now + gap);
  }

  private arrive(): void {
    const number = this.arrived++;
    if (this.fleet.present === 0) {
      this.columns[at.unservedJobs]! += 1;
      return;
    }
    const slot = this.jobs.open(number, this.now);
    const node = this.dispatch(number);
    this.jobs.asserter[slot] = node;
    this.ledger.lock(this.rewardUnits);
    if (this.teller.isListening) this.teller.line(this.now, `job ${number} arrives and goes to node ${node}`);
    this.enqueue(node, slot * this.jobs.width);
  }

  private dispatch(number: number): number {
    const uniforms = this.draws.at(number, purpose.dispatch);
    const first = this.fleet.drawAny(uniforms);
    if (this.settings.market.dispatch === 'uniform' || this.fleet.present === 1) return first;
    let second: number;
    do second = this.fleet.drawAny(uniforms);
    while (second === first);
    return this.queues.length[second]! < this.queues.length[first]! ? second : first;
  }

  private enqueue(node: number, item: number): void {
    if (this.queues.join(node, item, this.jobs)) this.start(node);
  }

  private start(node: number): void {
    const item = this.queues.first(node);
    const slot = Math.floor(item / this.jobs.width);
    const seconds =
      item === slot * this.jobs.width ? this.computeAssertion(slot) : this.computeVerification(slot, item);
    this.startedAt[node] = this.now;
    this.calendar.set(1 + node, this.now + seconds / this.speeds[node]!);
  }

  private decideAssertion(slot: number): void {
    const move = this.asserterMove(slot);
    const cheats =
      move.output === 'wrong' &&
      (move.probability >= 1 || this.draws.uniform(this.jobs.number[slot]!, purpose.decide) < move.probability);
    this.jobs.assertedFalse[slot] = cheats ? 1 : 0;
  }

  /** Decides what the asserter does and how long it takes: a substitute takes as much less time as it costs less. */
  private computeAssertion(slot: number): number {
    this.decideAssertion(slot);
    const seconds = this.service.sample(this.draws.at(this.jobs.number[slot]!, purpose.service));
    if (this.jobs.assertedFalse[slot] === 0) return seconds;
    const { computeCost } = this.settings.market;
    return computeCost > 0 ? seconds * Math.min(1, this.asserterMove(slot).cost / computeCost) : 0;
  }

  private asserterMove(slot: number): Move {
    return (this.fleet.isGrouped(this.jobs.asserter[slot]!) ? this.cast.group : this.cast.outsider).asserter;
  }

  private computeVerification(slot: number, item: number): number {
    const response = this.jobs.response[item]!;
    if (response > 1) return 0;
    const k = item - slot * this.jobs.width;
    return this.verification.sample(this.draws.at(this.jobs.number[slot]!, VERIFY + k));
  }

  private finish(item: number): void {
    const { jobs } = this;
    const slot = Math.floor(item / jobs.width);
    const k = item - slot * jobs.width;
    if (k === 0) {
      if (this.teller.isListening) {
        const result = jobs.assertedFalse[slot] ? 'a false result' : 'its result';
        this.teller.line(this.now, `node ${jobs.asserter[slot]} asserts ${result} for job ${jobs.number[slot]}`);
      }
      this.play.onAsserted(slot);
      return;
    }
    jobs.report[item] = this.drawReport(slot, item, k);
    if (this.teller.isListening) {
      const told = `node ${jobs.node[item]} ${reportKinds[jobs.report[item]!]}`;
      this.teller.line(this.now, `${told} the result of job ${jobs.number[slot]} (${responses[jobs.response[item]!]})`);
    }
    jobs.pending[slot]!--;
    if (jobs.pending[slot] === 0) this.play.onRevealed(slot);
  }

  private drawReport(slot: number, item: number, k: number): number {
    const { market, mechanism } = this.settings;
    const planted = this.jobs.planted[slot] === 1;
    const shares = reportDistribution({
      response: responses[this.jobs.response[item]!]!,
      assertedFalse: this.jobs.assertedFalse[slot] === 1 || planted,
      planted,
      falseAlarm: market.detector.falseAlarm,
      miss: planted ? market.detector.miss : this.missOf(slot),
      recheckCount: typeof mechanism.recheckCount === 'number' ? mechanism.recheckCount : 1,
      guessProbability: market.guessProbability,
    });
    let left = this.draws.uniform(this.jobs.number[slot]!, REPORT + k);
    for (let kind = 0; kind < shares.length - 1; kind++) {
      left -= shares[kind]!;
      if (left < 0) return kind;
    }
    return shares.length - 1;
  }

  private missOf(slot: number): number {
    return this.asserterMove(slot).miss ?? this.settings.market.detector.miss;
  }

  private backedBy(slot: number, node: number): boolean {
    const { coalition } = this.cast;
    if (coalition === 'none') return false;
    return coalition === 'everyone' || (this.fleet.isGrouped(node) && this.fleet.isGrouped(this.jobs.asserter[slot]!));
  }

  private readonly kit: MarketKit = {
    draw: (slot, name) => this.draws.uniform(this.jobs.number[slot]!, purpose[name]),
    isChallenged: (slot, probability) => this.isChallenged(slot, probability),
    assertedFalse: (slot) => this.jobs.assertedFalse[slot] === 1,
    assertedByMember: (slot) => this.backedBy(slot, this.jobs.asserter[slot]!),
    planted: (slot) => this.jobs.planted[slot] === 1,
    miss: (slot) => this.missOf(slot),
    colludingShare: () => (this.cast.coalition === 'everyone' ? 1 : this.settings.coalition.fraction),
    challenge: (slot, count, planted) => this.challenge(slot, count, planted),
    reports: (slot) => {
      this.reportCounts.fill(0);
      const first = slot * this.jobs.width + 1;
      for (let item = first; item < first + this.jobs.drawn[slot]!; item++) {
        this.reportCounts[this.jobs.report[item]!]!++;
      }
      return this.reportCounts;
    },
    settle: (slot, settlement, facts) => settleJob(this, slot, settlement, facts),
  };

  private challenge(slot: number, count: number, planted: boolean): number {
    const { jobs, fleet, settings, cast } = this;
    const { coalition, mechanism } = settings;
    const number = jobs.number[slot]!;
    const share = mechanism.draw === 'independent' && coalition.size > 0 ? coalition.fraction : undefined;
    const uniforms = this.draws.at(number, purpose.validators);
    if (!fleet.drawOthers(jobs.asserter[slot]!, count, share, uniforms, this.validatorNodes, 0)) return 0;
    jobs.planted[slot] = planted ? 1 : 0;
    jobs.drawn[slot] = count;
    jobs.pending[slot] = count;
    let colluders = 0;
    for (let k = 0; k < count; k++) {
      const node = this.validatorNodes[k]!;
      const move = (fleet.isGrouped(node) ? cast.group : cast.outsider).validator;
      const insider = cast.coalition === 'everyone' || (cast.coalition === 'group' && fleet.isGrouped(node));
      if (insider && move.backs !== 'none') colluders++;
    }
    if (this.teller.isListening) {
      const names = Array.from(this.validatorNodes.subarray(0, count)).join(', ');
      this.teller.line(
        this.now,
        `job ${number} is challenged${planted ? ' with a planted error' : ''}: validators ${names}`,
      );
    }
    const { observation } = this;
    observation.allColluding = colluders === count;
    observation.committed = cast.committed;
    observation.assertedVisible = mechanism.reveal === 'open';
    const first = slot * jobs.width + 1;
    for (let k = 0; k < count; k++) {
      const node = this.validatorNodes[k]!;
      observation.member = this.backedBy(slot, node);
      observation.memberLies = observation.member && jobs.assertedFalse[slot] === 1;
      const move = (fleet.isGrouped(node) ? cast.group : cast.outsider).validator;
      const moves = move.probability >= 1 || this.draws.uniform(number, REPORT + 256 + k) < move.probability;
      jobs.response[first + k] = moves ? responses.indexOf(chooseResponse(move, observation)) : 0;
      jobs.node[first + k] = node;
    }
    for (let k = 0; k < count; k++) {
      if (this.timeless) this.finish(first + k);
      else this.enqueue(jobs.node[first + k]!, first + k);
    }
    return count;
  }

  private audit(): void {
    const total = this.ledger.audit();
    if (total !== 0n)
      throw new Error(`ledger does not balance at t = ${this.now.toFixed(2)} s: ${total} units appeared`);
  }

  private close(): Float64Array {
    const { columns, settings } = this;
    this.audit();
    // Double entry always balances; what a settlement forgot to hand on shows up as money left in a pot, or missing from it.
    for (const pot of ['escrow', 'slashed'] as const) {
      const left = this.ledger.balanceOf(pot);
      if (left !== 0n) throw new Error(`ledger holds ${left} units in account ${pot} after the last settlement`);
    }
    const settled = this.arrived - columns[at.unservedJobs]!;
    if (this.jobs.inFlight !== 0 || this.arrived !== settings.run.jobs) {
      throw new Error(`${this.jobs.inFlight} of ${settled} jobs were never settled by t = ${this.now.toFixed(2)} s`);
    }
    const { nodeCount } = settings.market;
    for (let node = 0; node < nodeCount; node++) {
      columns[at.nodeSeconds]! += Math.min(this.leftAt[node]!, this.now);
    }
    for (const column of moneyColumns) columns[column]! /= UNITS_PER_CREDIT;
    return columns;
  }
}

const moneyColumns = [
  at.verificationCost,
  at.asserterIncome,
  at.validatorIncome,
  at.careerIncome,
  at.validatorCareerIncome,
  at.unanimousReward,
  at.backingSlash,
  at.outsiderIncome,
  at.slashed,
  at.burned,
  at.clientPaid,
];

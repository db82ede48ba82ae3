/**
 * The market: jobs arrive, nodes serve them first come first served, the mechanism challenges and settles.
 *
 * One market is built per worker and reset for every run, so that its columns and the compiled code are reused. Whatever
 * belongs to a job is drawn by key (replication, job, purpose), so two arms of one replication see the same arrivals,
 * assignments, challenges and validators, however their strategies differ.
 *
 * What happens is in `work/` (time and order), `evidence/` (challenges and reports), `settlement.ts` and `money/` (who
 * gets what) and `nodes/` (who is there); this file holds what they share, and opens and closes a run.
 */

import type { Utility } from '../game/preferences.ts';
import { createCalendar } from '../kernel/create-calendar.ts';
import { createDistribution } from '../kernel/distributions/create.ts';
import type { Distribution } from '../kernel/distributions/define.ts';
import { createStream, KeyedDraws } from '../kernel/stream.ts';
import { silence, type Teller } from '../kernel/transcript.ts';
import { NODES_AT_HAND } from './at-hand.ts';
import type { Cast } from './cast.ts';
import { ChallengeSampler, type Sampling } from './evidence/challenge-sampler.ts';
import { ReportTable } from './evidence/report-table.ts';
import { ResponseTable } from './evidence/response-table.ts';
import type { Mechanism, MechanismPlay } from './mechanism.ts';
import { Ledger, toUnits, UNITS_PER_CREDIT } from './money/ledger.ts';
import { Tally } from './money/tally.ts';
import { utilityOf } from './money/utility.ts';
import type { ValidatorSide } from './money/validator-side.ts';
import { Careers } from './nodes/careers.ts';
import { Fleet } from './nodes/fleet.ts';
import { assembleParts } from './parts.ts';
import { SPEED } from './purposes.ts';
import { columnIndex as at, moneyColumns, recordColumnNames } from './record.ts';
import type { Settings } from './settings.ts';
import type { Learner, Move } from './strategy.ts';
import { unset } from './unset.ts';
import type { Witness } from './witness.ts';
import { Batches } from './work/batches.ts';
import { Demand } from './work/demand.ts';
import { Jobs } from './work/jobs.ts';
import { WorkQueues } from './work/queues.ts';
import { RunBatches } from './work/run-batches.ts';
import { Sojourns } from './work/sojourns.ts';

/** One run, as it is asked for. */
export interface MarketRun {
  settings: Settings;
  cast: Cast;
  seed: string;
  replication: number;
  /** With a calendar of events, or job by job without time; see {@link RunPath}. */
  path?: RunPath;
  /** How challenges are sampled without a calendar; with one they are always natural. */
  sampling?: Sampling;
  /** Told the story of the run, line by line. */
  teller?: Teller;
  /** How the focal nodes learn as asserters, where they do. */
  learner?: Learner | undefined;
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

const VALIDATORS_MAX = 255;
/** A node drawn slower than this counts as that slow, so that its work ends some day. */
const SPEED_MIN = 1e-9;

/** The market of one worker. */
export class Market {
  readonly ledger = new Ledger();
  readonly fleet = new Fleet();
  readonly jobs = new Jobs();
  readonly queues = new WorkQueues();
  readonly batches = new Batches();
  readonly demand = new Demand();
  readonly careers = new Careers();
  /** How long jobs took that count. */
  readonly sojourns = new Sojourns();
  /** The run cut into batches, where it is. */
  readonly runBatches = new RunBatches();
  readonly draws = new KeyedDraws('before the first run');
  readonly sampler = new ChallengeSampler();
  readonly responseTable = new ResponseTable();
  readonly reportTable = new ReportTable();
  /** Jobs that ended plainly and are not yet in the record and the ledger. */
  readonly tally = new Tally();
  /** The run's record so far, but for what the tally still holds; money in units until the run ends. */
  readonly columns = new Float64Array(recordColumnNames.length);
  /** Validators of the challenge that is being made; what those of the job being settled earned, and what was taken of each [units]. */
  readonly validatorNodes = new Int32Array(VALIDATORS_MAX);
  readonly earned = new Float64Array(VALIDATORS_MAX);
  readonly taken = new Float64Array(VALIDATORS_MAX);
  /** What focal validators had of the job that was settled last. */
  readonly validatorSide: ValidatorSide = { members: 0, unanimous: 0, backing: 0, count: 0 };
  calendar = createCalendar(NODES_AT_HAND + 1, 1);
  settings: Settings = unset;
  cast: Cast = unset;
  play: MechanismPlay = unset;
  verification: Distribution = unset;
  /** In which players value their jobs, when they are not risk neutral. */
  utility: Utility | undefined = unset;
  /** Each job is valued by itself: by its utility, or by its place in a career. */
  valuesJobs = false;
  learner: Learner | undefined = unset;
  /** Told of every job of a focal node in the runs to come. */
  witness: Witness | undefined = unset;
  teller: Teller = silence;
  /** Somebody listens to the story. */
  isTold = false;
  /** Plain jobs may be counted and booked together: each counts in full and nobody looks at it by itself. */
  tallies = true;
  /** Jobs are played one after the other, without time. */
  timeless = false;
  /** Dispatch looks at queues. */
  comparesQueues = false;
  /** Chance that an asserter cheats, of outsiders and of the focal group, and the share of the time cheating takes. */
  readonly cheatProbability = new Float64Array(2);
  readonly cheatPace = new Float64Array(2);
  /** Chance that each validator is drawn from the coalition; `undefined` when all others are drawn alike. */
  colludingDraw: number | undefined = unset;
  rewardUnits = 0;
  stakeUnits = 0;
  warmUpJobs = 0;
  /** Validators per job that the mechanism announced, from its needs. */
  announced = 1;
  /** How many jobs have arrived. */
  arrived = 0;
  /** Work of the item that starts: seconds at speed 1. A column, because a variable that may be whole is allocated. */
  readonly work = new Float64Array(1);
  /** How many nodes are computing, and since when it has been so many [s]. */
  busyNodes = 0;
  readonly busySince = new Float64Array(1);
  /** Time each node takes for a second of work: 1 over its speed. */
  paces = new Float64Array(NODES_AT_HAND);

  private readonly plays = new Map<string, MechanismPlay>();
  private readonly parts = assembleParts(this);

  /**
   * Simulates one run to the settlement of its last job.
   *
   * @returns the record, one value per column; money in credits. Valid until the next run.
   * @throws Error when a law is broken: money appeared or vanished, or a job was lost
   */
  run(mechanism: Mechanism, run: MarketRun): Float64Array {
    this.announced = announcedBy(mechanism, run.settings);
    this.reset(run);
    this.play = this.playOf(mechanism);
    const amounts = { reward: this.rewardUnits, unitsPerCredit: UNITS_PER_CREDIT, stake: this.stakeUnits };
    this.play.reset(run.settings, amounts);
    if (this.timeless) this.parts.playRounds(run.settings.run.jobs);
    else this.parts.playInTime(run.settings.run.jobs);
    return this.close();
  }

  /** Simulated time [s]. */
  get now(): number {
    return this.calendar.now;
  }

  /** Number of the job that arrives; -1 when no node is left to serve it. */
  takeNumber(): number {
    const number = this.arrived++;
    if (this.fleet.present > 0) return number;
    this.columns[at.unservedJobs]! += 1;
    return -1;
  }

  /** Whether the job is counted: it arrived after the warm-up. */
  counts(slot: number): boolean {
    return this.jobs.number[slot]! >= this.warmUpJobs;
  }

  /** How the asserter of a job plays. */
  asserterMove(slot: number): Move {
    return (this.fleet.isGrouped(this.jobs.asserter[slot]!) ? this.cast.group : this.cast.outsider).asserter;
  }

  /** Whether a node and the asserter of a job stand behind each other. */
  isBackedBy(slot: number, node: number): boolean {
    const { coalition } = this.cast;
    if (coalition === 'none') return false;
    return coalition === 'everyone' || (this.fleet.isGrouped(node) && this.fleet.isGrouped(this.jobs.asserter[slot]!));
  }

  /** Brings the record and the ledger up to date. */
  book(): void {
    this.parts.bookTally();
  }

  /** Brings them up to date and counts all money. @throws Error when money appeared or vanished */
  audit(): void {
    this.book();
    const total = this.ledger.audit();
    if (total === 0n) return;
    throw new Error(`ledger does not balance at t = ${this.now.toFixed(2)} s: ${total} units appeared`);
  }

  private playOf(mechanism: Mechanism): MechanismPlay {
    const known = this.plays.get(mechanism.kind);
    if (known) return known;
    if (!mechanism.create) throw new RangeError(`mechanism ${mechanism.kind} describes a game but no market`);
    const play = mechanism.create(this.parts.kit);
    this.plays.set(mechanism.kind, play);
    return play;
  }

  private reset({ settings, cast, seed, replication, path, sampling, teller = silence, learner }: MarketRun): void {
    const { market, mechanism, players } = settings;
    this.settings = settings;
    this.cast = cast;
    this.teller = teller;
    this.learner = learner;
    this.isTold = teller.isListening;
    this.timeless = path === 'rounds';
    this.sampler.reset((this.timeless && sampling) || 'natural');
    this.responseTable.reset(cast, mechanism.reveal === 'open');
    this.reportTable.reset(settings, cast);
    this.comparesQueues = market.dispatch !== 'uniform';
    this.colludingDraw = cast.memberShare;
    this.columns.fill(0);
    this.tally.reset();
    this.sojourns.reset();
    this.resetMoves();
    this.warmUpJobs = settings.run.warmUpJobs === 'auto' ? 0 : settings.run.warmUpJobs;
    this.runBatches.reset(settings.run.batches ?? 1, this.warmUpJobs, settings.run.jobs);
    this.rewardUnits = toUnits(market.reward);
    this.stakeUnits = toUnits(market.stake);
    this.arrived = 0;
    this.draws.setSeed(seed);
    this.draws.setReplication(replication);
    this.demand.reset({
      draws: this.draws,
      arrivals: createStream(seed, replication, 'arrivals'),
      jobsPerSecond: market.jobsPerSecond,
      service: createDistribution(market.serviceSeconds),
      isTimeless: this.timeless,
    });
    this.verification = createDistribution(market.verificationSeconds ?? market.serviceSeconds);
    this.utility = utilityOf(settings);
    this.valuesJobs = this.utility !== undefined || players.exit.kind === 'banned';
    const isNatural = !this.timeless || sampling === undefined || sampling === 'natural';
    // Who is told the story may look at the record at every line of it.
    const isWatched = this.isTold || this.witness !== undefined;
    this.tallies = isNatural && market.jobsInFlight === 1 && !this.valuesJobs && !learner && !isWatched;
    this.jobs.reset(Math.max(1, this.announced), market.nodeCount);
    this.resetNodes();
  }

  private resetMoves(): void {
    const { computeCost } = this.settings.market;
    for (const grouped of [0, 1]) {
      const { output, probability, cost } = (grouped === 1 ? this.cast.group : this.cast.outsider).asserter;
      this.cheatProbability[grouped] = output === 'wrong' ? probability : 0;
      this.cheatPace[grouped] = computeCost > 0 ? Math.min(1, cost / computeCost) : 0;
    }
  }

  private resetNodes(): void {
    const { market, players } = this.settings;
    const { nodeCount } = market;
    this.fleet.reset(nodeCount, this.cast.groupSize);
    this.queues.reset(nodeCount);
    this.ledger.reset(nodeCount);
    this.batches.reset(nodeCount, market.jobsInFlight, recordColumnNames.length);
    this.careers.reset(this.cast.groupSize, players.discount ?? 1);
    if (this.calendar.capacity < nodeCount + 1) this.calendar = createCalendar(nodeCount + 1);
    this.calendar.reset(nodeCount + 1);
    this.busyNodes = 0;
    this.busySince[0] = 0;
    if (this.paces.length < nodeCount) this.paces = new Float64Array(nodeCount);
    const speed = createDistribution(market.speed);
    for (let node = 0; node < nodeCount; node++) {
      this.ledger.deposit(node, this.stakeUnits);
      this.paces[node] = 1 / Math.max(speed.sample(this.draws.at(node, SPEED)), SPEED_MIN);
    }
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
    columns[at.nodeSeconds] = this.fleet.nodeSeconds(0, this.now);
    if (this.runBatches.records.length > 0) this.runBatches.cut(this);
    for (const column of moneyColumns) columns[column]! /= UNITS_PER_CREDIT;
    return columns;
  }
}

/** Validators a mechanism may draw for a job, by its own word. @throws RangeError where no market has so many seats */
function announcedBy(mechanism: Mechanism, settings: Settings): number {
  const { validatorsMax } = mechanism.needs?.(settings) ?? { validatorsMax: 1 };
  if (validatorsMax >= 0 && validatorsMax <= VALIDATORS_MAX) return validatorsMax;
  throw new RangeError(
    `mechanism ${mechanism.kind} announces ${validatorsMax} validators; a job has at most ${VALIDATORS_MAX}`,
  );
}

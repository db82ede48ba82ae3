/**
 * What the parts of a market share: its columns, its tables, and what belongs to the run at hand. Nothing here acts.
 *
 * One market is built per worker, so that its columns and the compiled code are reused from run to run.
 */
import type { Utility } from '../game/preferences.ts';
import { createCalendar } from '../kernel/create-calendar.ts';
import type { Distribution } from '../kernel/distributions/define.ts';
import { KeyedDraws } from '../kernel/stream.ts';
import { Timers } from '../kernel/timers.ts';
import { NODES_AT_HAND } from './at-hand.ts';
import { type Cast, CHOICES_MAX, type Crowd } from './cast.ts';
import type { CollateralPlay } from './collateral.ts';
import type { DispatchPlay } from './dispatch.ts';
import type { Listener, MarketEvent } from './events.ts';
import { ChallengeSampler } from './evidence/challenge-sampler.ts';
import { ReportTable } from './evidence/report-table.ts';
import { ResponseTable } from './evidence/response-table.ts';
import type { EvidencePlay } from './evidence.ts';
import type { PluggedHazard } from './hazard.ts';
import type { MechanismPlay } from './mechanism.ts';
import type { ValidatorSide } from './money/accounting.ts';
import { Ledger } from './money/ledger.ts';
import { Tally } from './money/tally.ts';
import type { NodePlay } from './node-play.ts';
import { Careers } from './nodes/careers.ts';
import { Downtime } from './nodes/downtime.ts';
import { CROWDS_MAX, Fleet } from './nodes/fleet.ts';
import { Pasts } from './nodes/pasts.ts';
import type { PaymentPlay } from './payment.ts';
import { recordColumnNames } from './record.ts';
import type { SamplingPlay } from './sampling.ts';
import type { Settings } from './settings.ts';
import type { Move } from './strategy.ts';
import type { exitOf } from './traits.ts';
import { unset } from './unset.ts';
import { Flights } from './work/flights.ts';
import { JobLots } from './work/job-lots.ts';
import { Jobs } from './work/jobs.ts';
import { WorkQueues } from './work/queues.ts';
import { RunBatches } from './work/run-batches.ts';
import { Sojourns } from './work/sojourns.ts';

/** Most validators that a job may have [count]. */
export const VALIDATORS_MAX = 255;

/** The state of a market. */
export class MarketState {
  /** What rests on account of a job is handed on when it is settled. */
  readonly ledger = new Ledger({ isOver: () => this.jobs.inFlight === 0, over: 'no job is in flight' });
  readonly fleet = new Fleet();
  readonly jobs = new Jobs();
  readonly queues = new WorkQueues();
  readonly flights = new Flights();
  readonly lots = new JobLots();
  readonly careers = new Careers();
  readonly pasts = new Pasts();
  /** What hazards wait for. */
  readonly hazardTimers = new Timers();
  /** Who is down, where there are hazards. */
  readonly downtime = new Downtime();
  /** What jobs wait for, by slot. */
  readonly timers = new Timers();
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
  /** How jobs are paid; `undefined` where the reward is shared out within the job. */
  payments: Required<PaymentPlay> | undefined = unset;
  /** What stands behind the nodes. */
  collateral: CollateralPlay = unset;
  /** Who gets a job, by its place in the lot at hand. */
  choose: DispatchPlay['choose'] = unset;
  verification: Distribution = unset;
  /** In which players value their jobs, when they are not risk neutral. */
  utility: Utility | undefined = unset;
  /** Each job is valued by itself: by its utility, or by its place in a career. */
  valuesJobs = false;
  /** What failed checks say of nodes; `undefined` where each convicts. */
  evidence: EvidencePlay | undefined = unset;
  /** How likely jobs are to be challenged, by their nodes; `undefined` where all are alike. */
  samplingPlay: SamplingPlay | undefined = unset;
  /** What becomes of slashed nodes. */
  exit: ReturnType<typeof exitOf> = unset;
  /** How focal nodes choose among their moves, as asserters or as validators, where they do so by their past. */
  choosesAssertion = false;
  choosesResponse = false;
  nodePlay: NodePlay = unset;
  /** The moves of the cast by their numbers; see `movesIn`. */
  assertions: readonly Move[] = [];
  validations: readonly Move[] = [];
  listener: Listener | undefined = unset;
  /** Somebody listens to the story; to what jobs of focal nodes bring. */
  isTold = false;
  tellsIncome = false;
  /** Plain jobs may be counted and booked together: each counts in full and nobody looks at it by itself. */
  tallies = true;
  /** Jobs are played one after the other, without time. */
  timeless = false;
  /** The source of the calendar that is the earliest wait of a job, or of a payment; -1 where nothing waits. */
  waitsSource = -1;
  /** What befalls nodes, and the source of the calendar that is the next time it may; nothing and -1 where nothing does. */
  hazards: readonly PluggedHazard[] = [];
  hazardsSource = -1;
  hasHazards = false;
  /** Chance that an asserter cheats, and the share of the time cheating takes, by the number of the move. */
  readonly cheatProbability = new Float64Array(CROWDS_MAX + CHOICES_MAX);
  readonly cheatPace = new Float64Array(CROWDS_MAX + CHOICES_MAX);
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
  /** What has been taken of a stake so far for the slash at hand [units]. */
  readonly stakeTaken = new Float64Array(1);
  /** When the last job ended, where payments may outlast it [s]. */
  readonly lastJobAt = new Float64Array(1);
  /** How many nodes are computing, and since when it has been so many [s]. */
  busyNodes = 0;
  readonly busySince = new Float64Array(1);
  /** Time each node takes for a second of work: 1 over its speed. */
  paces = new Float64Array(NODES_AT_HAND);

  /** Simulated time [s]. */
  get now(): number {
    return this.calendar.now;
  }

  /** Every job has arrived, and been settled. */
  get isOver(): boolean {
    return this.arrived >= this.settings.run.jobs && this.jobs.inFlight === 0;
  }

  /** Whether the job is counted: it arrived after the warm-up. */
  counts(slot: number): boolean {
    return this.jobs.number[slot] >= this.warmUpJobs;
  }

  /** The crowd of a node. */
  crowdOf(node: number): Crowd {
    return this.cast.crowds[this.fleet.crowdOf(node)];
  }

  /** Number of the move by which the job is asserted. */
  assertionOf(slot: number): number {
    const { jobs, fleet } = this;
    const asserter = jobs.asserter[slot];
    return this.choosesAssertion && fleet.isFocal(asserter) ? jobs.move[jobs.itemOf(slot, 0)] : fleet.crowdOf(asserter);
  }

  /** Number of the move by which a validator checks a job. */
  validationOf(item: number, node: number): number {
    return this.choosesResponse && this.fleet.isFocal(node) ? this.jobs.move[item] : this.fleet.crowdOf(node);
  }

  /** Whether a node and the asserter of a job stand behind each other. */
  isBackedBy(slot: number, node: number): boolean {
    if (this.cast.coalition === 'everyone') return true;
    return this.crowdOf(node).member && this.crowdOf(this.jobs.asserter[slot]).member;
  }

  /** Hands an event to whoever listens, where it is wanted. */
  tell(event: MarketEvent): void {
    const { listener } = this;
    if (listener?.wants.includes(event.kind)) listener.hear(event);
  }
}

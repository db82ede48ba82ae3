/** A run is opened: whatever the run before left in the state of a market is set anew. */
import { createCalendar } from '../kernel/create-calendar.ts';
import { createStream } from '../kernel/stream.ts';
import { type Cast, movesIn } from './cast.ts';
import { type EventKind, type Listener, storyKinds } from './events.ts';
import type { Sampling } from './evidence/challenge-sampler.ts';
import type { EvidencePlay } from './evidence.ts';
import { freshLawOf } from './law-of.ts';
import type { MechanismNeeds } from './mechanism.ts';
import { toUnits } from './money/ledger.ts';
import type { Money } from './money/money.ts';
import { utilityOf } from './money/utility.ts';
import type { NodeKit, NodePlay } from './node-play.ts';
import { SPEED } from './purposes.ts';
import { recordColumnNames } from './record.ts';
import type { SamplingPlay } from './sampling.ts';
import type { Settings } from './settings.ts';
import type { MarketState } from './state.ts';
import type { Traffic } from './traffic.ts';
import { exitOf } from './traits.ts';

/** One run, as it is asked for. */
export interface MarketRun {
  settings: Settings;
  cast: Cast;
  traffic: Traffic;
  /** When failed checks convict; the first one does when left out. */
  evidence?: EvidencePlay | undefined;
  /** How likely jobs are to be challenged; all alike when left out. */
  samplingPlay?: SamplingPlay | undefined;
  money: Money;
  seed: string;
  replication: number;
  /** With a calendar of events, or job by job without time; see {@link RunPath}. */
  path?: RunPath;
  /** How challenges are sampled without a calendar; with one they are always natural. */
  sampling?: Sampling;
  /** Hears what happens. */
  listener?: Listener | undefined;
  /** How the focal nodes choose by their past, where the cast says that they do. */
  nodePlay?: ((kit: NodeKit) => NodePlay) | undefined;
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

/** A node drawn slower than this counts as that slow, so that its work ends some day. */
const SPEED_MIN = 1e-9;

/** Sets the state to the beginning of a run. @param needsTime  something may wait: the mechanism, or a payment */
export function openRun(state: MarketState, run: MarketRun, needs: MechanismNeeds, needsTime: boolean): void {
  const { settings, cast, traffic, seed, replication, path, sampling, listener } = run;
  const { market } = settings;
  state.settings = settings;
  state.announced = needs.validatorsMax;
  state.cast = cast;
  state.listener = listener;
  state.evidence = run.evidence;
  state.samplingPlay = run.samplingPlay;
  state.choosesAssertion = cast.played?.role === 'asserter';
  state.choosesResponse = cast.played?.role === 'validator';
  state.assertions = movesIn(cast, 'asserter');
  state.validations = movesIn(cast, 'validator');
  const tells = (kind: EventKind) => listener?.wants.includes(kind) === true;
  state.isTold = storyKinds.some(tells);
  state.tellsIncome = tells('earned');
  state.timeless = path === 'rounds';
  state.hazards = traffic.hazards ?? [];
  state.hasHazards = state.hazards.length > 0 && !state.timeless;
  state.sampler.reset((state.timeless && sampling) || 'natural');
  state.responseTable.reset(state.validations, cast.committed, needs.reveal === 'open');
  state.reportTable.reset(settings, state.assertions, needs.rechecks ?? 1);
  state.colludingDraw = cast.memberShare;
  state.columns.fill(0);
  state.tally.reset(cast.crowds.length);
  state.sojourns.reset();
  resetMoves(state);
  state.warmUpJobs = settings.run.warmUpJobs === 'auto' ? 0 : settings.run.warmUpJobs;
  state.runBatches.reset(settings.run.batches ?? 1, state.warmUpJobs, settings.run.jobs);
  state.rewardUnits = toUnits(market.reward);
  state.stakeUnits = toUnits(market.stake);
  state.arrived = 0;
  state.draws.setSeed(seed);
  state.draws.setReplication(replication);
  const jobsPerSecond = traffic.demand.rate(market.demand, market.jobsPerSecond);
  state.lots.reset({
    draws: state.draws,
    demand: traffic.demand.create(market.demand, (purpose) => createStream(seed, replication, purpose), jobsPerSecond),
    jobsPerSecond,
    service: freshLawOf(market.serviceSeconds, settings),
    isTimeless: state.timeless,
  });
  state.verification = freshLawOf(market.verificationSeconds ?? market.serviceSeconds, settings);
  state.utility = utilityOf(settings);
  state.exit = exitOf(settings);
  state.valuesJobs = state.utility !== undefined || state.exit.bans;
  const isNatural = !state.timeless || sampling === undefined || sampling === 'natural';
  // Who listens may look at the record at every event.
  state.tallies = isNatural && market.jobsInFlight === 1 && !state.valuesJobs && !listener;
  state.jobs.reset(Math.max(1, needs.validatorsMax), market.nodeCount);
  const mayWait = needsTime || cast.played !== undefined;
  state.waitsSource = mayWait && !state.timeless ? market.nodeCount + 1 : -1;
  resetNodes(state);
}

function resetMoves(state: MarketState): void {
  const { computeCost } = state.settings.market;
  for (const [number, { output, probability, cost }] of state.assertions.entries()) {
    state.cheatProbability[number] = output === 'wrong' ? probability : 0;
    state.cheatPace[number] = computeCost > 0 ? Math.min(1, cost / computeCost) : 0;
  }
}

function resetNodes(state: MarketState): void {
  const { market, players } = state.settings;
  const { nodeCount } = market;
  state.fleet.reset(state.cast.crowds);
  if (state.fleet.nodeCount !== nodeCount) {
    throw new RangeError(`crowds of ${state.fleet.nodeCount} nodes in a market of ${nodeCount}`);
  }
  state.queues.reset(nodeCount);
  state.ledger.reset(nodeCount);
  state.flights.reset(nodeCount, market.jobsInFlight, recordColumnNames.length);
  state.careers.reset(state.fleet.focalCount, players.discount ?? 1);
  state.pasts.reset(state.cast.played ? state.fleet.focalCount : 0);
  state.hazardsSource = state.hasHazards ? nodeCount + 2 : -1;
  const sources = Math.max(nodeCount, state.waitsSource, state.hazardsSource) + 1;
  if (state.calendar.capacity < sources) state.calendar = createCalendar(sources);
  state.calendar.reset(sources);
  state.busyNodes = 0;
  state.busySince[0] = 0;
  if (state.paces.length < nodeCount) state.paces = new Float64Array(nodeCount);
  const speed = freshLawOf(market.speed, state.settings);
  for (let node = 0; node < nodeCount; node++) {
    state.paces[node] = 1 / Math.max(speed.sample(state.draws.at(node, SPEED)), SPEED_MIN);
  }
}

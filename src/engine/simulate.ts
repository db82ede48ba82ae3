/** One run: a design point, an arm and a replication in, one row of record columns out. */

import { catalogueOf, mechanismOf, nameAdded, nameAddedMechanism } from '../catalogue/catalogue.ts';
import { evidenceFor } from '../catalogue/evidence.ts';
import { moneyOf } from '../catalogue/money.ts';
import { samplingFor } from '../catalogue/sampling.ts';
import { flowAt, jobsPerSecondOf, trafficOf } from '../catalogue/traffic.ts';
import { createStream } from '../kernel/stream.ts';
import { BrokenLaw } from '../market/broken-law.ts';
import type { Cast } from '../market/cast.ts';
import type { Listener } from '../market/events.ts';
import { Market } from '../market/market.ts';
import type { Mechanism } from '../market/mechanism.ts';
import type { MarketRun } from '../market/open-run.ts';
import { recordColumnNames } from '../market/record.ts';
import type { Arm, Settings, TimeMethod } from '../market/settings.ts';
import type { MarketState } from '../market/state.ts';
import { QueueNetwork } from '../market/waiting/queue-network.ts';
import { followSingleQueues } from '../market/waiting/single-queues.ts';
import { countArrivals } from '../market/work/arrivals.ts';
import { planArm } from './arm-plan.ts';
import { CareerBook } from './careers.ts';
import { dropTransient, measureService } from './measure-service.ts';
import { seedOf } from './own-seed.ts';

// Built once per worker: a second market in one process would be compiled a second time and run slower.
let market: Market | undefined;
let queues: QueueNetwork | undefined;

/**
 * Simulates one run; a pure function of its arguments.
 *
 * @returns one value per column of `recordColumns`, money in credits; for each batch of the run, one after the other.
 * Where careers are followed, what became of them; see {@link CareerBook.list}; where time alone is measured, a row of
 * `time-record.ts`
 * @throws Error when a law of the market is broken
 */
export function simulateRun(settings: Settings, arm: Arm, seed: string, replication: number): Float64Array {
  const { careers, time } = settings.run;
  if (time) return measureTimeAlone(settings, time, arm, seed, replication);
  if (!careers) return simulate(settings, arm, seed, replication);
  const book = new CareerBook(careers);
  simulate(settings, arm, seed, replication, { listener: book });
  const { fleet } = market!;
  return book.list((node) => !fleet.isPresent(node));
}

/** A run in which nothing but time passes. */
function measureTimeAlone(
  settings: Settings,
  method: TimeMethod,
  arm: Arm,
  seed: string,
  replication: number,
): Float64Array {
  const flow = flowAt(settings);
  if (method === 'queue-by-queue') return followSingleQueues(settings, flow, seed, replication);
  queues ??= new QueueNetwork();
  return queues.run(settings, flow, planArm(settings, arm).cast, seed, replication);
}

/**
 * The same run in time, with somebody listening.
 *
 * @param listen  makes the listener from the market, which it may read and does not change; money in its columns is in units
 */
export function watchRun(
  settings: Settings,
  arm: Arm,
  seed: string,
  replication: number,
  listen: (market: MarketState) => Listener,
): void {
  market ??= new Market();
  simulate(settings, arm, seed, replication, { listener: listen(market), inTime: true });
}

function simulate(
  given: Settings,
  arm: Arm,
  seed: string,
  replication: number,
  { listener, inTime }: { listener?: Listener; inTime?: boolean } = {},
): Float64Array {
  const { settings, cast, path, sampling } = planArm(given, arm);
  const mechanism = mechanismOf(settings);
  market ??= new Market();
  const own = seedOf(settings, arm, seed);
  const run = {
    settings: countJobs(settings, own, replication),
    cast,
    traffic: trafficOf(settings),
    evidence: evidenceFor(settings),
    samplingPlay: samplingFor(settings),
    money: moneyOf(settings),
    seed: own,
    replication,
    // A story is told in time, whatever path the run itself would take.
    ...(inTime ? ({ path: 'calendar', sampling: 'natural' } as const) : { path, sampling }),
    listener,
    nodePlay: nodePlayOf(settings, cast),
  };
  const record = runOnce(market, mechanism, run);
  const { records } = market.runBatches;
  if (records.length === 0) {
    measureService(market, record);
    return record.slice();
  }
  dropTransient(market, records);
  return joinRecords(records);
}

/** A run that lasts a time has as many jobs as arrive in it: the same in every arm, for its arrivals are. */
function countJobs(settings: Settings, seed: string, replication: number): Settings {
  const { run, market } = settings;
  if (run.seconds === undefined) return settings;
  const { demand } = trafficOf(settings);
  const jobsPerSecond = jobsPerSecondOf(settings);
  const arrivals = demand.create(market.demand, (purpose) => createStream(seed, replication, purpose), jobsPerSecond);
  return { ...settings, run: { ...run, jobs: countArrivals(arrivals, jobsPerSecond, run.seconds) } };
}

function joinRecords(records: readonly Float64Array[]): Float64Array {
  const joined = new Float64Array(records.length * recordColumnNames.length);
  for (const [batch, record] of records.entries()) joined.set(record, batch * recordColumnNames.length);
  return joined;
}

/** A market that broke a law is not used again: what it holds cannot be trusted. */
function runOnce(there: Market, mechanism: Mechanism, run: Parameters<Market['run']>[1]): Float64Array {
  try {
    return there.run(mechanism, run);
  } catch (error) {
    market = undefined;
    throw nameCulprit(error, run.settings);
  }
}

/** Where the rules are a user's own, a law that breaks is broken by them. */
function nameCulprit(error: unknown, settings: Settings): unknown {
  if (error instanceof BrokenLaw) {
    const plug = nameAdded(error.sort, error.kind, settings);
    return plug ? new Error(`${plug} broke a law: it ${error.law}`, { cause: error }) : error;
  }
  const name = nameAddedMechanism(settings);
  // What failed inside it names it already.
  if (!name || !(error instanceof Error) || error.name === 'PlugError') return error;
  return new Error(`${name} broke a law: ${error.message}`, { cause: error });
}

/** How the focal nodes of a run choose, with nothing behind them, where they do so by their past. */
function nodePlayOf(settings: Settings, { played }: Cast): MarketRun['nodePlay'] {
  if (!played) return undefined;
  const { kind, name: _, ...params } = played.spec;
  const { play } = catalogueOf(settings).strategies.get(kind)!;
  return play && ((kit) => play(params, kit));
}

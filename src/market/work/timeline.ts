/**
 * The market in time. Source 0 of the calendar is the next arrival, source 1 + i is what node i finishes next; ties go
 * to what was scheduled first.
 */

import { revealReport } from '../evidence/reports.ts';
import { COMPUTES_MAX } from '../evidence/response-table.ts';
import type { Market } from '../market.ts';
import { VERIFY } from '../purposes.ts';
import { columnIndex } from '../record.ts';
import { admit, decideByLearning } from './admission.ts';

const ARRIVALS = 0;
// An audit visits every node; so rarely, it costs a few per cent of an event whatever the size of the market.
const EVENTS_BETWEEN_AUDITS = 65_536;
const EVENTS_BETWEEN_AUDITS_PER_NODE = 64;
const busySeconds = columnIndex.busySeconds;

/** Plays a run to the settlement of its last job. */
export function playInTime(market: Market, jobsTotal: number): void {
  const { calendar, columns, busySince } = market;
  const interval = EVENTS_BETWEEN_AUDITS + EVENTS_BETWEEN_AUDITS_PER_NODE * market.settings.market.nodeCount;
  let events = 0;
  scheduleArrival(market);
  for (let source = calendar.next(); source >= 0; source = calendar.next()) {
    columns[busySeconds]! += market.busyNodes * (calendar.now - busySince[0]!);
    busySince[0] = calendar.now;
    if (source === ARRIVALS) {
      arrive(market);
      if (market.arrived < jobsTotal) scheduleArrival(market);
      else market.sojourns.load.end(calendar.now, columns[busySeconds]!);
      if (market.arrived === market.runBatches.next) market.runBatches.cut(market);
    } else {
      complete(market, source - 1);
    }
    if (++events < interval) continue;
    events = 0;
    market.audit();
  }
}

/** Gives a node a work item; it starts at once when the node is idle. */
export function enqueue(market: Market, node: number, item: number): void {
  if (!market.queues.join(node, item, market.jobs)) return;
  market.busyNodes++;
  start(market, node);
}

function scheduleArrival({ calendar, demand, arrived }: Market): void {
  calendar.due[0] = calendar.now + demand.gap[demand.placeOf(arrived)]!;
  calendar.schedule(ARRIVALS);
}

function arrive(market: Market): void {
  const { jobs, calendar } = market;
  const number = market.takeNumber();
  if (number < 0) return;
  const slot = admit(market, number);
  jobs.arrivedAt[slot] = calendar.now;
  const node = jobs.asserter[slot]!;
  if (market.isTold) market.teller.line(market.now, `job ${number} arrives and goes to node ${node}`);
  enqueue(market, node, jobs.itemOf(slot, 0));
}

function complete(market: Market, node: number): void {
  const { queues, jobs } = market;
  const item = queues.first(node);
  const more = queues.leave(node, jobs);
  if (!more) market.busyNodes--;
  if (jobs.placeOf(item) === 0) assert(market, jobs.slotOf(item));
  else revealReport(market, item);
  if (more) start(market, node);
}

function start(market: Market, node: number): void {
  const { jobs, calendar, paces, work } = market;
  const item = market.queues.first(node);
  const slot = jobs.slotOf(item);
  const place = jobs.placeOf(item);
  work[0] = 0;
  if (place === 0) {
    if (market.learner) decideByLearning(market, slot);
    work[0] = jobs.seconds[slot]!;
    // A substitute takes as much less time as it costs less.
    if (jobs.assertedFalse[slot] === 1) work[0] *= market.cheatPace[market.fleet.isGrouped(node) ? 1 : 0]!;
  } else if (jobs.response[item]! <= COMPUTES_MAX) {
    computeVerification(market, slot, place);
  }
  calendar.due[0] = calendar.now + work[0]! * paces[node]!;
  calendar.schedule((node + 1) | 0);
}

function computeVerification({ jobs, work, verification, draws }: Market, slot: number, place: number): void {
  work[0] = verification.sample(draws.at(jobs.number[slot]!, VERIFY + place));
}

function assert(market: Market, slot: number): void {
  if (market.isTold) tellAssertion(market, slot);
  market.play.onAsserted(slot);
}

function tellAssertion({ teller, jobs, now }: Market, slot: number): void {
  const result = jobs.assertedFalse[slot] ? 'a false result' : 'its result';
  teller.line(now, `node ${jobs.asserter[slot]} asserts ${result} for job ${jobs.number[slot]}`);
}

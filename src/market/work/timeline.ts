/**
 * The market in time. Source 0 of the calendar is the next arrival, source 1 + i is what node i finishes next; ties go
 * to what was scheduled first.
 */

import { sampleStandardExponential } from '../../kernel/distributions/standard-exponential.ts';
import { revealReport } from '../evidence/reports.ts';
import { COMPUTES_MAX } from '../evidence/response-table.ts';
import type { Market } from '../market.ts';
import { CHALLENGE, DECIDE, DISPATCH, SERVICE, VERIFY } from '../purposes.ts';
import { columnIndex } from '../record.ts';

const ARRIVALS = 0;
// An audit visits every node; so rarely, it costs a few per cent of an event whatever the size of the market.
const EVENTS_BETWEEN_AUDITS = 65_536;
const EVENTS_BETWEEN_AUDITS_PER_NODE = 64;
const busySeconds = columnIndex.busySeconds;

/** Plays a run to the settlement of its last job. */
export function playInTime(market: Market, jobsTotal: number): void {
  const { calendar, queues, jobs, columns, paces } = market;
  const interval = EVENTS_BETWEEN_AUDITS + EVENTS_BETWEEN_AUDITS_PER_NODE * market.settings.market.nodeCount;
  let events = 0;
  scheduleArrival(market);
  for (let source = calendar.next(); source >= 0; source = calendar.next()) {
    if (source === ARRIVALS) {
      arrive(market);
      if (market.arrived < jobsTotal) scheduleArrival(market);
      else market.sojourns.load.end(calendar.now, columns[busySeconds]!);
      if (market.arrived === market.runBatches.next) market.runBatches.cut(market);
    } else {
      const node = source - 1;
      const item = queues.first(node);
      columns[busySeconds]! += calendar.now - paces[2 * node + 1]!;
      const more = queues.leave(node, jobs);
      finish(market, item);
      if (more) start(market, node);
    }
    if (++events < interval) continue;
    events = 0;
    market.audit();
  }
}

/** Gives a node a work item; it starts at once when the node is idle. */
export function enqueue(market: Market, node: number, item: number): void {
  if (market.queues.join(node, item, market.jobs)) start(market, node);
}

/**
 * Draws the node that gets a job: any present one, or the less busy of two.
 *
 * One number decides both: its place among the nodes picks the first, and where it lies within that place the second.
 */
export function dispatch(market: Market, number: number): number {
  const { fleet, queues } = market;
  const { present } = fleet;
  const place = market.draws.uniform(number, DISPATCH) * present;
  const index = place | 0;
  const first = fleet.nodeAt(index);
  if (!market.comparesQueues || present === 1) return first;
  const other = ((place - index) * (present - 1)) | 0;
  const second = fleet.nodeAt(other < index ? other : other + 1);
  return queues.lengthOf(second) < queues.lengthOf(first) ? second : first;
}

/** Decides whether the asserter of a job makes its move, which is to assert a false result. */
export function decideAssertion(market: Market, slot: number): void {
  const { jobs, fleet, learner } = market;
  const { output, probability } = market.asserterMove(slot);
  const number = jobs.number[slot]!;
  const node = jobs.asserter[slot]!;
  const cheats =
    learner && fleet.isGrouped(node)
      ? learner.chooses(node, market.draws.uniform(number, DECIDE))
      : output === 'wrong' && (probability >= 1 || market.draws.uniform(number, DECIDE) < probability);
  jobs.assertedFalse[slot] = cheats ? 1 : 0;
}

function scheduleArrival({ calendar, arrivals, jobsPerSecond }: Market): void {
  calendar.set(ARRIVALS, calendar.now + sampleStandardExponential(arrivals) / jobsPerSecond);
}

function arrive(market: Market): void {
  const { jobs, calendar } = market;
  const number = market.takeNumber();
  if (number < 0) return;
  const slot = jobs.open(number, calendar.now);
  const node = dispatch(market, number);
  jobs.asserter[slot] = node;
  jobs.challengeDraw[slot] = market.draws.uniform(number, CHALLENGE);
  market.ledger.lock(market.rewardUnits);
  if (market.isTold) market.teller.line(market.now, `job ${number} arrives and goes to node ${node}`);
  enqueue(market, node, jobs.itemOf(slot, 0));
}

function start(market: Market, node: number): void {
  const { jobs, calendar } = market;
  const item = market.queues.first(node);
  const seconds = jobs.placeOf(item) === 0 ? computeAssertion(market, item) : computeVerification(market, item);
  const { paces } = market;
  paces[2 * node + 1] = calendar.now;
  calendar.set(1 + node, calendar.now + seconds / paces[2 * node]!);
}

/** What the asserter does and how long it takes at speed 1: a substitute takes as much less time as it costs less. */
function computeAssertion(market: Market, item: number): number {
  const { jobs } = market;
  const slot = jobs.slotOf(item);
  decideAssertion(market, slot);
  const seconds = market.service.sample(market.draws.at(jobs.number[slot]!, SERVICE));
  if (jobs.assertedFalse[slot] === 0) return seconds;
  const { computeCost } = market.settings.market;
  return computeCost > 0 ? seconds * Math.min(1, market.asserterMove(slot).cost / computeCost) : 0;
}

function computeVerification(market: Market, item: number): number {
  const { jobs } = market;
  if (jobs.response[item]! > COMPUTES_MAX) return 0;
  const number = jobs.number[jobs.slotOf(item)]!;
  return market.verification.sample(market.draws.at(number, VERIFY + jobs.placeOf(item)));
}

function finish(market: Market, item: number): void {
  const { jobs } = market;
  if (jobs.placeOf(item) !== 0) {
    revealReport(market, item);
    return;
  }
  const slot = jobs.slotOf(item);
  if (market.isTold) {
    const result = jobs.assertedFalse[slot] ? 'a false result' : 'its result';
    market.teller.line(market.now, `node ${jobs.asserter[slot]} asserts ${result} for job ${jobs.number[slot]}`);
  }
  market.play.onAsserted(slot);
}

/**
 * The market in time. Source 0 of the calendar is the next arrival, source 1 + i is what node i finishes next; ties go
 * to what was scheduled first. Where jobs wait there is one source more, the wait that ends next, and where nodes may go down
 * one behind it.
 */

import type { RevealReport } from '../evidence/reports.ts';
import { COMPUTES_MAX } from '../evidence/response-table.ts';
import type { Audit } from '../money/audit.ts';
import type { Choices } from '../nodes/choices.ts';
import { VERIFY } from '../purposes.ts';
import { columnIndex } from '../record.ts';
import type { MarketState } from '../state.ts';
import type { Admission } from './admission.ts';
import type { CutBatch } from './cut-batch.ts';
import { createHazards } from './hazards.ts';
import type { Waits } from './waits.ts';

const ARRIVALS = 0;
// An audit visits every node; so rarely, it costs a few per cent of an event whatever the size of the market.
const EVENTS_BETWEEN_AUDITS = 65_536;
const EVENTS_BETWEEN_AUDITS_PER_NODE = 64;
const busySeconds = columnIndex.busySeconds;

/** What playing in time needs. */
interface TimelineParts {
  admission: Admission;
  revealReport: RevealReport;
  cutBatch: CutBatch;
  audit: Audit;
  waits: Waits;
  choices: Choices;
}

/** How a market plays in time; see {@link createTimeline}. */
export type Timeline = ReturnType<typeof createTimeline>;

/** How a market plays a run in time. */
export function createTimeline(market: MarketState, parts: TimelineParts) {
  const { admission, revealReport, cutBatch, audit, waits, choices } = parts;
  const { takeNumber, admit } = admission;
  const { jobs, queues, lots, draws, columns, sojourns, runBatches, work, busySince, cheatPace, downtime } = market;
  const hazards = createHazards(market, { enqueue, start, choices });

  /** Plays a run to the settlement of the last of so many jobs. */
  function playInTime(jobsTotal: number): void {
    const { calendar, waitsSource, hazardsSource } = market;
    const interval = EVENTS_BETWEEN_AUDITS + EVENTS_BETWEEN_AUDITS_PER_NODE * market.settings.market.nodeCount;
    let events = 0;
    if (hazardsSource >= 0) hazards.begin();
    scheduleArrival();
    for (let source = calendar.next(); source >= 0; source = calendar.next()) {
      columns[busySeconds] += market.busyNodes * (calendar.now - busySince[0]);
      busySince[0] = calendar.now;
      if (source === ARRIVALS) {
        arrive();
        if (market.arrived < jobsTotal) scheduleArrival();
        else sojourns.load.end(calendar.now, columns[busySeconds]);
        if (market.arrived === runBatches.next) cutBatch();
      } else if (source === waitsSource) {
        waits.elapse();
      } else if (source === hazardsSource) {
        hazards.elapse();
      } else {
        complete(source - 1);
      }
      if (++events < interval) continue;
      events = 0;
      audit();
    }
  }

  /** Gives a node a work item; it starts at once when the node is idle. */
  function enqueue(node: number, item: number): void {
    if (!queues.join(node, item, jobs) || (market.hasHazards && downtime.isDown(node))) return;
    market.busyNodes++;
    start(node);
  }

  function scheduleArrival(): void {
    const { calendar } = market;
    calendar.due[0] = calendar.now + lots.gap[lots.placeOf(market.arrived)];
    calendar.schedule(ARRIVALS);
  }

  function arrive(): void {
    const number = takeNumber();
    if (number < 0) {
      market.lastJobAt[0] = market.now;
      return;
    }
    const slot = admit(number);
    jobs.arrivedAt[slot] = market.calendar.now;
    const node = jobs.asserter[slot];
    if (market.isTold) market.tell({ kind: 'arrived', time: market.now, job: number, node });
    enqueue(node, jobs.itemOf(slot, 0));
  }

  function complete(node: number): void {
    if (market.hasHazards && hazards.isVoid(node)) return;
    const item = queues.first(node);
    const more = queues.leave(node, jobs);
    if (!more) market.busyNodes--;
    if (jobs.placeOf(item) === 0) assert(jobs.slotOf(item));
    else revealReport(item);
    if (more) start(node);
  }

  function start(node: number): void {
    const { calendar } = market;
    const item = queues.first(node);
    const slot = jobs.slotOf(item);
    const place = jobs.placeOf(item);
    work[0] = 0;
    if (place === 0) {
      if (market.choosesAssertion) choices.chooseAssertion(slot);
      work[0] = jobs.seconds[slot];
      // A substitute takes as much less time as it costs less.
      if (jobs.assertedFalse[slot] === 1) work[0] *= cheatPace[market.assertionOf(slot)];
    } else if (jobs.response[item] <= COMPUTES_MAX) {
      computeVerification(slot, place);
    }
    calendar.due[0] = calendar.now + work[0] * market.paces[node];
    if (market.hasHazards) hazards.noteStart(node);
    calendar.schedule((node + 1) | 0);
  }

  function computeVerification(slot: number, place: number): void {
    work[0] = market.verification.sample(draws.at(jobs.number[slot], VERIFY + place));
  }

  function assert(slot: number): void {
    if (market.isTold) tellAssertion(slot);
    market.play.onAsserted(slot);
  }

  function tellAssertion(slot: number): void {
    const isFalse = jobs.assertedFalse[slot] === 1;
    const [job, node] = [jobs.number[slot], jobs.asserter[slot]];
    market.tell({ kind: 'asserted', time: market.now, job, node, isFalse });
  }

  return { playInTime, enqueue };
}

/**
 * Hazards at work. A node that is down works at nothing: what it had begun is interrupted, and goes on where it stopped
 * once the node is back, or is begun anew by another.
 *
 * What hazards wait for are timers, the earliest of which is one source of the calendar. The calendar forgets no event: what
 * an interrupted node was about to finish still comes, and nobody heeds it.
 */
import type { HazardKit, HazardPlay, JobsOfDown } from '../hazard.ts';
import type { Choices } from '../nodes/choices.ts';
import { DECIDE, HAZARDS, REDISPATCH } from '../purposes.ts';
import type { MarketState } from '../state.ts';
import { AGAIN } from './job-lots.ts';
import { createTimerSource } from './timer-source.ts';
import { createWorkClocks } from './work-clocks.ts';

/** Times that hazards are told of time that has elapsed, for each node, while none does [count]: or it would stand still. */
const AT_ONCE_MAX = 1000;

/** How a hazard holds a node. */
const NOT = 0;
const DOWN = 1;
const DOWN_AND_AVOIDED = 2;

/** What hazards need of the timeline. */
interface Work {
  enqueue: (node: number, item: number) => void;
  start: (node: number) => void;
  choices: Choices;
}

/** Hazards of a market at work; see {@link createHazards}. */
export type Hazards = ReturnType<typeof createHazards>;

/** How hazards of a market are at work. */
export function createHazards(market: MarketState, { enqueue, start, choices }: Work) {
  const { jobs, queues, fleet, lots, draws, downtime, hazardTimers: timers, cheatProbability } = market;
  const source = createTimerSource(market, timers, () => market.hazardsSource);
  const clocks = createWorkClocks(market, source);
  let plays: HazardPlay[] = [];
  /** By hazard and node: how it holds the node. By node: how often its jobs were handed on. */
  let held = new Uint8Array(0);
  let handings = new Int32Array(0);
  let [elapsedAt, atOnce] = [0, 0];

  /** A run begins, and with it every hazard. */
  function begin(): void {
    const { hazards, settings } = market;
    const { nodeCount } = settings.market;
    downtime.reset(nodeCount);
    held = new Uint8Array(hazards.length * nodeCount);
    handings = new Int32Array(nodeCount);
    [elapsedAt, atOnce] = [0, 0];
    source.begin();
    clocks.reset(hazards.length, nodeCount);
    plays = hazards.map(({ hazard, params }, number) => hazard.create(params, lend(number)));
    for (const play of plays) play.begin();
  }

  function lend(number: number): HazardKit {
    const { kind } = market.hazards[number].params;
    const nodes = market.settings.market.nodeCount;
    const refuse = (what: string): never => {
      throw new RangeError(`hazard ${kind} ${what}`);
    };
    const requireNode = (node: number) => {
      if (!(Number.isInteger(node) && node >= 0 && node < nodes)) refuse(`names node ${node} of ${nodes}`);
    };
    const requireTime = (seconds: number) => {
      if (!(seconds >= 0 && seconds < Number.POSITIVE_INFINITY))
        refuse(`asks for ${seconds} s; at least 0, and finite`);
    };
    return {
      nodes,
      draw: (node, occurrence) => draws.at(occurrence * nodes + node, HAZARDS + number),
      after: (seconds, datum) => {
        requireTime(seconds);
        timers.set(number, market.now + seconds, datum);
        source.follow();
      },
      afterWork: (node, seconds, datum) => {
        requireNode(node);
        requireTime(seconds);
        if (!clocks.set(number, node, seconds, datum)) refuse(`waits twice for the work of node ${node}`);
      },
      takeDown: (node, how) => {
        requireNode(node);
        if (held[number * nodes + node] !== NOT) refuse(`takes node ${node} down, which it has taken down`);
        held[number * nodes + node] = how === 'redispatch' ? DOWN_AND_AVOIDED : DOWN;
        takeDown(node, how);
      },
      bringBack: (node) => {
        requireNode(node);
        const hold = held[number * nodes + node];
        if (hold === NOT) refuse(`brings node ${node} back, which it has not taken down`);
        held[number * nodes + node] = NOT;
        bringBack(node, hold === DOWN_AND_AVOIDED);
      },
    };
  }

  /** The source of the hazards is due; they are over with the last job. */
  function elapse(): void {
    const timer = source.take();
    if (!timer) return;
    if (market.isOver) {
      source.callOffAll();
      return;
    }
    const { owner, purpose } = timer;
    atOnce = market.now > elapsedAt ? 0 : atOnce + 1;
    elapsedAt = market.now;
    const number = owner < plays.length ? owner : clocks.ring(owner);
    if (atOnce > AT_ONCE_MAX * market.settings.market.nodeCount) {
      const { kind } = market.hazards[number].params;
      throw new RangeError(`hazard ${kind} asks for no time again and again; at t = ${market.now} s time stands still`);
    }
    plays[number].elapsed(purpose);
  }

  function takeDown(node: number, how: JobsOfDown): void {
    if (how === 'redispatch') downtime.avoid(node);
    if (downtime.causes[node]++ === 0) {
      interrupt(node);
      if (market.isTold) market.tell({ kind: 'down', time: market.now, node });
    }
    if (how === 'redispatch') handOn(node);
  }

  function interrupt(node: number): void {
    downtime.left[node] = -1;
    if (queues.lengthOf(node) === 0) return;
    const seconds = Math.max(0, downtime.dueAt[node] - market.now);
    downtime.left[node] = seconds;
    market.busyNodes--;
    clocks.stop(node, seconds);
  }

  /** Other nodes get its jobs, and begin them anew; checks wait. Where nobody is up, jobs wait too. */
  function handOn(node: number): void {
    if (queues.lengthOf(node) === 0 || !downtime.isSomeoneUp) return;
    const begun = downtime.left[node] >= 0 ? queues.first(node) : -1;
    const moved = queues.sift(node, jobs, (item) => jobs.placeOf(item) === 0);
    const uniforms = draws.at(handings[node]++ * market.settings.market.nodeCount + node, REDISPATCH);
    const lucks = moved.map(() => uniforms.next());
    for (const [i, item] of moved.entries()) {
      const slot = jobs.slotOf(item);
      if (item === begun) {
        downtime.left[node] = -1;
        if (market.choosesAssertion) choices.takeBack(item, node);
      }
      lots.dispatch[AGAIN] = lucks[i];
      assign(slot, market.choose(AGAIN));
      enqueue(jobs.asserter[slot], item);
    }
  }

  /** A job is another node's to assert, whose own move it is whether it cheats. */
  function assign(slot: number, node: number): void {
    const luck = draws.uniform(jobs.number[slot], DECIDE);
    jobs.asserter[slot] = node;
    jobs.assertedFalse[slot] = luck < cheatProbability[fleet.crowdOf(node)] ? 1 : 0;
    if (market.isTold) market.tell({ kind: 'moved', time: market.now, job: jobs.number[slot], node });
  }

  function bringBack(node: number, wasAvoided: boolean): void {
    if (wasAvoided) downtime.welcome(node, fleet);
    if (--downtime.causes[node] > 0) return;
    if (market.isTold) market.tell({ kind: 'up', time: market.now, node });
    if (queues.lengthOf(node) === 0) return;
    market.busyNodes++;
    if (downtime.left[node] < 0) {
      start(node);
      return;
    }
    const { calendar } = market;
    calendar.due[0] = calendar.now + downtime.left[node];
    noteStart(node);
    calendar.schedule(node + 1);
  }

  /** A node begins something, or goes on with it, and will be done when the calendar's `due` says. */
  function noteStart(node: number): void {
    const due = market.calendar.due[0];
    downtime.dueAt[node] = due;
    clocks.run(node, due - market.now);
    // Whoever waits for work may have moved another source.
    market.calendar.due[0] = due;
  }

  /** Whether what a node was about to finish when the event was scheduled was interrupted, or is done already. */
  function isVoid(node: number): boolean {
    return downtime.isDown(node) || queues.lengthOf(node) === 0;
  }

  return { begin, elapse, noteStart, isVoid };
}

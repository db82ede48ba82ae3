/**
 * Jobs that wait, because their mechanism asks for time, nodes that ask to be woken, and payments, which may outlast the jobs:
 * all are told when it has elapsed.
 *
 * The earliest of all waits is one source of the calendar, behind those of the nodes; see `timer-source.ts`. Jobs and nodes
 * share the owners of the timers, jobs the even numbers by their slots and nodes the odd ones.
 */
import { BrokenLaw } from '../broken-law.ts';
import type { MarketKit } from '../mechanism.ts';
import type { MarketState } from '../state.ts';
import { createTimerSource } from './timer-source.ts';

/**
 * Most times that a mechanism is given time for one job, and a payment for one in the mean [count]: who asks for more would
 * never come to an end.
 */
export const WAITS_MAX = 1000;

/** Most times that focal nodes are woken, each of them, while no job arrives [count]: or time would stand still. */
const WAKES_MAX = 1000;

// The owner of all timers of payments, of which each is told by its purpose: what a node before the first would have.
const PAYMENTS = 1;

/** How jobs of a market wait; see {@link createWaits}. */
export type Waits = ReturnType<typeof createWaits>;

/** How jobs of a market wait. */
export function createWaits(market: MarketState) {
  const { jobs, timers } = market;
  /** How often each job was given time. */
  let given = new Uint16Array(0);
  /** How often payments were. */
  let givenToPay = 0;
  const source = createTimerSource(market, timers, () => market.waitsSource);
  /** How often nodes were woken since the last job arrived, and how many jobs had arrived by then. */
  let woken = 0;
  let arrivedThen = 0;

  /** A run begins: nobody waits. */
  function begin(): void {
    source.begin();
    given.fill(0);
    givenToPay = 0;
    woken = 0;
    arrivedThen = 0;
  }

  /** See `MarketKit.after`. */
  function after(slot: number, seconds: number, purpose: number): void {
    const { kind } = market.settings.mechanism;
    const number = jobs.number[slot];
    if (market.waitsSource < 0) refuse();
    if (!(seconds >= 0 && seconds < Number.POSITIVE_INFINITY)) {
      throw new RangeError(
        `mechanism ${kind} asks for ${seconds} s on account of job ${number}; at least 0, and finite`,
      );
    }
    if (number < 0) throw new RangeError(`mechanism ${kind} asks for time on account of a job that is settled`);
    if (slot >= given.length) makeRoom();
    if (++given[slot] > WAITS_MAX) {
      throw new RangeError(
        `mechanism ${kind} asks for time on account of job ${number} more than ${WAITS_MAX} times; it would never be settled`,
      );
    }
    timers.set(slot << 1, market.now + seconds, purpose);
    source.follow();
  }

  /** The same for mechanisms that do not say that they need time, and where there is none. */
  function refuse(): never {
    throw new RangeError(
      `mechanism ${market.settings.mechanism.kind} asks for time, which a market with a clock alone can give; its traits have to say so, as needsTime`,
    );
  }

  /** See `NodeKit.after`. */
  function wake(node: number, seconds: number): void {
    if (!(seconds >= 0 && seconds < Number.POSITIVE_INFINITY)) {
      throw new RangeError(`a node asks to be woken after ${seconds} s; at least 0, and finite`);
    }
    if (woken > WAKES_MAX * market.fleet.focalCount) {
      throw new RangeError(
        `a node asks to be woken, and was more than ${WAKES_MAX} times while no job arrived; at t = ${market.now} s time stands still`,
      );
    }
    timers.set(((node + 1) << 1) | 1, market.now + seconds, 0);
    source.follow();
  }

  /** See `PaymentKit.after`. @param kind  of the way to pay */
  function waitToPay(kind: string, job: number, seconds: number): void {
    if (!(seconds >= 0 && seconds < Number.POSITIVE_INFINITY))
      throw new BrokenLaw('payment', kind, `asks for ${seconds} s on account of job ${job}; at least 0, and finite`);
    if (++givenToPay > WAITS_MAX * market.arrived)
      throw new BrokenLaw('payment', kind, `asks for time more than ${WAITS_MAX} times a job; it would never end`);
    timers.set(PAYMENTS, market.now + seconds, job);
    source.follow();
  }

  function makeRoom(): void {
    const wide = new Uint16Array(jobs.capacity);
    wide.set(given);
    given = wide;
  }

  /** The source of the waits is due. */
  function elapse(): void {
    const wait = source.take();
    if (!wait) return;
    const { owner, purpose } = wait;
    if ((owner & 1) === 0) market.play.onElapsed!(owner >> 1, purpose);
    else if (owner === PAYMENTS) market.payments!.elapsed(purpose);
    else if (market.isOver) callOffNodes();
    else wakeNode((owner >> 1) - 1);
  }

  /** Nobody else waits any more, unless money is on its way: then nodes are passed over as they come. */
  function callOffNodes(): void {
    if (!market.payments) source.callOffAll();
  }

  function wakeNode(node: number): void {
    if (arrivedThen !== market.arrived) woken = 0;
    arrivedThen = market.arrived;
    woken++;
    market.nodePlay.wakes?.(node);
  }

  /** The job is settled: whatever it waited for is called off. */
  function callOff(slot: number): void {
    if (slot < given.length) given[slot] = 0;
    timers.cancelAllOf(slot << 1);
    source.follow();
  }

  /** What a market lends a mechanism that needs time: a job that is settled waits for nothing any more. */
  function lendTime(kit: MarketKit): MarketKit {
    return {
      ...kit,
      after,
      settle: (slot, settlement, facts) => {
        kit.settle(slot, settlement, facts);
        callOff(slot);
      },
    };
  }

  return { begin, refuse, wake, waitToPay, elapse, lendTime };
}

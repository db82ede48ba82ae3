/** Clocks that run while a node works, for hazards that befall work alone: one for each hazard and node. */
import type { MarketState } from '../state.ts';
import type { TimerSource } from './timer-source.ts';

const NONE = -1;

/**
 * How a market keeps the clocks. What a node begins is taken off them at once where they outlast it; where one does not, a
 * timer is set for it. So a clock costs a timer only when it rings within what is begun.
 */
export function createWorkClocks(market: MarketState, source: TimerSource) {
  const { hazardTimers: timers, downtime, queues } = market;
  let hazards = 0;
  let nodes = 0;
  let areUsed = false;
  /** By hazard and node: work that is left on a clock without a timer [s], Infinity on none; when its timer is due; its datum. */
  let left = new Float64Array(0);
  let dueAt = new Float64Array(0);
  let data = new Int32Array(0);

  /** No clock is set. */
  function reset(hazardCount: number, nodeCount: number): void {
    [hazards, nodes, areUsed] = [hazardCount, nodeCount, false];
  }

  /** Sets the clock of a node; returns whether it was not set. @param datum  what its hazard is told when it rings */
  function set(hazard: number, node: number, seconds: number, datum: number): boolean {
    if (!areUsed) {
      areUsed = true;
      left = new Float64Array(hazards * nodes).fill(Number.POSITIVE_INFINITY);
      dueAt = new Float64Array(hazards * nodes).fill(NONE);
      data = new Int32Array(hazards * nodes);
    }
    const clock = hazard * nodes + node;
    if (left[clock] < Number.POSITIVE_INFINITY || dueAt[clock] !== NONE) return false;
    left[clock] = seconds;
    data[clock] = datum;
    const isWorking = !downtime.isDown(node) && queues.lengthOf(node) > 0;
    if (isWorking) runOne(clock, downtime.dueAt[node] - market.now);
    return true;
  }

  /** A node begins to work for so long [s]. */
  function run(node: number, seconds: number): void {
    if (areUsed) for (let clock = node; clock < left.length; clock += nodes) runOne(clock, seconds);
  }

  function runOne(clock: number, seconds: number): void {
    if (left[clock] >= seconds) {
      left[clock] -= seconds;
      return;
    }
    dueAt[clock] = market.now + left[clock];
    left[clock] = Number.POSITIVE_INFINITY;
    timers.set(hazards + clock, dueAt[clock], data[clock]);
    source.follow();
  }

  /** A node is interrupted, which would have worked for so long yet [s]. */
  function stop(node: number, seconds: number): void {
    if (!areUsed) return;
    for (let clock = node; clock < left.length; clock += nodes) {
      if (dueAt[clock] === NONE) {
        left[clock] += seconds;
        continue;
      }
      timers.cancelAllOf(hazards + clock);
      left[clock] = dueAt[clock] - market.now;
      dueAt[clock] = NONE;
      source.follow();
    }
  }

  /** The timer of a clock was due: whose hazard it is. */
  function ring(owner: number): number {
    const clock = owner - hazards;
    dueAt[clock] = NONE;
    return Math.floor(clock / nodes);
  }

  return { reset, set, run, stop, ring };
}

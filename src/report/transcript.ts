/** The story of a run in words, one line per event: the simulated time and a sentence. */
import type { MarketEvent } from '../market/events.ts';

/**
 * A line of the story; nothing of what brings no news to people.
 *
 * @example
 * tellEvent({ kind: 'arrived', time: 1.23456, job: 7, node: 3 }) // => '     1.235  job 7 arrives and goes to node 3'
 */
export function tellEvent(event: MarketEvent): string {
  // Three decimals: a story survives changes in the last bits.
  return `${event.time.toFixed(3).padStart(10)}  ${sayEvent(event)}`;
}

function sayEvent(event: MarketEvent): string {
  switch (event.kind) {
    case 'arrived':
      return `job ${event.job} arrives and goes to node ${event.node}`;
    case 'asserted':
      return `node ${event.node} asserts ${sayResult(event)} for job ${event.job}`;
    case 'challenged':
      return `job ${event.job} is ${sayChallenge(event)}: validators ${event.validators.join(', ')}`;
    case 'reported':
      return `node ${event.node} ${event.report} the result of job ${event.job} (${event.response})`;
    case 'settled':
      return `job ${event.job} is ${sayEnd(event)}`;
    case 'slashed':
      return `node ${event.node} loses ${event.slashed} as a validator of job ${event.job}`;
    case 'left':
      return `node ${event.node} leaves the market (${event.why})`;
    case 'down':
      return `node ${event.node} goes down`;
    case 'up':
      return `node ${event.node} is back`;
    case 'moved':
      return `job ${event.job} goes to node ${event.node} instead`;
    case 'earned':
      return `node ${event.node} has its share of job ${event.job}`;
  }
}

/** What an asserter asserts. */
export function sayResult({ isFalse }: { isFalse: boolean }): string {
  return isFalse ? 'a false result' : 'its result';
}

/** What a job is that is challenged. */
export function sayChallenge({ isPlanted }: { isPlanted: boolean }): string {
  return isPlanted ? 'challenged with a planted error' : 'challenged';
}

/** How a job ends; `unit` is what follows the amount lost. */
export function sayEnd(end: Extract<MarketEvent, { kind: 'settled' }>, unit = ''): string {
  if (end.isRefuted) return `refuted; node ${end.node} loses ${end.slashed}${unit}`;
  return end.isFalseVerdict ? 'accepted by a false verdict' : 'accepted';
}

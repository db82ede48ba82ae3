/** A job comes in: it gets a slot, a node, and the numbers that were in store for it. */

import { columnIndex as at } from '../record.ts';
import type { MarketState } from '../state.ts';

/** How jobs come in; see {@link createAdmission}. */
export type Admission = ReturnType<typeof createAdmission>;

/** How jobs come into a market. */
export function createAdmission(market: MarketState) {
  const { jobs, fleet, lots, tally, flights, columns, cheatProbability } = market;

  /** Number of the job that arrives; -1 when no node is left to serve it. */
  function takeNumber(): number {
    const number = market.arrived++;
    if (fleet.present > 0) return number;
    columns[at.unservedJobs] += 1;
    return -1;
  }

  /** Admits job `number` and returns its slot. */
  function admit(number: number): number {
    const place = lots.placeOf(number);
    const slot = jobs.open(number);
    const node = market.choose(place);
    const probability = cheatProbability[fleet.crowdOf(node)];
    jobs.asserter[slot] = node;
    jobs.challengeDraw[slot] = lots.challenge[place];
    jobs.seconds[slot] = lots.seconds[place];
    jobs.assertedFalse[slot] = lots.decide[place] < probability ? 1 : 0;
    // A node serves first come first served: it asserts its jobs in the order in which it gets them.
    if (flights.areKept && market.counts(slot)) jobs.flight[slot] = flights.join(node);
    if (market.payments) market.payments.arrived(number, market.rewardUnits);
    else tally.locked++;
    return slot;
  }

  return { takeNumber, admit };
}

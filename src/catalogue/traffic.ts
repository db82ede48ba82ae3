/** How jobs come into the market of a design point, for rooms that know no demand and no dispatch. */
import type { HasPlugs, Settings } from '../market/settings.ts';
import type { Traffic } from '../market/traffic.ts';
import { exitOf, type Traits } from '../market/traits.ts';
import { type Flow, flowOf } from '../market/waiting/flow.ts';
import { catalogueOf } from './catalogue.ts';
import { needsNothing, needsOf, ownTraitsOf } from './needs.ts';

/** Whatever has a market: settings, or a scenario. */
type HasMarket = Pick<Settings, 'market'> & HasPlugs;

/** What is plugged in there. @throws RangeError when nothing has that kind */
export function trafficOf(holder: HasMarket): Traffic {
  const { market } = holder;
  const { demands, dispatches } = catalogueOf(holder);
  const demand = demands.get(market.demand.kind);
  const dispatch = dispatches.get(market.dispatch.kind);
  if (!demand) throw new RangeError(`unknown demand ${market.demand.kind}`);
  if (!dispatch) throw new RangeError(`unknown dispatch ${market.dispatch.kind}`);
  return { demand, dispatch };
}

/** Jobs that arrive per second in the long run [1/s]. */
export function jobsPerSecondOf(holder: HasMarket): number {
  const { demand, jobsPerSecond } = holder.market;
  return trafficOf(holder).demand.rate(demand, jobsPerSecond);
}

/** The work that flows through its queues. */
export function flowAt(settings: Settings): Flow {
  return flowOf(settings, needsOf(settings) ?? needsNothing, trafficOf(settings));
}

/** What is done to the jobs of a design point, by its rules and its market, whoever plays what. */
export function traitsOf(settings: Settings): Traits {
  const inFlight = settings.market.jobsInFlight > 1 ? { couplesJobs: 'a batch of jobs in flight is slashed once' } : {};
  // The first reason to need time stands.
  return { ...ownTraitsOf(settings), ...inFlight, ...exitOf(settings).traits, ...trafficOf(settings).dispatch.traits };
}

/** How jobs come into the market of a design point, for rooms that know no demand and no dispatch. */
import type { HasPlugs, PlugSpec, Settings } from '../market/settings.ts';
import type { Traffic } from '../market/traffic.ts';
import { exitOf, type Traits } from '../market/traits.ts';
import { type Flow, flowOf } from '../market/waiting/flow.ts';
import { type Catalogue, catalogueOf } from './catalogue.ts';
import { whyWeighed } from './evidence.ts';
import { moneyOf } from './money.ts';
import { needsNothing, needsOf, ownTraitsOf } from './needs.ts';

/** Whatever has a market: settings, or a scenario. */
type HasMarket = Pick<Settings, 'market'> & HasPlugs;

// A sweep asks a hundred thousand times, and what is plugged in is mostly said by one and the same object.
let last: { catalogue: Catalogue; demand: PlugSpec; dispatch: PlugSpec; traffic: Traffic } | undefined;

/** What is plugged in there. @throws RangeError when nothing has that kind */
export function trafficOf(holder: HasMarket): Traffic {
  const { demand, dispatch } = holder.market;
  const catalogue = catalogueOf(holder);
  if (last?.demand !== demand || last.dispatch !== dispatch || last.catalogue !== catalogue)
    last = { catalogue, demand, dispatch, traffic: lookUp(demand.kind, dispatch.kind, catalogue) };
  return last.traffic;
}

function lookUp(demandKind: string, dispatchKind: string, { demands, dispatches }: Catalogue): Traffic {
  const demand = demands.get(demandKind);
  const dispatch = dispatches.get(dispatchKind);
  if (!demand) throw new RangeError(`unknown demand ${demandKind}`);
  if (!dispatch) throw new RangeError(`unknown dispatch ${dispatchKind}`);
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
  const why = whyWeighed(settings);
  const weighed = why === undefined ? {} : { remembers: why };
  // The first reason to need time stands.
  const { payment, collateral } = moneyOf(settings);
  return {
    ...ownTraitsOf(settings),
    ...weighed,
    ...payment.traits,
    ...collateral.traits,
    ...inFlight,
    ...exitOf(settings).traits,
    ...trafficOf(settings).dispatch.traits,
  };
}

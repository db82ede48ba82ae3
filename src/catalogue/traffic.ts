/** How jobs come into the market of a design point, for rooms that know no demand and no dispatch. */

import type { Demand } from '../market/demand.ts';
import type { PluggedHazard } from '../market/hazard.ts';
import type { HasPlugs, PlugSpec, Settings } from '../market/settings.ts';
import type { Traffic } from '../market/traffic.ts';
import { exitOf, type Traits } from '../market/traits.ts';
import { type Flow, flowOf } from '../market/waiting/flow.ts';
import { type Catalogue, catalogueOf } from './catalogue.ts';
import { whyWeighed } from './evidence.ts';
import { moneyOf } from './money.ts';
import { needsNothing, needsOf, ownTraitsOf } from './needs.ts';
import { traitsOfSampling } from './sampling.ts';

/** Whatever has a market: settings, or a scenario. */
type HasMarket = Pick<Settings, 'market'> & HasPlugs;

// A sweep asks a hundred thousand times, and what is plugged in is mostly said by one and the same object.
let last:
  | (Pick<Settings['market'], 'demand' | 'dispatch' | 'hazards'> & { catalogue: Catalogue; traffic: Traffic })
  | undefined;

/** What is plugged in there. @throws RangeError when nothing has that kind */
export function trafficOf(holder: HasMarket): Traffic {
  const { demand, dispatch, hazards } = holder.market;
  const catalogue = catalogueOf(holder);
  const isKnown = last?.demand === demand && last.dispatch === dispatch && last.hazards === hazards;
  if (!isKnown || last!.catalogue !== catalogue)
    last = { catalogue, demand, dispatch, hazards, traffic: lookUp(holder.market, catalogue) };
  return last!.traffic;
}

function lookUp({ demand, dispatch, hazards = [] }: Settings['market'], catalogue: Catalogue): Traffic {
  return {
    demand: withTrace(find('demand', demand, catalogue.demands), demand, catalogue),
    dispatch: find('dispatch', dispatch, catalogue.dispatches),
    hazards: hazards.map((params) => ({ hazard: find('hazard', params, catalogue.hazards), params })),
  };
}

/** A demand with the jobs that it replays, where they were read. */
function withTrace(demand: Demand, { sha256 }: PlugSpec, { traces }: Catalogue): Demand {
  const trace = demand.replay && traces.get(String(sha256));
  return trace ? { ...demand, ...demand.replay!(trace) } : demand;
}

function find<Plug>(what: string, { kind }: PlugSpec, plugs: ReadonlyMap<string, Plug>): Plug {
  const plug = plugs.get(kind);
  if (!plug) throw new RangeError(`unknown ${what} ${kind}`);
  return plug;
}

/** Hazards of a market, with their parameters; none where it has no clock of its own to befall anybody. */
export function hazardsOf(holder: HasMarket): readonly PluggedHazard[] {
  return trafficOf(holder).hazards ?? [];
}

/** Why queues alone do not tell how long jobs take, where that is so. */
export function whyNotByQueues(settings: Settings): string | undefined {
  return (
    ownTraitsOf(settings)?.needsTime ?? traitsOfHazards(settings).needsTime ?? traitsOfSampling(settings).settlesInTurn
  );
}

function traitsOfHazards(settings: Settings): Traits {
  return Object.assign({}, ...hazardsOf(settings).map(({ hazard, params }) => hazard.traits(params))) as Traits;
}

/** Jobs that arrive per second in the long run [1/s]. */
export function jobsPerSecondOf(holder: HasMarket): number {
  const { demand, jobsPerSecond } = holder.market;
  return trafficOf(holder).demand.rate(demand, jobsPerSecond);
}

/** How many times an even share of the jobs a node gets that is looked at; `undefined` where nobody knows. */
export function pullOf(settings: Settings): number | undefined {
  const { dispatch } = trafficOf(settings);
  const { market } = settings;
  return dispatch.weighs === undefined ? 1 : dispatch.pull?.(market.dispatch, market[dispatch.weighs]);
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
    ...traitsOfHazards(settings),
    ...ownTraitsOf(settings),
    ...weighed,
    ...traitsOfSampling(settings),
    ...payment.traits,
    ...collateral.traits,
    ...inFlight,
    ...exitOf(settings).traits,
    ...trafficOf(settings).dispatch.traits,
  };
}
